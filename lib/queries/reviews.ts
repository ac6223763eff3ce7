import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate, periodOf, weekKey } from "./cycle-calendar";
import { agendaOf, type ReviewAgenda } from "./review-agenda";
import type { Person } from "./waiting";

/** held, open, missed, or not yet held where the week still runs. */
export type ReviewWeekState = "HELD" | "OPEN" | "MISSED" | "DUE";

export type ReviewWeek = {
  weekKey: string;
  start: string;
  end: string;
  state: ReviewWeekState;
  heldAt: Date | null;
  present: number;
  decisions: number;
  actionsTaken: number;
};

export type ReviewList = {
  /** Null where the policy sets no weekly review. */
  agenda: ReviewAgenda | null;
  running: string;
  /** Newest first. */
  weeks: ReviewWeek[];
  page: number;
  pages: number;
  held: number;
  missed: number;
};

const PAGE = 13;
/** Ten years of weeks; a company older than that reads its oldest in the decision log. */
const MOST_WEEKS = 520;

/** Every week since the contract was first in force, whether its review was held or not. */
export function loadReviews(person: Person, page: number, at: Date): Promise<Result<ReviewList>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const policy = await loadActivePolicy(tx, tenantId);
      const first = await firstDayOfContract(tx, tenantId);
      const rows = await tx.$queryRaw<Stored[]>`
        select w.week_key as "weekKey", w.status, w.closed_at as "heldAt",
          (select count(*)::int from review_attendance a
            where a.tenant_id = w.tenant_id and a.review_id = w.id and a.is_present) as present,
          coalesce(jsonb_array_length(w.minutes -> 'decisions') + (w.minutes ->> 'decisionsLeftOut')::int, 0) as decisions,
          (select count(*)::int from review_actions a
            where a.tenant_id = w.tenant_id and a.raised_in = w.id) as "actionsTaken"
        from weekly_reviews w where w.tenant_id = ${tenantId}::uuid`;
      const running = weekKey(isoDate(at));
      const weeks = weeksSince(first, isoDate(at)).map((key) =>
        weekOf(
          key,
          rows.find((row) => row.weekKey === key),
          running,
        ),
      );
      const pages = Math.max(1, Math.ceil(weeks.length / PAGE));
      const shown = Math.min(Math.max(1, page), pages);
      return {
        agenda: agendaOf(policy.artifacts),
        running,
        weeks: weeks.slice((shown - 1) * PAGE, shown * PAGE),
        page: shown,
        pages,
        held: weeks.filter(({ state }) => state === "HELD").length,
        missed: weeks.filter(({ state }) => state === "MISSED").length,
      };
    }),
  );
}

/** The day on which the company's first policy came into force: before it, nothing asked for a review. */
export async function firstDayOfContract(tx: Transaction, tenantId: string): Promise<string> {
  const { _min } = await tx.policyBundle.aggregate({
    where: { tenantId, activatedAt: { not: null } },
    _min: { activatedAt: true },
  });
  return _min.activatedAt ? isoDate(_min.activatedAt) : abort("POLICY_UNTRUSTED");
}

type Stored = {
  weekKey: string;
  status: "OPEN" | "CLOSED";
  heldAt: Date | null;
  present: number;
  decisions: number;
  actionsTaken: number;
};

/** Keys of the weeks from one day to another, newest first. */
function weeksSince(first: string, last: string): string[] {
  const keys: string[] = [];
  const end = periodOf("weekly", weekKey(first))?.start ?? first;
  for (let day = last; day >= end && keys.length < MOST_WEEKS; day = addDays(day, -7))
    keys.push(weekKey(day));
  const oldest = weekKey(first);
  return keys.includes(oldest) || keys.length >= MOST_WEEKS ? keys : [...keys, oldest];
}

function weekOf(key: string, row: Stored | undefined, running: string): ReviewWeek {
  const period = periodOf("weekly", key);
  if (period === null) throw new Error(`${key} is no week`);
  return {
    weekKey: key,
    ...period,
    state: stateOf(key, row, running),
    heldAt: row?.heldAt ?? null,
    present: row?.present ?? 0,
    decisions: row?.decisions ?? 0,
    actionsTaken: row?.actionsTaken ?? 0,
  };
}

export function stateOf(
  key: string,
  row: { status: "OPEN" | "CLOSED" } | undefined,
  running: string,
): ReviewWeekState {
  if (row) return row.status === "CLOSED" ? "HELD" : "OPEN";
  return key === running ? "DUE" : "MISSED";
}
