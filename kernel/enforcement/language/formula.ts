/**
 * Formulas of the trigger spec (contract A5.2; docs/specs/trigger-formulas.md):
 *
 *   formula   := statement {";" statement}
 *   statement := name "=" sum
 *   sum       := product {("+" | "-") product}
 *   product   := factor {("*" | "×" | "/" | "÷") factor}
 *   factor    := "-" factor | (number | name ["(" "month_index" ")"]) [unit] | "(" sum ")"
 *              | ("min" | "max") "(" sum {"," sum} ")"
 *              | "avg" "(" sum ")" window | "avg" "(" sum window ")"
 *   window    := "over" "last" number ("month" | "months")
 *
 * The last statement is the trigger's value; the ones before it name values on the way.
 */
import type { NormalizationProfile } from "../normalization";
import type { Unit } from "../vocabulary";
import { type Read, read, type Scanner } from "./scanner";
import { unitStandingNext } from "./threshold";

/** A parsed expression: plain data, each node with the character it begins at, counted from 1. */
export type Expression =
  | {
      readonly kind: "number";
      readonly decimal: string;
      readonly unit: Unit | null;
      readonly position: number;
    }
  | {
      readonly kind: "name";
      readonly name: string;
      /** Whether it is looked up by month_index. */
      readonly lookup: boolean;
      readonly unit: Unit | null;
      readonly position: number;
    }
  | { readonly kind: "negate"; readonly of: Expression; readonly position: number }
  | SumExpression
  | ProductExpression
  | { readonly kind: "min" | "max"; readonly parts: readonly Expression[]; readonly position: number }
  | {
      readonly kind: "average";
      readonly of: Expression;
      readonly months: number;
      readonly position: number;
    };

interface TwoSided {
  readonly left: Expression;
  readonly right: Expression;
  /** Where the operator stands. */
  readonly position: number;
}
export interface SumExpression extends TwoSided {
  readonly kind: "add" | "subtract";
}
export interface ProductExpression extends TwoSided {
  readonly kind: "multiply" | "divide";
}

export interface FormulaStatement {
  readonly name: string;
  readonly expression: Expression;
  readonly position: number;
}

/** A longer or deeper text is refused instead of exhausting the stack. */
const MAX_DEPTH = 50;
const MAX_OPERANDS = 200;
const MAX_MONTHS = 60;
const RESERVED = new Set(["min", "max", "avg", "over", "last", "month", "months", "month_index"]);
/** Every word that a formula may be written with, names and units apart. */
export const FORMULA_WORDS: readonly string[] = [...RESERVED];
const OPERATORS = {
  "*": "multiply",
  "×": "multiply",
  "/": "divide",
  "÷": "divide",
} as const;

interface Parser {
  readonly scanner: Scanner;
  readonly profile: NormalizationProfile;
  readonly statements: FormulaStatement[];
  insideAverage: boolean;
  operands: number;
}

/** Reads a formula. Names that no earlier statement gives are inputs. */
export function parseFormula(text: string, profile: NormalizationProfile): Read<readonly FormulaStatement[]> {
  return read(text, (scanner) => {
    const parser: Parser = { scanner, profile, statements: [], insideAverage: false, operands: 0 };
    do parser.statements.push(statement(parser));
    while (scanner.symbol(";") !== null);
    return parser.statements;
  });
}

function statement(parser: Parser): FormulaStatement {
  const scanner: Scanner = parser.scanner;
  const { position } = scanner;
  const name = scanner.takeWord();
  if (name === null || RESERVED.has(name.toLowerCase()))
    scanner.fail("expected the name of a value", position);
  if (parser.statements.some((earlier) => earlier.name === name))
    scanner.fail(`expected a name other than “${name}”, which has a value already`, position);
  scanner.expectSymbol("=");
  return { name, expression: sum(parser, 0), position };
}

function sum(parser: Parser, depth: number): Expression {
  let left = product(parser, depth);
  for (;;) {
    const { position } = parser.scanner;
    const kind = parser.scanner.symbol("+") !== null ? "add" : parser.scanner.minus() ? "subtract" : null;
    if (kind === null) return left;
    left = { kind, left, right: product(parser, depth), position };
  }
}

function product(parser: Parser, depth: number): Expression {
  let left = factor(parser, depth);
  for (;;) {
    const { position } = parser.scanner;
    const symbol = parser.scanner.symbol("*", "×", "/", "÷") as keyof typeof OPERATORS | null;
    if (symbol === null) return left;
    left = { kind: OPERATORS[symbol], left, right: factor(parser, depth), position };
  }
}

function factor(parser: Parser, depth: number): Expression {
  const scanner: Scanner = parser.scanner;
  const { position } = scanner;
  if (depth > MAX_DEPTH) scanner.fail(`expected at most ${MAX_DEPTH} nested parentheses`);
  if (scanner.minus()) return { kind: "negate", of: factor(parser, depth + 1), position };
  if (scanner.symbol("(") !== null) {
    const inner = sum(parser, depth + 1);
    scanner.expectSymbol(")");
    return inner;
  }
  parser.operands += 1;
  if (parser.operands > MAX_OPERANDS) scanner.fail(`expected at most ${MAX_OPERANDS} names and numbers`);
  const decimal = scanner.unsigned(false);
  if (decimal !== null) {
    return { kind: "number", decimal, unit: unitStandingNext(scanner, parser.profile), position };
  }
  switch (scanner.keyword("min", "max", "avg")) {
    case "min":
      return { kind: "min", parts: list(parser, depth), position };
    case "max":
      return { kind: "max", parts: list(parser, depth), position };
    case "avg":
      return average(parser, depth, position);
    default:
      return named(parser, position);
  }
}

function list(parser: Parser, depth: number): readonly Expression[] {
  parser.scanner.expectSymbol("(");
  const parts = [sum(parser, depth + 1)];
  while (parser.scanner.symbol(",") !== null) parts.push(sum(parser, depth + 1));
  parser.scanner.expectSymbol(")");
  return parts;
}

function average(parser: Parser, depth: number, position: number): Expression {
  const scanner: Scanner = parser.scanner;
  if (parser.insideAverage) scanner.fail("expected no average inside an average", position);
  scanner.expectSymbol("(");
  parser.insideAverage = true;
  const of = sum(parser, depth + 1);
  parser.insideAverage = false;
  const inside = window(scanner);
  scanner.expectSymbol(")");
  const months = inside ?? window(scanner) ?? scanner.fail("expected “over last … months”");
  return { kind: "average", of, months, position };
}

function window(scanner: Scanner): number | null {
  if (scanner.keyword("over") === null) return null;
  if (scanner.keyword("last") === null) scanner.fail("expected “last”");
  const { position } = scanner;
  const months = Number(scanner.unsigned(false) ?? "0");
  if (!Number.isInteger(months) || months < 1 || months > MAX_MONTHS)
    scanner.fail(`expected a number of months from 1 to ${MAX_MONTHS}`, position);
  if (scanner.keyword("months", "month") === null) scanner.fail("expected “months”");
  return months;
}

function named(parser: Parser, position: number): Expression {
  const { scanner, profile } = parser;
  const name = takeName(scanner, profile);
  if (name === null) return scanner.fail("expected a number, a name or “(”", position);
  const lookup = scanner.symbol("(") !== null;
  if (lookup) {
    if (scanner.keyword("month_index") === null) scanner.fail("expected “month_index”");
    scanner.expectSymbol(")");
    if (parser.insideAverage) scanner.fail("expected a monthly series inside an average", position);
  }
  const given = parser.statements.some((earlier) => earlier.name === name);
  if (given && (lookup || parser.insideAverage))
    scanner.fail(`expected an input; “${name}” is a value of this formula`, position);
  return { kind: "name", name, lookup, unit: unitStandingNext(scanner, profile), position };
}

/** A name, or one of the spellings the profile has for it; longer spellings before the words they begin with. */
function takeName(scanner: Scanner, { inputSpellings }: NormalizationProfile): string | null {
  const spelling = scanner.symbol(...inputSpellings.map(([written]) => written));
  if (spelling !== null) return inputSpellings.find(([written]) => written === spelling)?.[1] ?? null;
  const word = scanner.peekWord();
  if (word === null || RESERVED.has(word.toLowerCase())) return null;
  return scanner.takeWord();
}
