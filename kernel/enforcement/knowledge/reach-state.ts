/**
 * A state in business terms: which figure a trigger must reach, and how far one of its inputs would have to
 * move to take it there, the others staying as they are (contract A5.2). Found by evaluating the trigger
 * itself, to the cent or the hundredth of a percent, so it agrees with every later evaluation.
 */
import { isObject, own } from "../artifacts/values";
import { exactOf, subtract, toNumber } from "../exact";
import { type Bound, covers, exactOfFigure } from "../language/threshold";
import type { CompiledPolicy, CompiledTrigger } from "../policy";
import type { TriggerEvaluation } from "../report";
import { evaluateTriggers, TRIGGER_FORMULAS, type TriggerFacts } from "../triggers/evaluate";
import { SIGNAL_STATES, type SignalState, type TriggerState, type Unit } from "../vocabulary";

export interface StateToReach {
  readonly trigger: string;
  readonly state: TriggerState;
  readonly wanted: SignalState;
  readonly unit: Unit;
  /** The value that decides, or null when it cannot be computed: then the inputs named must come first. */
  readonly value: number | null;
  readonly inputsMissing: readonly string[];
  /** The bound of the wanted state that the value does not meet yet; null when it meets all. */
  readonly bound: Pick<Bound, "comparator" | "value"> | null;
  /** How far the value is from the bound: +1.4 months. */
  readonly gap: number | null;
  /** Each input that takes the trigger there alone. */
  readonly inputs: readonly InputToReach[];
}

export interface InputToReach {
  readonly name: string;
  /** A series moves by the same amount in each month that counts; these are then its averages. */
  readonly perMonth: boolean;
  readonly from: number;
  readonly to: number;
  /** Net burn −212,000 a month. */
  readonly change: number;
}

/** What nobody can move: a plan's target is no result, and the year began where it began. */
const GIVEN = new Set(["BookingsTarget_next_quarter", "StartingARR"]);
/** Cents, and hundredths of a percent. */
const STEPS_PER_UNIT = 100;
const FARTHEST_STEPS = 2 ** 50;

/** What it takes to bring a trigger to a state or a better one; null for a trigger without a formula. */
export function reachState(
  policy: CompiledPolicy,
  shortId: string,
  facts: TriggerFacts,
  wanted: SignalState,
): StateToReach | null {
  const trigger = policy.triggers.find((each) => each.shortId === shortId);
  const formula = TRIGGER_FORMULAS.find((each) => each.shortId === shortId);
  if (trigger === undefined || trigger.thresholds == null || formula === undefined) return null;
  const alone: CompiledPolicy = { ...policy, triggers: [trigger] };
  const now = evaluated(alone, facts);
  const value = decisiveOf(now);
  const bound = value === null ? null : unmetBound(trigger, wanted, value);
  const reached = rank(now.state) >= rank(wanted);
  return {
    trigger: shortId,
    state: now.state,
    wanted,
    unit: trigger.thresholds.unit,
    value,
    inputsMissing: now.inputs_missing,
    bound: reached ? null : bound,
    gap: reached || bound === null || value === null ? null : gapTo(bound, value),
    inputs:
      reached || value === null
        ? []
        : formula.inputs
            .filter((name) => !GIVEN.has(name))
            .flatMap((name) => inputToReach(alone, facts, wanted, name)),
  };
}

function evaluated(policy: CompiledPolicy, facts: TriggerFacts): TriggerEvaluation {
  return evaluateTriggers(policy, facts).evaluations[0] as TriggerEvaluation;
}

/** The value named last decides (docs/specs/decision-run.md 3): the gap where there is one. */
function decisiveOf({ computed_values, carried_from }: TriggerEvaluation): number | null {
  return carried_from === undefined ? (Object.values(computed_values).at(-1) ?? null) : null;
}

function rank(state: TriggerState): number {
  return state === "UNKNOWN" ? -1 : SIGNAL_STATES.length - SIGNAL_STATES.indexOf(state);
}

function unmetBound({ thresholds }: CompiledTrigger, wanted: SignalState, value: number): Bound | null {
  const key = wanted.toLowerCase() as "pass" | "watch" | "fail";
  const unmet = thresholds?.[key].bounds.filter(
    (bound) => !covers({ bounds: [bound], targetBand: null }, exactOf(value)),
  );
  return unmet?.[0] ?? null;
}

function gapTo(bound: Bound, value: number): number {
  return toNumber(subtract(exactOfFigure(bound), exactOf(value)));
}

/** The smallest move of one input that is enough, whichever way; nothing when no move is. */
function inputToReach(
  policy: CompiledPolicy,
  facts: TriggerFacts,
  wanted: SignalState,
  name: string,
): InputToReach[] {
  const given = own(facts.inputs, name);
  const from = averageOf(given);
  if (from === null) return [];
  const reaches = (steps: number) => {
    const moved = movedBy(given, steps / STEPS_PER_UNIT);
    return (
      rank(evaluated(policy, { ...facts, inputs: { ...facts.inputs, [name]: moved } }).state) >= rank(wanted)
    );
  };
  const steps = [smallestMove(reaches, 1), smallestMove(reaches, -1)].filter((move) => move !== null);
  const least = steps.sort((one, other) => Math.abs(one) - Math.abs(other))[0];
  if (least === undefined) return [];
  const change = least / STEPS_PER_UNIT;
  return [{ name, perMonth: Array.isArray(given), from, to: sumOf(from, change), change }];
}

/** Doubles until it is enough, then halves to the border between enough and not. */
function smallestMove(reaches: (steps: number) => boolean, direction: 1 | -1): number | null {
  let enough: number = direction;
  let short = 0;
  while (!reaches(enough)) {
    short = enough;
    enough *= 2;
    if (Math.abs(enough) > FARTHEST_STEPS) return null;
  }
  while (Math.abs(enough - short) > 1) {
    const middle = Math.trunc((enough + short) / 2);
    if (reaches(middle)) enough = middle;
    else short = middle;
  }
  return enough;
}

/** A number, a value with its unit, or every value of a series, moved by an amount. */
function movedBy(given: unknown, amount: number): unknown {
  if (typeof given === "number") return sumOf(given, amount);
  if (Array.isArray(given)) return given.map((each) => movedBy(each, amount));
  const value = own(given, "value");
  return isObject(given) && typeof value === "number" ? { ...given, value: sumOf(value, amount) } : given;
}

/** Added as decimals, so that no cent is lost. */
function sumOf(one: number, other: number): number {
  return toNumber(subtract(exactOf(one), exactOf(-other)));
}

function averageOf(given: unknown): number | null {
  if (typeof given === "number") return given;
  if (!Array.isArray(given)) {
    const value = own(given, "value");
    return typeof value === "number" ? value : null;
  }
  const counted = given.slice(-3).map(averageOf);
  if (counted.length === 0 || counted.some((each) => each === null)) return null;
  return counted.reduce<number>((total, each) => total + (each ?? 0), 0) / counted.length;
}
