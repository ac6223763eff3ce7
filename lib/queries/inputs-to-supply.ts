import { CONTRACT_INPUTS, type CompiledPolicy, type CompiledTrigger } from "../../kernel/enforcement";
import type { ClosedCycle } from "./cycle-history";
import type { CycleScope, TriggerInput } from "./trigger-inputs-from-spine";

type OwnFormula = NonNullable<CompiledTrigger["ownFormula"]>;
type Step = OwnFormula["statements"][number]["step"];

const AVERAGE = "_3mo_avg";
const MONTHS_OF_AN_AVERAGE = 3;

/** What stands where a source would: the figure is kept as an override, with whoever gave it and why. */
const NO_SOURCE = {
  table: "supplied by hand",
  query: "No source in the spine: somebody supplies it",
  rows: 0,
};

/**
 * The inputs of a company's own triggers that no source of the spine has: somebody must supply them for each cycle, and
 * until then they are missing. A week asks for them only where it measures the trigger, because its window names a week,
 * or where there is no close yet whose state could be kept.
 */
export function inputsToSupply(
  policy: CompiledPolicy,
  { cadence, period }: CycleScope,
  { fromSpine, earlier }: { fromSpine: readonly TriggerInput[]; earlier: readonly ClosedCycle[] },
): TriggerInput[] {
  const lastClose = earlier.findLast((cycle) => cycle.cadence === "monthly_close");
  const measured = policy.triggers.filter(
    ({ id, windowNamesWeek }) =>
      cadence === "monthly_close" || windowNamesWeek || lastClose?.states[id] === undefined,
  );
  const asked = new Map<string, TriggerInput>();
  for (const { ownFormula } of measured) {
    for (const { name, kind, unit } of ownFormula?.inputs ?? []) {
      // A name of the contract is the spine's to give, and in a week would make the contract's triggers measured with it.
      if (CONTRACT_INPUTS.has(name) || asked.has(name)) continue;
      const series = kind === "monthly" && ownFormula ? monthsOf(name, ownFormula) : null;
      asked.set(name, { name, value: null, unit, source: { ...NO_SOURCE, period }, toSupply: { series } });
    }
  }
  const known = new Set([...fromSpine.map(({ name }) => name), ...asked.keys()]);
  // An average follows from its series, which is then the one to supply.
  const follows = (name: string) => name.endsWith(AVERAGE) && known.has(name.slice(0, -AVERAGE.length));
  return [...asked.values()].filter(({ name }) => !follows(name));
}

/** The most months of a series that a formula averages over; standing alone one figure is enough. */
function monthsOf(name: string, { statements, inputs }: OwnFormula): number {
  const averaged = inputs.some((input) => input.name === `${name}${AVERAGE}`) ? MONTHS_OF_AN_AVERAGE : 1;
  return Math.max(averaged, ...statements.map(({ step }) => monthsIn(step, name, 1)));
}

function monthsIn(step: Step, name: string, over: number): number {
  switch (step.kind) {
    case "number":
    case "value":
      return 1;
    case "input":
      return step.input.name === name ? over : 1;
    case "negate":
      return monthsIn(step.of, name, over);
    case "average":
      return monthsIn(step.of, name, step.months);
    case "min":
    case "max":
      return Math.max(...step.parts.map((part) => monthsIn(part, name, over)));
    default:
      return Math.max(monthsIn(step.left, name, over), monthsIn(step.right, name, over));
  }
}
