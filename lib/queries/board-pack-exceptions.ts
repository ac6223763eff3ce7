import type { GateId } from "../../kernel/enforcement";
import type { PackContent, PackException, RoiCase } from "../board-pack/content";
import { casesDueCounts, exceptionCounts } from "../board-pack/counts";
import { money } from "../board-pack/figure-text";
import type { PackPeriod } from "../board-pack/period";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, startOfDay } from "./cycle-calendar";

/** A pack is read by people; beyond this the decision log is the place, and the pack says how many it leaves out. */
const MOST_EXCEPTIONS = 40;

type Row = Omit<PackException, "kind" | "amount" | "outcome" | "decidedAt" | "signoffs"> & {
  exceptionIds: string[];
  details: Record<string, unknown>;
  amountUsd: number | null;
  decidedAt: Date | null;
  signoffs: PackException["signoffs"];
};

/**
 * What was asked of the gates outside their ordinary rules: claims of an exception, discounts over a ceiling, and whatever
 * came with a written ROI case. Decided in the days of the period, or asked for by its end and not decided yet.
 */
export async function packExceptions(
  tx: Transaction,
  tenantId: string,
  { start, end }: PackPeriod,
  outcomes: readonly RoiCase[],
): Promise<Pick<PackContent, "exceptions" | "exceptionsLeftOut" | "exceptionCounts">> {
  const [from, until] = [startOfDay(start), startOfDay(addDays(end, 1))];
  const rows = await tx.$queryRaw<Row[]>`
    select r.reference, r.title, r.gate_id as "gateId", u.name as requester, r.status, r.details,
      r.amount_usd::float8 as "amountUsd", r.decided_at as "decidedAt", d.log_seq::int as "logSeq",
      coalesce(d.reason_codes, '{}') as "reasonCodes",
      array(select e.exception_id from request_exceptions e
        where e.tenant_id = r.tenant_id and e.request_id = r.id order by e.exception_id) as "exceptionIds",
      (select jsonb_build_object('description', o.description, 'amountUsd', o.amount_usd::float8)
        from exception_offsets o where o.tenant_id = r.tenant_id and o.request_id = r.id
        order by o.exception_id limit 1) as offset,
      (select jsonb_build_object('summary', c.summary, 'low', c.expected_roi_low::float8, 'high', c.expected_roi_high::float8)
        from roi_cases c where c.tenant_id = r.tenant_id and c.request_id = r.id) as roi,
      coalesce((select jsonb_agg(jsonb_build_object('role', s.role, 'name', p.name, 'verdict', s.verdict)
          order by s.signed_at, s.role)
        from signoffs s join users p on p.id = s.signed_by
        where s.tenant_id = r.tenant_id and s.request_id = r.id and s.revision = r.revision), '[]') as signoffs
    from requests r
    join users u on u.id = r.requested_by
    left join gate_decisions d on d.tenant_id = r.tenant_id and d.id = r.last_decision_id
    where r.tenant_id = ${tenantId}::uuid and r.submitted_at is not null and r.submitted_at < ${until}
      and (r.decided_at >= ${from} and r.decided_at < ${until}
        or r.status in ('PENDING', 'BLOCKED', 'STALE'))
      and (r.details ->> 'kind' = 'discount_exception'
        or exists (select from roi_cases c where c.tenant_id = r.tenant_id and c.request_id = r.id)
        or exists (select from request_exceptions e where e.tenant_id = r.tenant_id and e.request_id = r.id))
    order by r.decided_at nulls last, r.reference`;
  return {
    exceptions: rows.slice(0, MOST_EXCEPTIONS).map((row) => exceptionOf(row, outcomes)),
    exceptionsLeftOut: Math.max(0, rows.length - MOST_EXCEPTIONS),
    exceptionCounts: exceptionCounts(rows),
  };
}

function exceptionOf(
  { exceptionIds, details, amountUsd, decidedAt, ...row }: Row,
  outcomes: readonly RoiCase[],
): PackException {
  return {
    ...row,
    kind: kindOf(exceptionIds, details),
    amount: amountOf(row.gateId, details, amountUsd),
    decidedAt: decidedAt?.toISOString() ?? null,
    outcome: outcomes.find(({ reference }) => reference === row.reference)?.outcome ?? null,
  };
}

function kindOf(exceptionIds: readonly string[], details: Record<string, unknown>): string {
  const claimed = exceptionIds.map((id) => id.replaceAll("_", " "));
  if (claimed.length > 0) return claimed.join(", ");
  return details.kind === "discount_exception" ? "discount over the ceiling" : "with an ROI case";
}

/** What is asked for, as the gate reads it: people, a share, money, or money by the month. */
function amountOf(gateId: GateId, details: Record<string, unknown>, amountUsd: number | null): string | null {
  if (gateId === "G1_HEADCOUNT" && typeof details.count === "number") {
    return `${details.count} ${details.count === 1 ? "hire" : "hires"}`;
  }
  if (typeof details.discount_pct === "number") return `${details.discount_pct}% discount`;
  if (amountUsd === null) return null;
  return gateId === "G4_VENDOR_AND_NON_LABOR" ? `${money(amountUsd)} a month` : money(amountUsd);
}

/**
 * Cases whose window ended in the days of the period: those of the period itself are seldom old enough to be told, so the board
 * reads of earlier ones here. One that waits for a result of its own is not told yet.
 */
export function casesDue(
  { start, end }: PackPeriod,
  outcomes: readonly RoiCase[],
): Pick<PackContent, "casesDue" | "casesDueLeftOut" | "casesDueCounts"> {
  const due = outcomes.filter(
    ({ dueOn, outcome }) => dueOn >= start && dueOn <= end && outcome.verdict !== "TOO_EARLY",
  );
  return {
    casesDue: due.slice(0, MOST_EXCEPTIONS),
    casesDueLeftOut: Math.max(0, due.length - MOST_EXCEPTIONS),
    casesDueCounts: casesDueCounts(due),
  };
}

/** What became of requests in the days of the period, by gate; refused are answers of the gate, not of people. */
export function packDecisions(
  tx: Transaction,
  tenantId: string,
  { start, end }: PackPeriod,
): Promise<PackContent["decisions"]> {
  const [from, until] = [startOfDay(start), startOfDay(addDays(end, 1))];
  return tx.$queryRaw<PackContent["decisions"]>`
    select gate_id as "gateId",
      (count(distinct request_ref) filter (where action = 'APPROVE'))::int as approved,
      (count(distinct request_ref) filter (where action = 'DENY'))::int as denied,
      (count(distinct request_ref) filter (where action = 'WITHDRAW'))::int as withdrawn,
      -- What lacks nothing but signatures waits for them, and is not refused.
      (count(distinct request_ref) filter (where action in ('SUBMIT', 'REFUSE', 'EXTERNAL') and decision = 'BLOCKED'
        and (cardinality(missing) = 0
          or exists (select from unnest(missing) as m(item) where m.item not like 'signoff:%'))))::int as refused
    from gate_decisions
    where tenant_id = ${tenantId}::uuid and decided_at >= ${from} and decided_at < ${until}
    group by gate_id order by gate_id`;
}
