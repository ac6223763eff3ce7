/**
 * The figures that somebody may assume: which inputs the triggers of a policy ask for, and how one figure a month
 * becomes what a run is given.
 */
import { own } from "../artifacts/values";
import type { CrmHygiene } from "../document";
import type { CompiledPolicy, CompiledTrigger } from "../policy";
import { evaluateTriggers } from "../triggers/evaluate";
import { CONTRACT_INPUTS } from "../triggers/input-catalogue";
import type { FormulaInput } from "../triggers/own-formula";
import type { AssumedMonth } from "./what-if";

export interface AskedInput extends FormulaInput {
  /** Short ids of the triggers that ask for it, in the order of the policy. */
  readonly triggers: readonly string[];
}

/** One figure for each assumed month and input; null where there is none, which is missing and never zero. */
export interface TypedFigures {
  readonly figures: Readonly<Record<string, readonly (number | null)[]>>;
  /** What really was in the months before the first assumed one, oldest first, of each monthly series. */
  readonly past: Readonly<Record<string, readonly number[]>>;
}

const AVERAGE = "_3mo_avg";

/** Every input that some trigger asks for, once, in the order of the triggers. */
export function askedInputs(policy: CompiledPolicy): AskedInput[] {
  const found = new Map<string, FormulaInput & { triggers: string[] }>();
  for (const trigger of policy.triggers) {
    for (const input of inputsOf(policy, trigger).map(seriesInstead)) {
      const known = found.get(input.name);
      if (known === undefined) found.set(input.name, { ...input, triggers: [trigger.shortId] });
      else if (!known.triggers.includes(trigger.shortId)) known.triggers.push(trigger.shortId);
    }
  }
  return [...found.values()];
}

/** A formula of the contract is asked what it lacks when it has nothing; one of a company's own lists its inputs. */
function inputsOf(policy: CompiledPolicy, trigger: CompiledTrigger): FormulaInput[] {
  if (trigger.ownFormula !== null) return [...trigger.ownFormula.inputs];
  const alone: CompiledPolicy = { ...policy, triggers: [trigger] };
  const { evaluations } = evaluateTriggers(alone, {
    cycle: { id: "none", cadence: "monthly_close", month_index: 0 },
    inputs: {},
  });
  return (evaluations[0]?.inputs_missing ?? []).flatMap((name) => CONTRACT_INPUTS.get(name) ?? []);
}

/** Month by month an average is what its series makes of it: `NetBurn` where `NetBurn_3mo_avg` is asked for. */
function seriesInstead(input: FormulaInput): FormulaInput {
  const series = input.name.endsWith(AVERAGE)
    ? CONTRACT_INPUTS.get(input.name.slice(0, -AVERAGE.length))
    : undefined;
  return series?.kind === "monthly" ? series : input;
}

/**
 * The months as a run takes them. A monthly series is the months before and the figures up to the month itself, so
 * that an average over three months moves as it really would; four weekly snapshots are one figure.
 */
export function assumedMonths(
  asked: readonly AskedInput[],
  months: readonly { readonly key: string; readonly monthIndex: number | null }[],
  { figures, past }: TypedFigures,
  crmHygiene: CrmHygiene | null,
): AssumedMonth[] {
  return months.map(({ key, monthIndex }, at) => ({
    key,
    monthIndex,
    crmHygiene,
    inputs: Object.fromEntries(
      asked.flatMap(({ name, kind }): [string, unknown][] => {
        const typed = (own(figures, name) ?? []) as readonly (number | null)[];
        if (kind !== "monthly") return typed[at] == null ? [] : [[name, typed[at]]];
        const before = (own(past, name) ?? []) as readonly number[];
        const series = fromFirstKnown([...before, ...upTo(typed, at)]);
        return series.length === 0 ? [] : [[name, series]];
      }),
    ),
  }));
}

const upTo = (typed: readonly (number | null)[], at: number): (number | null)[] =>
  Array.from({ length: at + 1 }, (_, month) => typed[month] ?? null);

/** A series begins with its first figure; a month left out after that is a gap, and makes the figure missing. */
function fromFirstKnown(series: readonly (number | null)[]): readonly (number | null)[] {
  const first = series.findIndex((value) => value !== null);
  return first < 0 ? [] : series.slice(first);
}
