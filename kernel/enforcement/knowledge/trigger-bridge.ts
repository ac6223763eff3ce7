/**
 * How a trigger's figure came from one close to the next: its inputs are replaced one after another, in the order in
 * which the contract names them, and each step is what the figure moves by. Every step is the difference of two exact
 * values rounded once, so that the steps add up to the whole difference to the last place.
 */
import { type Exact, multiply } from "../exact";
import type { CompiledPolicy, CompiledTrigger } from "../policy";
import { TRIGGER_FORMULAS } from "../triggers/evaluate";
import type { TriggerFormula } from "../triggers/formula";
import { CONTRACT_INPUTS } from "../triggers/input-catalogue";
import { Inputs } from "../triggers/inputs";
import { ownTriggerFormula } from "../triggers/own-evaluation";

/** The figures of one close. */
export interface BridgeEnd {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly monthIndex: number | null;
}

export interface BridgeStep {
  /** Inputs replaced with this step; several only where the figure cannot be computed between them. */
  readonly inputs: readonly string[];
  /** By how much the figure moves, and where it then is: decimals, as in `-1250.00`. */
  readonly change: string;
  readonly after: string;
}

export interface TriggerBridge {
  readonly triggerId: string;
  readonly from: string;
  readonly to: string;
  readonly change: string;
  /** In the order of replacement; an input that is the same in both closes has none. */
  readonly steps: readonly BridgeStep[];
}

/** Cents for money; for ratios as many places as their thresholds could tell apart. */
const PLACES = { USD: 2, percent: 4, months: 4, x: 4 } as const;
const ANY_MONTH = 0;

/** Null where the figure is unknown in either close, or the trigger has no formula. */
export function triggerBridge(
  { profile }: CompiledPolicy,
  trigger: CompiledTrigger,
  before: BridgeEnd,
  now: BridgeEnd,
): TriggerBridge | null {
  const formula =
    TRIGGER_FORMULAS.find(({ shortId }) => shortId === trigger.shortId) ?? ownTriggerFormula(trigger);
  if (formula === null) return null;
  const scale = 10n ** BigInt(PLACES[formula.unit]);
  const figureOf = ({ inputs, monthIndex }: BridgeEnd): bigint | null => {
    const { decisive } = formula.compute(new Inputs(inputs, monthIndex, profile));
    return decisive && rounded(multiply(decisive, { n: scale, d: 1n }));
  };
  const [from, to] = [figureOf(before), figureOf(now)];
  if (from === null || to === null) return null;
  const text = (value: bigint) => decimalText(value, PLACES[formula.unit]);
  const steps: BridgeStep[] = [];
  let [at, standing, waiting] = [from, before, [] as string[]];
  for (const name of changedNames(formula, profile, before, now)) {
    standing = withReplaced(standing, name, now);
    waiting.push(name);
    const value = figureOf(standing);
    if (value === null) continue;
    // What is given in another form now, and moved nothing by going, is no step.
    const isGone = value === at && waiting.every((each) => !Object.hasOwn(now.inputs, each));
    if (!isGone) steps.push({ inputs: waiting, change: text(value - at), after: text(value) });
    [at, waiting] = [value, []];
  }
  return { triggerId: trigger.id, from: text(from), to: text(to), change: text(to - from), steps };
}

/** The inputs that differ, as the formula asks for them. */
function changedNames(
  formula: TriggerFormula,
  profile: CompiledPolicy["profile"],
  before: BridgeEnd,
  now: BridgeEnd,
): string[] {
  const probe = new Inputs({}, ANY_MONTH, profile);
  formula.compute(probe);
  const names = [...new Set([...probe.missing, ...formula.inputs])];
  return names.filter(
    (name) =>
      JSON.stringify(before.inputs[name]) !== JSON.stringify(now.inputs[name]) ||
      (before.monthIndex !== now.monthIndex && isPlanned(before.inputs[name])),
  );
}

/** A target given for every month of the plan: the month decides which one counts. */
const isPlanned = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function withReplaced({ inputs, monthIndex }: BridgeEnd, name: string, now: BridgeEnd): BridgeEnd {
  const { [name]: _, ...others } = inputs;
  const isTarget = CONTRACT_INPUTS.get(name)?.kind === "target" || isPlanned(inputs[name]);
  return {
    inputs: Object.hasOwn(now.inputs, name) ? { ...others, [name]: now.inputs[name] } : others,
    monthIndex: isTarget ? now.monthIndex : monthIndex,
  };
}

/** To the nearest whole number, halves away from zero. */
function rounded({ n, d }: Exact): bigint {
  const size = n < 0n ? -n : n;
  const whole = (size * 2n + d) / (d * 2n);
  return n < 0n ? -whole : whole;
}

function decimalText(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
