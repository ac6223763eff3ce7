import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { isoDate } from "./cycle-calendar";
import { paybackFacts } from "./payback-facts";
import { costOfHires, measured, type WindowSums } from "./payback-measure";
import { type Band, isCase, type PaybackCase, type PaybackPlan, planOf } from "./payback-plan";
import { type PaybackReport, type PaybackSubject, paybackReport } from "./payback-report";
import { type PaybackOutcome, verdictOf } from "./payback-verdict";
import type { Person } from "./waiting";

/** A case, how it is measured, what the books say and the verdict. */
export type PaybackResult = {
  item: PaybackCase;
  plan: PaybackPlan;
  outcome: PaybackOutcome;
  since: WindowSums;
  before: WindowSums;
  hireCostUsd: number | null;
};

export type PaybackScreen = {
  today: string;
  results: PaybackResult[];
  /** Approved without a band that could be looked at afterwards. */
  withoutCase: number;
  report: PaybackReport;
  isCut: boolean;
};

/** More approved requests than this are a matter for an export; the newest are looked at. */
const MOST = 2_000;

type Row = Omit<PaybackCase, "action" | "roi"> & {
  id: string;
  status: string;
  roiLow: number | null;
  roiHigh: number | null;
  codes: string[];
  isBlocked: boolean;
  isOverridden: boolean;
  actionId: string | null;
  actionStatus: string | null;
  actionWindowEndsOn: string | null;
  actionOutcome: string | null;
};

export function loadPayback(person: Person, at: Date): Promise<Result<PaybackScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const rows = await putToTheGates(tx, person.tenantId);
      const looked = rows.slice(0, MOST);
      const results = await measuredCases(tx, person.tenantId, looked, at);
      const verdicts = new Map(results.map(({ item, outcome }) => [item.reference, outcome.verdict]));
      return {
        today: isoDate(at),
        results,
        withoutCase: looked.filter(({ status }) => status === "APPROVED").length - results.length,
        report: paybackReport(looked.map((row) => subjectOf(row, verdicts.get(row.reference) ?? null))),
        isCut: rows.length > MOST,
      };
    }),
  );
}

/** The verdicts on approved cases at one moment, for whoever reports them further. */
export async function paybackResults(tx: Transaction, tenantId: string, at: Date): Promise<PaybackResult[]> {
  return measuredCases(tx, tenantId, (await putToTheGates(tx, tenantId)).slice(0, MOST), at);
}

async function measuredCases(
  tx: Transaction,
  tenantId: string,
  rows: readonly Row[],
  at: Date,
): Promise<PaybackResult[]> {
  const planned = rows
    .filter(({ status }) => status === "APPROVED")
    .map(caseOf)
    .filter(isCase)
    .map((item) => ({ item, plan: planOf(item) }));
  if (planned.length === 0) return [];
  const facts = await paybackFacts(
    tx,
    tenantId,
    planned.map(({ item, plan }) => ({ reference: item.reference, plan })),
  );
  return planned.map(({ item, plan }) => {
    const found = facts.get(item.reference);
    if (!found) throw new Error(`${item.reference} was asked for`);
    const outcome = verdictOf(plan, measured(item, plan, found), isoDate(at));
    const { since, before } = found;
    return { item, plan, outcome, since, before, hireCostUsd: costOfHires(item, plan, found) };
  });
}

function putToTheGates(tx: Transaction, tenantId: string): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select r.id, r.reference, r.title, r.gate_id as "gateId", u.name as requester, r.status, r.details,
      (coalesce(r.decided_at, r.submitted_at) at time zone 'UTC')::date::text as "approvedOn", r.amount_usd::float8 as "amountUsd",
      c.expected_roi_low::float8 as "roiLow", c.expected_roi_high::float8 as "roiHigh",
      array(select distinct unnest(d.reason_codes) from gate_decisions d
        where d.tenant_id = r.tenant_id and d.request_id = r.id) as codes,
      -- Withdrawn before the gate's no was answered is blocked; for want of a signature, or denied by a person, is not.
      r.status in ('BLOCKED', 'STALE') or coalesce(r.status = 'WITHDRAWN' and l.decision = 'BLOCKED'
        and cardinality(array_remove(l.blocked_by, 'withdrawn')) > 0
        and (cardinality(l.missing) = 0
          or exists (select from unnest(l.missing) as m(item) where m.item not like 'signoff:%')), false) as "isBlocked",
      coalesce(r.status = 'APPROVED' and (
        r.details ->> 'kind' = 'discount_exception'
        or jsonb_array_length(coalesce(l.report -> 'exceptions_used', '[]')) > 0
        or r.gate_id = 'G1_HEADCOUNT' and (l.report ->> 'roi_case_attached')::boolean
          and jsonb_path_exists(l.report, '$.basis.critical_triggers.* ? (@ == "FAIL")')), false) as "isOverridden",
      a.id as "actionId", a.status as "actionStatus", a.window_ends_on::text as "actionWindowEndsOn",
      (select x.outcome from optimization_action_results x
        where x.tenant_id = a.tenant_id and x.action_id = a.id and x.role = 'target' limit 1) as "actionOutcome"
    from requests r
    join users u on u.id = r.requested_by
    left join roi_cases c on c.tenant_id = r.tenant_id and c.request_id = r.id
    left join gate_decisions l on l.tenant_id = r.tenant_id and l.id = coalesce(r.final_decision_id, r.last_decision_id)
    left join optimization_actions a on a.tenant_id = r.tenant_id and a.request_id = r.id
    where r.tenant_id = ${tenantId}::uuid and r.submitted_at is not null
    order by coalesce(r.decided_at, r.submitted_at) desc, r.reference
    limit ${MOST + 1}`;
}

function caseOf(row: Row): PaybackCase {
  const { reference, title, gateId, requester, approvedOn, details, amountUsd, roiLow, roiHigh } = row;
  const roi: Band | null = roiLow !== null && roiHigh !== null ? [roiLow, roiHigh] : null;
  const action = row.actionId && {
    id: row.actionId,
    status: row.actionStatus ?? "",
    outcome: row.actionOutcome,
    windowEndsOn: row.actionWindowEndsOn,
  };
  return { reference, title, gateId, requester, approvedOn, details, amountUsd, roi, action: action || null };
}

function subjectOf(row: Row, verdict: PaybackSubject["verdict"]): PaybackSubject {
  const isApproved = row.status === "APPROVED";
  return {
    gateId: row.gateId,
    requester: row.requester,
    codes: row.codes,
    isApproved,
    isBlocked: row.isBlocked,
    isOverridden: row.isOverridden,
    verdict,
  };
}
