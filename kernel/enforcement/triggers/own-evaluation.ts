/** Evaluates a compiled formula on exact numbers. Whatever is missing is named, and nothing is taken for zero. */
import type { JsonObject } from "../artifacts/values";
import {
  add,
  compare,
  divide,
  type Exact,
  exactFromDecimal,
  mean,
  multiply,
  subtract,
  sum,
  ZERO,
} from "../exact";
import type { CompiledTrigger } from "../policy";
import type { Computed, TriggerFormula } from "./formula";
import type { Inputs } from "./inputs";
import type { FormulaInput, OwnFormula, ProductStep, Step, SumStep } from "./own-formula";

const HUNDRED: Exact = { n: 100n, d: 1n };
const AVERAGE = "_3mo_avg";
/** Weeks that a weekly series counts by, and months that a monthly one standing alone does (contract A5.2). */
const WEEKS = 4;
const MONTHS = 3;

/** The formula of a company's own trigger in the one signature of all triggers; null when it has none. */
export function ownTriggerFormula({ shortId, ownFormula }: CompiledTrigger): TriggerFormula | null {
  if (ownFormula === null) return null;
  return { shortId, ...formulaOf(ownFormula) };
}

/** What a compiled formula is to the evaluation of triggers. */
export function formulaOf(formula: OwnFormula): Omit<TriggerFormula, "shortId"> {
  return {
    inputs: formula.inputs.flatMap(({ name, kind }) =>
      kind === "target" ? [] : name.endsWith(AVERAGE) ? [name, seriesBehind(name)] : [name],
    ),
    unit: formula.unit,
    compute: (inputs) => computeFormula(formula, inputs),
  };
}

/**
 * Whether a weekly cycle has a key for every input of a formula. It always has those that it measures for T4 and T6, so
 * that some of them being there says nothing of a trigger that shares them.
 */
export function hasEveryInput({ inputs }: OwnFormula, given: JsonObject): boolean {
  const asked = inputs.filter(({ kind }) => kind !== "target");
  const isThere = (name: string) =>
    Object.hasOwn(given, name) || (name.endsWith(AVERAGE) && Object.hasOwn(given, seriesBehind(name)));
  return asked.length > 0 && asked.every(({ name }) => isThere(name));
}

interface Scope {
  readonly inputs: Inputs;
  readonly values: Map<string, Exact | null>;
  /** Months by which a monthly series standing alone counts. */
  readonly months: number;
  /** Inside an average: which of how many months. */
  readonly month: { readonly at: number; readonly of: number } | null;
}

function computeFormula({ statements, inputs: names }: OwnFormula, inputs: Inputs): Computed {
  const values = new Map<string, Exact | null>();
  const scope: Scope = { inputs, values, months: commonMonths(names, inputs), month: null };
  let decisive: Exact | null = null;
  for (const { name, step, shift } of statements) {
    decisive = shifted(valueIn(step, scope), shift);
    values.set(name, decisive);
  }
  return { values: Object.fromEntries(values), decisive };
}

/** The last up to three months that every monthly series of the formula has. */
function commonMonths(names: readonly FormulaInput[], inputs: Inputs): number {
  const lengths = names
    .filter(({ kind }) => kind === "monthly")
    .map(({ name }) => inputs.lengthOf(name) ?? 0)
    .filter((length) => length > 0);
  return Math.max(1, Math.min(MONTHS, ...lengths));
}

function valueIn(step: Step, scope: Scope): Exact | null {
  switch (step.kind) {
    case "number":
      return exactFromDecimal(step.decimal);
    case "value":
      return scope.values.get(step.name) ?? null;
    case "input":
      return inputValue(step.input, scope);
    case "negate": {
      const value = valueIn(step.of, scope);
      return value && subtract(ZERO, value);
    }
    case "min":
    case "max": {
      const parts = step.parts.map((part) => valueIn(part, scope));
      const wanted = step.kind === "min" ? -1 : 1;
      return parts.reduce((a, b) => a && b && (compare(b, a) === wanted ? b : a));
    }
    case "average": {
      const months = Array.from({ length: step.months }, (_, at) =>
        valueIn(step.of, { ...scope, month: { at, of: step.months } }),
      );
      return months.every((value) => value !== null) ? mean(months) : null;
    }
    default:
      return combination(step, scope);
  }
}

function combination(step: SumStep | ProductStep, scope: Scope): Exact | null {
  // Both sides are always looked at, so that every missing name is named at once.
  const [left, right] = [valueIn(step.left, scope), valueIn(step.right, scope)];
  const whole = step.kind !== "divide" || denominatorHolds(step.factors, scope);
  if (left === null || right === null || !whole) return null;
  switch (step.kind) {
    case "add":
      return add(left, right);
    case "subtract":
      return subtract(left, right);
    case "multiply":
      return shifted(multiply(left, right), step.shift);
    case "divide":
      return shifted(divide(left, right), step.shift);
  }
}

/** Each factor under a fraction line must be over zero; else its inputs are named. */
function denominatorHolds(factors: ProductStep["factors"], scope: Scope): boolean {
  let holds = true;
  for (const { step, names } of factors) {
    const value = valueIn(step, scope);
    if (value === null || value.n > 0n) continue;
    for (const name of names) scope.inputs.nameMissing(name);
    holds = false;
  }
  return holds;
}

function inputValue({ name, kind, unit }: FormulaInput, { inputs, months, month }: Scope): Exact | null {
  switch (kind) {
    case "target":
      return inputs.monthlyTarget(name, unit);
    case "monthly": {
      const series = inputs.last(name, month?.of ?? months, unit);
      return series && (month === null ? sum(series) : (series[month.at] ?? null));
    }
    case "weekly": {
      if (inputs.lengthOf(name) === null) return inputs.number(name, unit);
      const series = inputs.last(name, WEEKS, unit);
      return series && mean(series);
    }
    case "amount": {
      if (!name.endsWith(AVERAGE)) return inputs.number(name, unit);
      return averageOrSeries(name, unit, inputs);
    }
  }
}

/** `NetBurn_3mo_avg` may be given, or follow from the series `NetBurn`; what is given wins. */
function averageOrSeries(name: string, unit: FormulaInput["unit"], inputs: Inputs): Exact | null {
  const given = inputs.numberOrNull(name, unit);
  if (given !== null) return given;
  const series = seriesBehind(name);
  const values = inputs.lastOrNull(series, MONTHS, unit);
  if (values !== null) return mean(values);
  return inputs.nameMissing(inputs.has(series) && !inputs.has(name) ? series : name);
}

const seriesBehind = (name: string): string => name.slice(0, -AVERAGE.length);

function shifted(value: Exact | null, shift: -2 | 0 | 2): Exact | null {
  if (value === null || shift === 0) return value;
  return shift === 2 ? multiply(value, HUNDRED) : divide(value, HUNDRED);
}
