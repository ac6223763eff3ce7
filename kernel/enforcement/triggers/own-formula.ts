/**
 * Compiles the formula text of a trigger into a program of plain data (docs/specs/trigger-formulas.md): names
 * resolved to inputs with kind and unit, units checked, factors under each fraction line listed.
 */
import { exactFromDecimal } from "../exact";
import {
  type Expression,
  type FormulaStatement,
  type ProductExpression,
  parseFormula,
} from "../language/formula";
import type { Read } from "../language/scanner";
import { metricOf, type NormalizationProfile } from "../normalization";
import type { Unit } from "../vocabulary";
import { combined, fits, UnitFault, Units } from "./formula-units";
import { CONTRACT_INPUTS, type InputKind } from "./input-catalogue";

/** An input of a formula: somebody must supply it, in this kind and unit. */
export interface FormulaInput {
  readonly name: string;
  readonly kind: InputKind;
  readonly unit: Unit;
}

/** A step of the program. */
export type Step =
  | { readonly kind: "number"; readonly decimal: string }
  /** What an earlier statement gave. */
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "input"; readonly input: FormulaInput }
  | { readonly kind: "negate"; readonly of: Step }
  | SumStep
  | ProductStep
  | { readonly kind: "min" | "max"; readonly parts: readonly Step[] }
  | { readonly kind: "average"; readonly of: Step; readonly months: number };

export interface SumStep {
  readonly kind: "add" | "subtract";
  readonly left: Step;
  readonly right: Step;
}

export interface ProductStep {
  readonly kind: "multiply" | "divide";
  readonly left: Step;
  readonly right: Step;
  /** The power of ten that brings percent and plain numbers together. */
  readonly shift: -2 | 0 | 2;
  /** Under a fraction line: each factor, and the inputs to name when it is not over zero. */
  readonly factors: readonly { readonly step: Step; readonly names: readonly string[] }[];
}

/** A formula ready to be evaluated: plain data, for screens as well. */
export interface OwnFormula {
  readonly statements: readonly { readonly name: string; readonly step: Step; readonly shift: 0 | 2 }[];
  readonly inputs: readonly FormulaInput[];
  /** The unit of the last statement's value: that of the trigger's thresholds. */
  readonly unit: Unit;
}

/** Compiles a formula whose value is compared in the unit of its trigger's thresholds. */
export function compileFormula(text: string, unit: Unit, profile: NormalizationProfile): Read<OwnFormula> {
  const read = parseFormula(text, profile);
  if (!read.ok) return read;
  try {
    return { ok: true, value: new Resolver(profile).program(read.value, unit) };
  } catch (error) {
    if (error instanceof UnitFault) return { ok: false, ...error.fault };
    throw error;
  }
}

class Resolver {
  private readonly units = new Units();
  private readonly inputs = new Map<string, FormulaInput>();
  /** The inputs behind each value that a statement has given. */
  private readonly behind = new Map<string, readonly string[]>();
  private readonly ownSeries = new Set<string>();
  private readonly profile: NormalizationProfile;

  constructor(profile: NormalizationProfile) {
    this.profile = profile;
  }

  program(statements: readonly FormulaStatement[], wanted: Unit): OwnFormula {
    for (const { expression } of statements) this.noteSeries(expression, false);
    const last = statements.length - 1;
    const resolved = statements.map(({ name, expression, position }, index) => {
      const unit = this.units.settle(name, expression, index === last ? wanted : null);
      if (index === last && !fits(unit, wanted))
        throw new UnitFault(position, `expected a value in ${wanted}`);
      const step = this.step(expression, false);
      this.behind.set(name, this.namesIn(expression));
      const shift = index === last && unit === "x" && wanted === "percent" ? (2 as const) : (0 as const);
      return { name, step, shift };
    });
    // The metric's own name stands in the report, whichever alias the formula uses.
    const named = resolved.map((each) => ({
      ...each,
      name: metricOf(this.profile, each.name)?.name ?? each.name,
    }));
    const taken = new Set(named.map(({ name }) => name)).size === named.length;
    return { statements: taken ? named : resolved, inputs: [...this.inputs.values()], unit: wanted };
  }

  /** Names of a company's own that stand inside an average are monthly series wherever they stand. */
  private noteSeries(expression: Expression, inside: boolean): void {
    if (expression.kind === "name" && inside && !CONTRACT_INPUTS.has(expression.name))
      this.ownSeries.add(expression.name);
    for (const part of partsOf(expression)) this.noteSeries(part, inside || expression.kind === "average");
  }

  private step(expression: Expression, inside: boolean): Step {
    switch (expression.kind) {
      case "number":
        return { kind: "number", decimal: expression.decimal };
      case "name":
        return this.name(expression, inside);
      case "negate":
        return { kind: "negate", of: this.step(expression.of, inside) };
      case "average":
        return { kind: "average", of: this.step(expression.of, true), months: expression.months };
      case "min":
      case "max":
        return { kind: expression.kind, parts: expression.parts.map((part) => this.step(part, inside)) };
      case "add":
      case "subtract": {
        const [left, right] = [this.step(expression.left, inside), this.step(expression.right, inside)];
        return { kind: expression.kind, left, right };
      }
      default:
        return this.combination(expression, inside);
    }
  }

  private combination({ kind, left, right, position }: ProductExpression, inside: boolean): Step {
    const result = combined(kind, this.units.of(left), this.units.of(right));
    if (result === null) throw new UnitFault(position, "expected units that go together");
    const [a, b] = [this.step(left, inside), this.step(right, inside)];
    if (kind === "multiply") return { kind, left: a, right: b, shift: result.shift, factors: [] };
    const factors = factorsOf(right).map((factor) => {
      const names = this.namesIn(factor);
      if (names.length === 0 && !isPositiveNumber(factor))
        throw new UnitFault(factor.position, "expected a number over zero under the fraction line");
      return { step: this.step(factor, inside), names };
    });
    return { kind, left: a, right: b, shift: result.shift, factors };
  }

  private name({ name, lookup, position }: Extract<Expression, { kind: "name" }>, inside: boolean): Step {
    if (this.behind.has(name)) return { kind: "value", name };
    const known = CONTRACT_INPUTS.get(name);
    const kind = known?.kind ?? (lookup ? "target" : this.ownSeries.has(name) ? "monthly" : "amount");
    if (kind === "target" && !lookup)
      throw new UnitFault(position, `expected “(month_index)” behind “${name}”`);
    if (kind !== "target" && lookup)
      throw new UnitFault(position, `expected no lookup; “${name}” is no plan`);
    if (inside && kind !== "monthly")
      throw new UnitFault(position, `expected a monthly series; “${name}” is none`);
    const input = { name, kind, unit: this.units.ofName(name) };
    this.inputs.set(name, input);
    return { kind: "input", input };
  }

  private namesIn(expression: Expression): string[] {
    if (expression.kind === "name") return [...(this.behind.get(expression.name) ?? [expression.name])];
    return [...new Set(partsOf(expression).flatMap((part) => this.namesIn(part)))];
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "name":
      return [];
    case "negate":
    case "average":
      return [expression.of];
    case "min":
    case "max":
      return expression.parts;
    default:
      return [expression.left, expression.right];
  }
}

function factorsOf(expression: Expression): Expression[] {
  return expression.kind === "multiply"
    ? [...factorsOf(expression.left), ...factorsOf(expression.right)]
    : [expression];
}

/** Numbers alone under a fraction line must be plainly over zero: no sum of them, no minus. */
function isPositiveNumber(expression: Expression): boolean {
  if (expression.kind === "number") return exactFromDecimal(expression.decimal).n > 0n;
  return expression.kind === "divide" && partsOf(expression).every(isPositiveNumber);
}
