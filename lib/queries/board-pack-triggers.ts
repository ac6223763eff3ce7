import type { CompiledPolicy, CompiledTrigger, TriggerState } from "../../kernel/enforcement";
import type { PackContent, PackEfficiency, PackTrigger } from "../board-pack/content";
import { EFFICIENCY, efficiencySentence } from "../board-pack/efficiency";
import type { PackPeriod } from "../board-pack/period";
import type { Transaction } from "../db/tenant-transaction";
import { addMonths } from "./cycle-calendar";

/** So many closes make a trend. */
export const TREND_CLOSES = 12;

type Evaluation = {
  cycleKey: string;
  cycleId: string;
  version: number;
  evaluatedAt: Date;
  certifiedFinal: boolean;
  deliveredOn: string | null;
  mode: "NORMAL" | "DEFENSIVE";
  triggers: { id: string; state: TriggerState; value: number | null }[];
};

export type PackCloses = {
  /** The closes of the trend, oldest first; the last one is the period's. */
  trend: Evaluation[];
  /** The newest close before the period. */
  before: Evaluation | null;
  closes: PackContent["closes"];
  missingCloses: string[];
};

/** The newest version of each monthly close up to the period's end, and what the period lacks. */
export async function packCloses(
  tx: Transaction,
  tenantId: string,
  { months }: PackPeriod,
): Promise<PackCloses> {
  const [first = "", last = ""] = [months[0], months.at(-1)];
  const rows = await tx.$queryRaw<Evaluation[]>`
    with kept as (
      select distinct on (c.cycle_key) c.* from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.status = 'CLOSED'
        and c.cycle_key <= ${last} and c.cycle_key > ${addMonths(last, -TREND_CLOSES - 3)}
      order by c.cycle_key, c.version desc
    )
    select k.cycle_key as "cycleKey", k.id as "cycleId", k.version, k.evaluated_at as "evaluatedAt",
      k.certified_final as "certifiedFinal", k.delivered_at::text as "deliveredOn", k.mode_after as mode,
      (select jsonb_agg(jsonb_build_object('id', t.trigger_id, 'state', t.state, 'value', t.value::float8)
        order by t.trigger_id)
       from trigger_evaluations t where t.tenant_id = k.tenant_id and t.cycle_id = k.id) as triggers
    from kept k order by k.cycle_key`;
  const mine = rows.filter(({ cycleKey }) => cycleKey >= first);
  return {
    trend: rows.slice(-TREND_CLOSES),
    before: rows.findLast(({ cycleKey }) => cycleKey < first) ?? null,
    closes: mine.map(({ cycleKey, version, evaluatedAt, certifiedFinal, deliveredOn }) => ({
      cycleKey,
      version,
      evaluatedAt: evaluatedAt.toISOString(),
      certifiedFinal,
      deliveredOn,
    })),
    missingCloses: months.filter((month) => !mine.some(({ cycleKey }) => cycleKey === month)),
  };
}

export function packTriggers(policy: CompiledPolicy, { trend, before }: PackCloses): PackTrigger[] {
  return policy.triggers.map((trigger) => {
    const at = (evaluation: Evaluation | null | undefined): PackTrigger["before"] => {
      const found = evaluation?.triggers.find(({ id }) => id === trigger.id);
      return evaluation && found
        ? { cycleKey: evaluation.cycleKey, state: found.state, value: found.value }
        : null;
    };
    const closes = trend.flatMap((evaluation) => at(evaluation) ?? []);
    const now = at(trend.at(-1));
    return {
      id: trigger.id,
      shortId: trigger.shortId,
      name: trigger.name,
      critical: trigger.critical,
      unit: trigger.thresholds?.unit ?? null,
      regions: trigger.thresholds ? regionsOf(trigger.thresholds) : [],
      state: now?.state ?? "UNKNOWN",
      value: now?.value ?? null,
      closes,
      before: at(before),
    };
  });
}

type Thresholds = NonNullable<CompiledTrigger["thresholds"]>;

/** The stretch of values that each state covers, in ascending order. */
function regionsOf(thresholds: Thresholds): PackTrigger["regions"] {
  const region = (state: "PASS" | "WATCH" | "FAIL", { bounds }: Thresholds["pass"]) => {
    const from = bounds.filter(({ comparator }) => comparator.startsWith(">")).map(({ value }) => value);
    const to = bounds.filter(({ comparator }) => comparator.startsWith("<")).map(({ value }) => value);
    return {
      state,
      low: from.length > 0 ? Math.max(...from) : null,
      high: to.length > 0 ? Math.min(...to) : null,
    };
  };
  const all = [
    region("PASS", thresholds.pass),
    region("WATCH", thresholds.watch),
    region("FAIL", thresholds.fail),
  ];
  return all.sort(
    (one, other) => (one.low ?? Number.NEGATIVE_INFINITY) - (other.low ?? Number.NEGATIVE_INFINITY),
  );
}

/** What the Rule of 40 is made of stands among the inputs of the close. */
const PARTS = { ARR_Growth_Rate_TTM: "ARR growth", EBITDA_Margin_TTM: "EBITDA margin" } as const;

export async function packEfficiency(
  tx: Transaction,
  tenantId: string,
  {
    policy,
    triggers,
    closes,
  }: { policy: CompiledPolicy; triggers: readonly PackTrigger[]; closes: PackCloses },
): Promise<PackEfficiency[]> {
  const cycleId = closes.trend.at(-1)?.cycleId;
  const inputs = cycleId
    ? await tx.cycleInput.findMany({
        where: { tenantId, cycleId, name: { in: Object.keys(PARTS) } },
        orderBy: { name: "asc" },
        select: { name: true, value: true },
      })
    : [];
  const parts = inputs.flatMap(({ name, value }) =>
    typeof value === "number"
      ? [
          {
            name: PARTS[name as keyof typeof PARTS],
            value: Math.round(value * 1e6) / 1e6,
            unit: "percent" as const,
          },
        ]
      : [],
  );
  return EFFICIENCY.flatMap(({ id, name, trigger: shortId, criterion }) => {
    const trigger = triggers.find((each) => each.shortId === shortId);
    if (!trigger?.unit) return [];
    const aimedAt = policy.successCriteria.find(({ metric }) => metric === criterion)?.targetRange;
    const facts = {
      id,
      name,
      trigger: shortId,
      unit: trigger.unit,
      state: trigger.state,
      value: trigger.value,
      before:
        trigger.before?.value == null
          ? null
          : { cycleKey: trigger.before.cycleKey, value: trigger.before.value },
      range: aimedAt ? ([aimedAt[0], aimedAt[1]] as [number, number]) : null,
      parts: id === "rule_of_40" && parts.length === 2 ? parts : [],
    };
    return [{ ...facts, sentence: efficiencySentence(facts) }];
  });
}
