import { z } from "zod";
import type { Cadence, Mode, ReasonCode, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate, type Period, periodOf, weekKey } from "./cycle-calendar";
import { type NextClose, nextClose } from "./next-close";
import { type OpenProposal, openProposal } from "./policy-proposal";
import type { Person } from "./waiting";

/** A cycle as it stands now: its newest evaluation. */
export type CycleLine = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  periodEnd: string;
  version: number;
  status: "OPEN" | "CLOSED";
  certifiedFinal: boolean;
  deliveredAt: string | null;
  evaluatedAt: Date;
  /** When it was first evaluated: its place in the sequence, which evaluating it again does not change. */
  placedAt: Date;
  evaluatedBy: string | null;
  reason: string | null;
  reasonCodes: ReasonCode[];
  mode: Mode;
  states: { triggerId: string; state: TriggerState; carriedFrom: string | null }[];
};

/** A cycle that is over and has not been evaluated. */
export type DueCycle = { cadence: Cadence; cycleKey: string; period: Period };

export type CyclesPage = {
  cycles: CycleLine[];
  /** The last row's place, for the older ones; null when there are none. */
  nextCursor: string | null;
  due: DueCycle[];
  close: NextClose;
  /** The proposed version of the policy, which may come into force with the next cycle that closes. */
  proposal: OpenProposal | null;
};

/** `null` for all cycles; `before` is the cursor of the page before. */
export type CyclesAsked = { cadence: Cadence | null; before: { placedAt: Date; cycleKey: string } | null };

const PAGE = 30;

/** The cycles of a company, newest first, with what is due. */
export function listCycles(person: Person, asked: CyclesAsked, at: Date): Promise<Result<CyclesPage>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const policy = await loadActivePolicy(tx, person.tenantId);
      const rows = await cycleLines(tx, person.tenantId, asked, PAGE + 1);
      const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
      const close = await nextClose(tx, person.tenantId, policy.compiled, at);
      return {
        cycles: rows.slice(0, PAGE),
        nextCursor: last ? `${last.placedAt.toISOString()}_${last.cycleKey}` : null,
        due: await dueCycles(tx, person.tenantId, close, at),
        close,
        proposal: await openProposal(tx, person),
      };
    }),
  );
}

async function dueCycles(tx: Transaction, tenantId: string, close: NextClose, at: Date): Promise<DueCycle[]> {
  // Sunday of the week before: the newest week that is over.
  const sunday = addDays(isoDate(at), -(((at.getUTCDay() + 6) % 7) + 1));
  const key = weekKey(sunday);
  const { planStart } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true },
  });
  const isOfPlan = sunday >= isoDate(planStart);
  const evaluated = await tx.evaluationCycle.count({
    where: { tenantId, cadence: "weekly", cycleKey: key, status: "CLOSED" },
  });
  const planned: [Cadence, string, boolean][] = [
    ["monthly_close", close.cycleKey, close.state !== "PERIOD_RUNNING"],
    ["weekly", key, isOfPlan && evaluated === 0],
  ];
  return planned.flatMap(([cadence, cycleKey, isDue]) => {
    const period = periodOf(cadence, cycleKey);
    return isDue && period ? [{ cadence, cycleKey, period }] : [];
  });
}

function cycleLines(tx: Transaction, tenantId: string, asked: CyclesAsked, limit: number) {
  const { cadence, before } = asked;
  return tx.$queryRaw<CycleLine[]>`
    with ranked as (
      select c.*, min(c.evaluated_at) over same as placed_at,
        row_number() over (partition by c.cadence, c.cycle_key order by c.version desc) as newest_first
      from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and (${cadence}::text is null or c.cadence = ${cadence})
      window same as (partition by c.cadence, c.cycle_key)
    ), page as (
      select * from ranked
      where newest_first = 1
        and (${before?.placedAt ?? null}::timestamptz is null
          or (placed_at, cycle_key) < (${before?.placedAt ?? null}::timestamptz, ${before?.cycleKey ?? ""}))
      order by placed_at desc, cycle_key desc limit ${limit}
    )
    select n.id, n.cadence, n.cycle_key as "cycleKey", n.period_end::text as "periodEnd", n.version, n.status,
      n.certified_final as "certifiedFinal", n.delivered_at::text as "deliveredAt",
      n.evaluated_at as "evaluatedAt", n.placed_at as "placedAt", u.name as "evaluatedBy", n.reason,
      n.reason_codes as "reasonCodes", n.mode_after as mode,
      (select jsonb_agg(jsonb_build_object('triggerId', t.trigger_id, 'state', t.state,
         'carriedFrom', t.carried_from) order by t.trigger_id)
       from trigger_evaluations t where t.tenant_id = n.tenant_id and t.cycle_id = n.id) as states
    from page n
    left join users u on u.id = n.evaluated_by
    order by n.placed_at desc, n.cycle_key desc`;
}

const cursor = z.tuple([z.iso.datetime(), z.string().regex(/^\d{4}-(W\d{2}|\d{2})$/)]);

/** `2026-11-16T08:00:00.000Z_2026-W46`, as a link carries it; null for anything else. */
export function cycleCursor(text: string | null): CyclesAsked["before"] {
  const parsed = cursor.safeParse(text?.split("_"));
  return parsed.success ? { placedAt: new Date(parsed.data[0]), cycleKey: parsed.data[1] } : null;
}
