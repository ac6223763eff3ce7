/**
 * Units of a formula. Every node gets one; what makes no sense is a fault at its character. An input that the
 * contract does not name takes the unit its use demands, unless the formula states it: `(ChurnRate %)`. Only
 * percent changes the figure, so it is never guessed under a fraction line: there it must be stated.
 */
import type { Expression, ProductExpression } from "../language/formula";
import type { Fault } from "../language/scanner";
import type { Unit } from "../vocabulary";
import { CONTRACT_INPUTS } from "./input-catalogue";

/** A result's unit, and the power of ten by which the product or quotient of the two figures is moved. */
interface Combined {
  readonly unit: Unit;
  readonly shift: -2 | 0 | 2;
}
type Table = Readonly<Record<Unit, Partial<Readonly<Record<Unit, Combined>>>>>;

const as = (unit: Unit, shift: Combined["shift"] = 0): Combined => ({ unit, shift });

/** What may be multiplied: `x` is a plain number. Money by money, or months by months, is nothing. */
const PRODUCTS: Table = {
  USD: { percent: as("USD", -2), x: as("USD"), months: as("USD") },
  percent: { USD: as("USD", -2), percent: as("percent", -2), x: as("percent"), months: as("months", -2) },
  x: { USD: as("USD"), percent: as("percent"), x: as("x"), months: as("months") },
  months: { USD: as("USD"), percent: as("months", -2), x: as("months") },
};
/** What may be divided: like by like is a plain number, money by months is money a month. */
const QUOTIENTS: Table = {
  USD: { USD: as("x"), percent: as("USD", 2), x: as("USD"), months: as("USD") },
  percent: { percent: as("x"), x: as("percent"), months: as("percent") },
  x: { percent: as("x", 2), x: as("x") },
  months: { percent: as("months", 2), x: as("months"), months: as("x") },
};
const TABLES = { multiply: PRODUCTS, divide: QUOTIENTS } as const;
/** In the order in which they are tried for an input whose unit nothing says. */
const INFERRED: readonly Unit[] = ["x", "USD", "months"];
const SPOKEN: Readonly<Record<Unit, string>> = {
  USD: "an amount of money",
  percent: "a percentage",
  x: "a plain number",
  months: "a number of months",
};

/** How two figures combine; null when their units make no sense together. */
export function combined(kind: "multiply" | "divide", left: Unit, right: Unit): Combined | null {
  return TABLES[kind][left][right] ?? null;
}

/** A plain number may be read as the unit of the threshold: a quotient of like amounts as months or percent. */
export function fits(unit: Unit, wanted: Unit): boolean {
  return unit === wanted || (unit === "x" && wanted !== "USD");
}

/** `literal` takes any unit beside it; `open` waits for what its use demands. */
type Known = Unit | "literal" | "open";

export class UnitFault extends Error {
  readonly fault: Fault;
  constructor(position: number, message: string) {
    super(message);
    this.fault = { position, message };
  }
}

/** The units of one formula's names, as they become known. */
export class Units {
  private readonly named = new Map<string, Unit>();
  /** What statements before this one have given. */
  private readonly given = new Map<string, Unit>();

  /** A statement's unit; its value is then known under its name. */
  settle(name: string, expression: Expression, wanted: Unit | null): Unit {
    this.demand(expression, wanted);
    const unit = this.of(expression);
    this.given.set(name, unit);
    return unit;
  }

  /** The unit of a node once its statement is settled. */
  of(expression: Expression): Unit {
    const known = this.known(expression);
    return known === "literal" || known === "open" ? "x" : known;
  }

  ofName(name: string): Unit {
    return this.given.get(name) ?? this.named.get(name) ?? CONTRACT_INPUTS.get(name)?.unit ?? "x";
  }

  /** What can be said of a node without inferring anything. */
  private known(expression: Expression): Known {
    switch (expression.kind) {
      case "number":
        return expression.unit ?? "literal";
      case "name":
        return (
          this.given.get(expression.name) ??
          this.named.get(expression.name) ??
          CONTRACT_INPUTS.get(expression.name)?.unit ??
          expression.unit ??
          "open"
        );
      case "negate":
      case "average":
        return this.known(expression.of);
      case "add":
      case "subtract":
        return this.shared([expression.left, expression.right]);
      case "min":
      case "max":
        return this.shared(expression.parts);
      default: {
        const [left, right] = [this.known(expression.left), this.known(expression.right)];
        if (left === "open" || right === "open") return "open";
        if (left === "literal" && right === "literal") return "literal";
        return combined(expression.kind, plain(left), plain(right))?.unit ?? "open";
      }
    }
  }

  private shared(parts: readonly Expression[]): Known {
    const known = parts.map((part) => this.known(part));
    return known.find(isUnit) ?? (known.includes("open") ? "open" : "literal");
  }

  /** Settles a node in the wanted unit, or in whichever it has. */
  private demand(expression: Expression, wanted: Unit | null): Unit {
    switch (expression.kind) {
      case "number":
        return this.accept(expression.unit ?? wanted ?? "x", wanted, expression.position);
      case "name":
        return this.demandName(expression, wanted);
      case "negate":
      case "average":
        return this.demand(expression.of, wanted);
      case "add":
      case "subtract":
        return this.demandAlike([expression.left, expression.right], wanted, expression.position);
      case "min":
      case "max":
        return this.demandAlike(expression.parts, wanted, expression.position);
      default:
        // Numbers alone, such as 3 / 4, take the unit that stands beside them.
        if (this.known(expression) === "literal") return wanted ?? "x";
        return this.demandCombined(expression, wanted);
    }
  }

  private demandName(expression: Extract<Expression, { kind: "name" }>, wanted: Unit | null): Unit {
    const { name, unit: stated, position } = expression;
    const before = this.given.get(name) ?? this.named.get(name) ?? CONTRACT_INPUTS.get(name)?.unit;
    if (before !== undefined && stated !== null && stated !== before)
      throw new UnitFault(position, `expected ${SPOKEN[before]}, as “${name}” is`);
    const unit = before ?? stated ?? wanted ?? "x";
    if (!this.given.has(name)) this.named.set(name, unit);
    return this.accept(unit, wanted, position);
  }

  /** Sums and choices: all parts have one unit. */
  private demandAlike(parts: readonly Expression[], wanted: Unit | null, position: number): Unit {
    const known = this.shared(parts);
    const unit = isUnit(known) ? known : (wanted ?? "x");
    for (const part of parts) {
      const found = this.demand(part, unit);
      if (found !== unit) throw new UnitFault(part.position, expects(unit, found));
    }
    return this.accept(unit, wanted, position);
  }

  private demandCombined({ kind, left, right, position }: ProductExpression, wanted: Unit | null): Unit {
    const [a, b] = [this.candidates(left, right, wanted), this.candidates(right, left, wanted)];
    for (const one of a) {
      for (const other of b) {
        const result = combined(kind, one, other);
        if (result === null || (wanted !== null && !fits(result.unit, wanted))) continue;
        return this.settleCombined(kind, left, right, [one, other], wanted, position);
      }
    }
    return this.settleCombined(kind, left, right, [null, null], wanted, position);
  }

  private settleCombined(
    kind: "multiply" | "divide",
    left: Expression,
    right: Expression,
    [first, second]: readonly [Unit | null, Unit | null],
    wanted: Unit | null,
    position: number,
  ): Unit {
    const [one, other] = [this.demand(left, first), this.demand(right, second)];
    const result = combined(kind, one, other);
    if (result !== null) return this.accept(result.unit, wanted, position);
    const verb = kind === "multiply" ? "multiply" : "divide";
    const nonsense = `to ${verb} ${SPOKEN[one]} by ${SPOKEN[other]} makes no sense`;
    throw new UnitFault(position, `expected units that go together; ${nonsense}`);
  }

  /** The units a side may have: its own, else what is tried for it. Beside a bare number it keeps the wanted one. */
  private candidates(side: Expression, beside: Expression, wanted: Unit | null): readonly Unit[] {
    const known = this.known(side);
    if (isUnit(known)) return [known];
    if (known === "literal") return ["x"];
    const other = this.known(beside);
    if (other === "literal" && wanted !== null) return [wanted];
    return isUnit(other) && other !== "percent" ? [other, ...INFERRED] : INFERRED;
  }

  private accept(unit: Unit, wanted: Unit | null, position: number): Unit {
    if (wanted !== null && !fits(unit, wanted)) throw new UnitFault(position, expects(wanted, unit));
    return unit;
  }
}

function isUnit(known: Known): known is Unit {
  return known !== "literal" && known !== "open";
}

function plain(known: Known): Unit {
  return isUnit(known) ? known : "x";
}

function expects(wanted: Unit, found: Unit): string {
  return `expected ${SPOKEN[wanted]}, found ${SPOKEN[found]}`;
}
