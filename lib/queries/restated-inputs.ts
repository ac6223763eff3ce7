import type { RecordedCycle, RecordedDocument } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { periodOf } from "./cycle-calendar";
import { loadConfigs } from "./trigger-inputs-configs";
import {
  type InputValue,
  inputsOfCycles,
  type PastScope,
  type TriggerInput,
} from "./trigger-inputs-from-spine";

/** An input that an evaluation had, and what it is known to be today. Null is missing. */
export type RestatedInput = {
  name: string;
  unit: string;
  was: InputValue | null;
  now: InputValue | null;
  /** Whether FP&A's figure stands there now, in the place of the spine's. */
  isOverridden: boolean;
  source: TriggerInput["source"] | null;
};

/** A closed evaluation, of which some input would be another today. */
export type RestatedEvaluation = {
  cycle: RecordedCycle;
  document: RecordedDocument;
  inputs: RestatedInput[];
};

type Read = { cycle: RecordedCycle; document: RecordedDocument; scope: PastScope };

/**
 * The inputs of closed evaluations as they are known today, for the period and day of each: the spine's, or FP&A's in their
 * place. Only those that an evaluation had are looked at, and only evaluations with another figure are returned. As many
 * statements for a hundred evaluations as for one.
 */
export async function restatedInputs(
  tx: Transaction,
  tenantId: string,
  cycles: readonly RecordedCycle[],
  at: Date,
): Promise<RestatedEvaluation[]> {
  const burns = await monthsOfBurn(tx, tenantId, cycles);
  const read = cycles.flatMap((cycle) => readAgain(tenantId, cycle, burns));
  if (read.length === 0) return [];
  const scopes = new Map(read.map(({ scope }) => [scopeKey(scope), scope]));
  const configs = await loadConfigs(tx, tenantId);
  const known = await inputsOfCycles(tx, { tenantId, knownAt: at }, [...scopes.values()], configs);
  const fresh = new Map([...scopes.keys()].map((key, index) => [key, known[index] ?? []]));
  const overrides = await overridesNow(tx, tenantId, at);
  return read.flatMap(({ cycle, document, scope }) => {
    const spine = new Map((fresh.get(scopeKey(scope)) ?? []).map((input) => [input.name, input]));
    const set = overrides.get(`${cycle.cadence} ${cycle.cycleKey}`) ?? {};
    const inputs = Object.entries(document.inputs ?? {}).flatMap(([name, value]) => {
      const input = spine.get(name);
      const was = (value ?? null) as InputValue | null;
      const now = set[name] ?? input?.value ?? null;
      if (JSON.stringify(was) === JSON.stringify(now)) return [];
      const { unit = "", source = null } = input ?? {};
      return [{ name, unit, was, now, isOverridden: set[name] !== undefined, source }];
    });
    if (inputs.length === 0) return [];
    const restated = Object.fromEntries(inputs.map(({ name, now }) => [name, now]));
    return [{ cycle, document: { ...document, inputs: { ...document.inputs, ...restated } }, inputs }];
  });
}

/** A version that was run again on its old document read its figures when that document was made. */
function readAgain(tenantId: string, cycle: RecordedCycle, burns: ReadonlyMap<string, string>): Read[] {
  const { document, cadence, cycleKey, status } = cycle;
  const period = periodOf(cadence, cycleKey);
  if (document === null || period === null || status !== "CLOSED") return [];
  const scope: PastScope = {
    tenantId,
    cadence,
    cycleKey,
    period,
    monthIndex: document.cycle.month_index ?? null,
    burnUntil: burns.get(cycle.id) ?? null,
    saidSince: new Date(document.evaluated_at ?? cycle.evaluatedAt),
  };
  return [{ cycle, document, scope }];
}

const scopeKey = ({ cadence, cycleKey, burnUntil, saidSince }: PastScope): string =>
  [cadence, cycleKey, burnUntil, saidSince?.toISOString()].join(" ");

/** The last of the months whose burn a week was evaluated on. */
export async function monthsOfBurn(tx: Transaction, tenantId: string, cycles: readonly RecordedCycle[]) {
  const weeks = cycles.filter(({ cadence }) => cadence === "weekly").map(({ id }) => id);
  const rows = await tx.$queryRaw<{ id: string; month: string }[]>`
    select cycle_id as id, to_char(period_end, 'YYYY-MM') as month from cycle_inputs
    where tenant_id = ${tenantId}::uuid and cycle_id = any(${weeks}::uuid[]) and name = 'NetBurn'
      and period_end is not null`;
  return new Map(rows.map(({ id, month }) => [id, month]));
}

/** The newest override of each input of each cycle, by cycle and name, where it has not been lifted. */
async function overridesNow(tx: Transaction, tenantId: string, at: Date) {
  const rows = await tx.$queryRaw<{ cycle: string; set: Record<string, InputValue> }[]>`
    select cycle, jsonb_object_agg(input_name, value) as set from (
      select distinct on (cadence, cycle_key, input_name) cadence || ' ' || cycle_key as cycle, input_name, value
      from input_overrides
      where tenant_id = ${tenantId}::uuid and created_at <= ${at}
      order by cadence, cycle_key, input_name, created_at desc, id
    ) newest where value is not null group by cycle`;
  return new Map(rows.map(({ cycle, set }) => [cycle, set]));
}
