import {
  type Cadence,
  type HistoryEntry,
  type ReasonCode,
  type Report,
  type RunDocument,
  run,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { ActivePolicy } from "../policy/active-policy";
import { cyclePolicy } from "../policy/cycle-policy";
import { isoDate, monthIndexOf, type Period, periodOf } from "./cycle-calendar";
import { type ClosedCycle, closedCycles, historyOf } from "./cycle-history";
import { inputsToSupply } from "./inputs-to-supply";
import { type Configs, loadConfigs } from "./trigger-inputs-configs";
import { fieldsPresent, hygieneAt } from "./trigger-inputs-dataset";
import {
  type CycleScope,
  type InputValue,
  inputsFromSpine,
  type TriggerInput,
} from "./trigger-inputs-from-spine";

/** Codes with which a run leaves its cycle open (docs/specs/decision-run.md 6). */
export const KEEPS_OPEN: readonly ReasonCode[] = ["CFO-12", "CFO-16", "CFO-17", "CFO-31"];

export type CycleOrder = {
  cadence: Cadence;
  cycleKey: string;
  certifyFinal?: boolean;
  /** The day on which the close was delivered (`YYYY-MM-DD`). */
  deliveredAt?: string | null;
};

/** An input as the run used it: the spine's figure, or FP&A's in its place, or where the spine has none. */
export type UsedInput = TriggerInput & { override: { id: string; value: InputValue; reason: string } | null };

export type CycleRun = {
  policy: ActivePolicy;
  /** Whether the policy is a signed proposal, which comes into force if this cycle closes. */
  comesIntoForce: boolean;
  scope: CycleScope;
  inputs: UsedInput[];
  /** Without artifacts and history, as it is stored. */
  document: Omit<RunDocument, "artifacts" | "history">;
  report: Report;
  status: "OPEN" | "CLOSED";
  /** The closed cycles before this one in the sequence, and those after it. */
  earlier: ClosedCycle[];
  later: ClosedCycle[];
  version: number;
};

/**
 * Reads a cycle's inputs, puts active overrides in their place and runs the kernel, without writing anything:
 * the preview on the screen and the evaluation itself are this same run. A cycle that is evaluated again is
 * judged on the history up to its own place in the sequence, as it was the first time.
 */
export async function runCycle(
  tx: Transaction,
  tenantId: string,
  order: CycleOrder,
  at: Date,
): Promise<CycleRun> {
  const { policy, comesIntoForce } = await cyclePolicy(tx, tenantId, order);
  const { scope, holidays } = await scopeOf(tx, tenantId, order, at);
  const closed = await closedCycles(tx, tenantId);
  const { earlier, later } = earlierThan(closed, order);
  const version = (await newestVersion(tx, tenantId, order)) + 1;
  const configs = await loadConfigs(tx, tenantId);
  const inputs = await usedInputs(tx, { scope, policy, configs, earlier, at });
  const document = await documentOf(tx, { scope, order, policy, configs, inputs, holidays, version, at });
  const report = runOn(policy, document, historyOf(earlier));
  const codes = report.final_outcome.reason_codes;
  const status = codes.some((code) => KEEPS_OPEN.includes(code)) ? "OPEN" : "CLOSED";
  return {
    policy,
    comesIntoForce,
    scope,
    inputs,
    document,
    report,
    status,
    earlier,
    later,
    version,
  };
}

/** One run of the kernel on a stored document. */
export function runOn(
  policy: ActivePolicy,
  document: CycleRun["document"],
  history: readonly HistoryEntry[],
): Report {
  return run({ ...document, artifacts: policy.artifacts, history: [...history] }, policy.compiled, {
    logWillTake: true,
  });
}

async function scopeOf(
  tx: Transaction,
  tenantId: string,
  { cadence, cycleKey, deliveredAt }: CycleOrder,
  at: Date,
) {
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true, holidays: true },
  });
  const period: Period | null = periodOf(cadence, cycleKey);
  if (period === null) return abort("INVALID_INPUT", `There is no cycle ${cycleKey} of this cadence.`);
  if (period.end >= isoDate(at)) {
    return abort(
      "INVALID_INPUT",
      `${cycleKey} runs until ${period.end}; it can be evaluated once it is over.`,
    );
  }
  const planStart = isoDate(tenant.planStart);
  if (deliveredAt && (deliveredAt <= period.end || deliveredAt > isoDate(at))) {
    const words = `Choose a day after ${period.end} that is not in the future.`;
    return abort("INVALID_INPUT", undefined, { deliveredAt: words });
  }
  if (period.end < planStart) return abort("INVALID_INPUT", `${cycleKey} lies before the plan's start.`);
  const monthIndex = cadence === "monthly_close" ? monthIndexOf(planStart, cycleKey) : null;
  const scope: CycleScope = { tenantId, cadence, cycleKey, period, monthIndex };
  return { scope, holidays: tenant.holidays.map(isoDate) };
}

/** The inputs of a cycle as they stand now, evaluated or not. */
export async function cycleInputs(
  tx: Transaction,
  tenantId: string,
  order: CycleOrder,
  at: Date,
): Promise<UsedInput[]> {
  const { policy } = await cyclePolicy(tx, tenantId, order);
  const { scope } = await scopeOf(tx, tenantId, order, at);
  const earlier = earlierThan(await closedCycles(tx, tenantId), order).earlier;
  return usedInputs(tx, { scope, policy, configs: await loadConfigs(tx, tenantId), earlier, at });
}

/** The closed cycles before a cycle in the sequence, and those after it. */
function earlierThan(closed: ClosedCycle[], order: CycleOrder): Pick<CycleRun, "earlier" | "later"> {
  const place = closed.findIndex(
    ({ cadence, cycleKey }) => cadence === order.cadence && cycleKey === order.cycleKey,
  );
  return place < 0
    ? { earlier: closed, later: [] }
    : { earlier: closed.slice(0, place), later: closed.slice(place + 1) };
}

async function newestVersion(tx: Transaction, tenantId: string, { cadence, cycleKey }: CycleOrder) {
  const newest = await tx.evaluationCycle.aggregate({
    where: { tenantId, cadence, cycleKey },
    _max: { version: true },
  });
  return newest._max.version ?? 0;
}

async function usedInputs(
  tx: Transaction,
  {
    scope,
    policy,
    configs,
    earlier,
    at,
  }: {
    scope: CycleScope;
    policy: ActivePolicy;
    configs: Configs;
    earlier: readonly ClosedCycle[];
    at: Date;
  },
): Promise<UsedInput[]> {
  const fromSpine = await inputsFromSpine(tx, scope, configs, at);
  const toSupply = inputsToSupply(policy.compiled, scope, { fromSpine, earlier });
  const overrides = await activeOverrides(tx, scope, at);
  return [...fromSpine, ...toSupply].map((input) => ({
    ...input,
    override: overrides.get(input.name) ?? null,
  }));
}

/** The newest override of each input of a cycle, where it has not been lifted. */
export async function activeOverrides(
  tx: Transaction,
  { tenantId, cadence, cycleKey }: Pick<CycleScope, "tenantId" | "cadence" | "cycleKey">,
  at: Date,
): Promise<Map<string, NonNullable<UsedInput["override"]>>> {
  const rows = await tx.$queryRaw<{ name: string; id: string; value: InputValue | null; reason: string }[]>`
    select distinct on (input_name) input_name as name, id, value, reason from input_overrides
    where tenant_id = ${tenantId}::uuid and cadence = ${cadence} and cycle_key = ${cycleKey} and created_at <= ${at}
    order by input_name, created_at desc, id`;
  const active = new Map<string, NonNullable<UsedInput["override"]>>();
  for (const { name, id, value, reason } of rows) if (value !== null) active.set(name, { id, value, reason });
  return active;
}

export const valueUsed = ({ value, override }: UsedInput): InputValue | null => override?.value ?? value;

async function documentOf(
  tx: Transaction,
  facts: {
    scope: CycleScope;
    order: CycleOrder;
    policy: ActivePolicy;
    configs: Configs;
    inputs: readonly UsedInput[];
    holidays: readonly string[];
    version: number;
    at: Date;
  },
): Promise<CycleRun["document"]> {
  const { scope, order, policy, configs, inputs, holidays, version, at } = facts;
  const { tenantId, cadence, cycleKey, period, monthIndex } = scope;
  const reading = { tenantId, knownAt: at };
  const document: CycleRun["document"] = {
    trace_id: `${cadence}/${cycleKey}/${version}`,
    evaluated_at: at.toISOString(),
    cycle: { id: cycleKey, cadence, ...(monthIndex !== null && { month_index: monthIndex }) },
    inputs: Object.fromEntries(inputs.map((input) => [input.name, valueUsed(input)])),
    crm_hygiene: await hygieneAt(tx, reading, period.end, configs),
  };
  if (cadence === "weekly") return document;
  const { minimumFields } = policy.compiled;
  return {
    ...document,
    close: {
      period_end: period.end,
      delivered_at: order.deliveredAt ?? null,
      certify_final: order.certifyFinal ?? false,
      holidays: holidays.filter((day) => day > period.end && day <= isoDate(at)),
    },
    dataset: { fields: await fieldsPresent(tx, reading, period, { minimumFields, configs }) },
  };
}
