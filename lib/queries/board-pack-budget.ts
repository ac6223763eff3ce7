import type { GateId } from "../../kernel/enforcement";
import { gateOutlook } from "../../kernel/enforcement";
import type { PackCommitments, PackContent, PackGate } from "../board-pack/content";
import type { PackPeriod } from "../board-pack/period";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, nextQuarter, startOfDay } from "./cycle-calendar";
import type { PresentSituation } from "./situation";

/** Changes of go-to-market spend that commit money; a reduction or a move of budget does not. */
const SPENDING_KINDS = ["increase", "commitment", "reinstatement"];

type Sums = PackCommitments & { gateId: GateId };

/** Of the requests in some states and days: how many, how many people, and how much money, by gate. */
function sums(
  tx: Transaction,
  tenantId: string,
  { statuses, from, until }: { statuses: readonly string[]; from: Date | null; until: Date | null },
): Promise<Sums[]> {
  return tx.$queryRaw<Sums[]>`
    select gate_id as "gateId", count(*)::int as count,
      coalesce(sum(coalesce((details ->> 'count')::int, 1)) filter (where gate_id = 'G1_HEADCOUNT'), 0)::int as people,
      coalesce(sum(amount_usd) filter (where gate_id <> 'G4_VENDOR_AND_NON_LABOR'
        and (gate_id <> 'G2_GTM_SPEND' or details ->> 'kind' = any(${SPENDING_KINDS}::text[]))), 0)::float8 as usd,
      coalesce(sum(amount_usd) filter (where gate_id = 'G4_VENDOR_AND_NON_LABOR'), 0)::float8 as "usdPerMonth"
    from requests
    where tenant_id = ${tenantId}::uuid and status = any(${[...statuses]}::text[])
      and (${from}::timestamptz is null or decided_at >= ${from})
      and (${until}::timestamptz is null or decided_at < ${until})
    group by gate_id`;
}

const NOTHING: PackCommitments = { count: 0, people: 0, usd: 0, usdPerMonth: 0 };

function of(all: readonly Sums[], gateId: GateId): PackCommitments {
  const found = all.find((each) => each.gateId === gateId);
  if (!found) return NOTHING;
  const { gateId: _, ...commitments } = found;
  return commitments;
}

/** The quarter after the period, gate by gate: what is committed, what is open, and what would get through now. */
export async function packBudget(
  tx: Transaction,
  tenantId: string,
  { period, present, planStart }: { period: PackPeriod; present: PresentSituation; planStart: string },
): Promise<PackContent["budget"]> {
  const quarter = nextQuarter(period.end);
  const until = startOfDay(addDays(period.end, 1));
  const approved = { statuses: ["APPROVED"], until: null };
  const underPlan = await sums(tx, tenantId, { ...approved, from: startOfDay(`${planStart}-01`) });
  const inPeriod = await sums(tx, tenantId, { ...approved, from: startOfDay(period.start), until });
  const open = await sums(tx, tenantId, {
    statuses: ["PENDING", "BLOCKED", "STALE"],
    from: null,
    until: null,
  });
  const { policy, situation } = present;
  return {
    quarter: quarter.key,
    start: quarter.start,
    end: quarter.end,
    gates: gateOutlook(policy.compiled, situation).map(
      ({ gateId, scope, verdict, prospects }): PackGate => ({
        gateId,
        scope,
        approved: of(underPlan, gateId),
        approvedInPeriod: of(inPeriod, gateId),
        open: of(open, gateId),
        verdict,
        prospects: prospects.map(({ label, verdict: answer, brings, reasons }) => ({
          label,
          verdict: answer,
          brings,
          reasons: reasons.map(({ text }) => text),
        })),
      }),
    ),
  };
}
