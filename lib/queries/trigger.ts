import type { Cadence, CompiledTrigger, TriggerState } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { inputsAskedFor, serves } from "./inputs-asked-for";
import { loadSituation } from "./situation";
import { type OutOfForce, triggerIn, triggerOutOfForce } from "./trigger-out-of-force";
import { type SeriesCursor, type TriggerPoint, triggerPoints } from "./trigger-series";
import type { Person } from "./waiting";

export type InputOfCycle = {
  name: string;
  value: unknown;
  unit: string;
  sourceTable: string;
  sourceQuery: string;
  periodStart: string | null;
  periodEnd: string | null;
  rowCount: number;
  /** Set where FP&A put another figure in place of the spine's. */
  override: { reason: string; by: string; at: Date; spineValue: unknown } | null;
};

export type TriggerScreen = {
  trigger: CompiledTrigger;
  state: TriggerState;
  value: number | null;
  computed: Record<string, number | null>;
  inputsMissing: string[];
  carriedFrom: string | null;
  /** The cycle whose figures these are. */
  cycle: { cadence: Cadence; cycleKey: string; periodEnd: string; evaluatedAt: Date } | null;
  inputs: InputOfCycle[];
  /** For the chart: two years, oldest first. */
  points: TriggerPoint[];
  /** For the table: one page, newest first. */
  past: TriggerPoint[];
  nextCursor: SeriesCursor | null;
  siblings: { shortId: string; name: string }[];
  /** The version that has the trigger, where the policy in force has none of it; null for the triggers in force. */
  notInForce: {
    bundleId: string;
    version: string;
    isSigned: boolean;
    evaluation: { cadence: Cadence; cycleKey: string; isClosed: boolean } | null;
  } | null;
};

const CHART_POINTS = 260;
const PAGE = 15;
const EVER = new Date(0);

type Latest = {
  state: TriggerState;
  value: number | null;
  computed: Record<string, number | null>;
  inputsMissing: string[];
  carriedFrom: string | null;
};

/** One trigger by its id or its short id (`T4`): where it stands, what that rests on, and how it came here. */
export function loadTrigger(
  person: Person,
  shortId: string,
  before: SeriesCursor | null,
  at: Date,
): Promise<Result<TriggerScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const { tenantId } = person;
      const { policy, cycle } = await loadSituation(tx, tenantId);
      const inForce = triggerIn(policy, shortId);
      const out = inForce ? null : await triggerOutOfForce(tx, tenantId, shortId);
      const trigger = inForce ?? out?.trigger;
      if (!trigger) return abort("NOT_FOUND");
      const cycleId = (out ? out.evaluation?.cycleId : cycle?.id) ?? null;
      const latest = cycleId === null ? null : await latestEvaluation(tx, tenantId, cycleId, trigger.id);
      const series = { triggerId: trigger.id };
      const points = await triggerPoints(tx, tenantId, {
        ...series,
        since: twoYearsBefore(at),
        limit: CHART_POINTS,
      });
      const page = await triggerPoints(tx, tenantId, { ...series, since: EVER, before, limit: PAGE + 1 });
      const past = page.reverse().slice(0, PAGE);
      const last = past.at(-1);
      const own = points.findLast((point) =>
        latest?.carriedFrom
          ? point.cadence === "monthly_close" && point.cycleKey === latest.carriedFrom
          : point.cycleId === cycleId,
      );
      const asked = inputsAskedFor((out?.policy ?? policy).compiled).get(trigger.id) ?? [];
      return {
        trigger,
        state: latest?.state ?? "UNKNOWN",
        value: latest?.value ?? own?.value ?? null,
        computed: own?.computed ?? latest?.computed ?? {},
        inputsMissing: latest?.inputsMissing ?? [],
        carriedFrom: latest?.carriedFrom ?? null,
        cycle: own ?? null,
        inputs: own ? await inputsOf(tx, tenantId, own.cycleId, asked) : [],
        points,
        past,
        nextCursor: page.length > PAGE && last ? { periodEnd: last.periodEnd, cadence: last.cadence } : null,
        siblings: policy.compiled.triggers.map(({ shortId, name }) => ({ shortId, name })),
        notInForce: out && versionOf(out),
      };
    }),
  );
}

function versionOf({ policy, isSigned, evaluation }: OutOfForce): TriggerScreen["notInForce"] {
  const { bundleId, version } = policy;
  if (!evaluation) return { bundleId, version, isSigned, evaluation };
  const { cadence, cycleKey, isClosed } = evaluation;
  return { bundleId, version, isSigned, evaluation: { cadence, cycleKey, isClosed } };
}

async function latestEvaluation(
  tx: Transaction,
  tenantId: string,
  cycleId: string,
  triggerId: string,
): Promise<Latest | null> {
  const [row] = await tx.$queryRaw<Latest[]>`
    select state, value::float8 as value, computed_values as computed, inputs_missing as "inputsMissing",
      carried_from as "carriedFrom"
    from trigger_evaluations
    where tenant_id = ${tenantId}::uuid and cycle_id = ${cycleId}::uuid and trigger_id = ${triggerId}`;
  return row ?? null;
}

type InputRow = Omit<InputOfCycle, "override"> & {
  spineValue: unknown;
  reason: string | null;
  by: string;
  overriddenAt: Date;
};

async function inputsOf(
  tx: Transaction,
  tenantId: string,
  cycleId: string,
  asked: readonly string[],
): Promise<InputOfCycle[]> {
  const rows = await tx.$queryRaw<InputRow[]>`
    select i.name, i.value, i.unit, i.source_table as "sourceTable", i.source_query as "sourceQuery",
      i.period_start::text as "periodStart", i.period_end::text as "periodEnd", i.row_count as "rowCount",
      i.spine_value as "spineValue", o.reason, u.name as by, o.created_at as "overriddenAt"
    from cycle_inputs i
    left join input_overrides o on o.tenant_id = i.tenant_id and o.id = i.override_id
    left join users u on u.id = o.created_by
    where i.tenant_id = ${tenantId}::uuid and i.cycle_id = ${cycleId}::uuid
    order by i.name`;
  return rows
    .filter(({ name }) => serves(name, asked))
    .map(({ spineValue, reason, by, overriddenAt, ...input }) => ({
      ...input,
      override: reason === null ? null : { reason, by, at: overriddenAt, spineValue },
    }));
}

function twoYearsBefore(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear() - 2, at.getUTCMonth(), at.getUTCDate()));
}
