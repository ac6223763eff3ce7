/**
 * Threshold statements (RUNTIME-A2-2, docs/specs/decision-run.md 4.4):
 *
 *   statement  := [name] (comparison ["to" number] {"and" [name] comparison} | interval) ["(" range ")"]
 *   comparison := (">=" | "<=" | ">" | "<" | "≥" | "≤") number
 *   interval   := number "to" number | "between" number "and" number | range
 *   range      := "range" number ("–" | "-" | "−" | "to") number
 *
 * Signs and words of comparators and units are those of the normalization profile; the page's are shown.
 */
import { compare, type Exact, exactFromDecimal } from "../exact";
import { type ComparatorSign, DEFAULT_PROFILE, type NormalizationProfile } from "../normalization";
import type { Unit } from "../vocabulary";
import { type Fault, type Read, read, type Scanner } from "./scanner";

export type Comparator = ComparatorSign;

/** A number as written: `decimal` is exact, `value` its nearest double for screens. */
export interface Figure {
  readonly decimal: string;
  readonly value: number;
}

export interface Bound extends Figure {
  readonly comparator: Comparator;
}

export interface Band {
  readonly low: Figure;
  readonly high: Figure;
}

/** One statement: every bound must hold. */
export interface Statement {
  readonly bounds: readonly Bound[];
  /** The band aimed at inside the statement; it bounds nothing. */
  readonly targetBand: Band | null;
}

export interface TriggerThresholds {
  readonly pass: Statement;
  readonly watch: Statement;
  readonly fail: Statement;
  readonly unit: Unit;
}

/** A statement with the units and metric names that stand in it, and where. */
export interface ParsedStatement extends Statement {
  readonly units: readonly { readonly unit: Unit; readonly position: number }[];
  readonly names: readonly string[];
}

interface Building {
  readonly words: Words;
  readonly bounds: Bound[];
  readonly units: { unit: Unit; position: number }[];
  readonly names: string[];
  targetBand: Band | null;
}

/** Why a statement cannot be read under a profile, with the character; null when it can. */
export function statementFault(text: string, profile: NormalizationProfile): string | null {
  const result = parseStatement(text, profile);
  return result.ok ? null : `character ${result.position}: ${result.message}`;
}

/** What a profile lets a statement be written with, ready for the scanner. */
interface Words {
  readonly comparators: ReadonlyMap<string, Comparator>;
  /** Longest first, so that `>=` is not read as `>`. */
  readonly comparatorSigns: readonly string[];
  /** Units by their signs and by their words, the words in lower case. */
  readonly units: ReadonlyMap<string, Unit>;
  readonly unitSigns: readonly string[];
  readonly unitWords: readonly string[];
  readonly moneySigns: readonly string[];
  readonly moneyWords: readonly string[];
  readonly moneyPer: readonly string[];
  /** Words that are no metric's name. */
  readonly reserved: ReadonlySet<string>;
}

const KEYWORDS = ["between", "range", "and", "or", "to"];
/** Every word that a statement may be written with, units and names of metrics apart. */
export const THRESHOLD_WORDS: readonly string[] = KEYWORDS.filter((word) => word !== "or");
const wordsOfProfiles = new WeakMap<NormalizationProfile, Words>();

function wordsOf(profile: NormalizationProfile): Words {
  const known = wordsOfProfiles.get(profile);
  if (known !== undefined) return known;
  const units = new Map(
    profile.units.flatMap(({ unit, aliases }) =>
      aliases.map((alias) => [alias.toLowerCase(), unit] as const),
    ),
  );
  const names = [...units.keys()];
  const money = names.filter((name) => units.get(name) === "USD");
  const moneyWords = money.filter(isWord);
  const words: Words = {
    comparators: new Map(profile.comparators),
    comparatorSigns: profile.comparators.map(([sign]) => sign).sort((a, b) => b.length - a.length),
    units,
    unitSigns: names.filter((name) => !isWord(name)),
    unitWords: names.filter(isWord),
    moneySigns: money.filter((name) => !isWord(name)),
    moneyWords,
    moneyPer: profile.units.flatMap(({ unit, per }) => (unit === "USD" ? per : [])),
    reserved: new Set([...KEYWORDS, ...moneyWords]),
  };
  wordsOfProfiles.set(profile, words);
  return words;
}

const isWord = (name: string): boolean => /^\w/.test(name);

/** Reads one statement of a threshold. */
export function parseStatement(
  text: string,
  profile: NormalizationProfile = DEFAULT_PROFILE,
): Read<ParsedStatement> {
  return read(text, (scanner) => {
    const building: Building = {
      words: wordsOf(profile),
      bounds: [],
      units: [],
      names: [],
      targetBand: null,
    };
    optionalName(scanner, building);
    const leading = comparator(scanner, building);
    if (leading === null) interval(scanner, building);
    else comparisons(scanner, building, leading);
    if (scanner.symbol("(") !== null) closingRange(scanner, building);
    const { bounds, units, names, targetBand } = building;
    return { bounds, units, names, targetBand };
  });
}

function comparator(scanner: Scanner, { words }: Building): Comparator | null {
  return words.comparators.get(scanner.symbol(...words.comparatorSigns) ?? "") ?? null;
}

function optionalName(scanner: Scanner, building: Building): void {
  const word = scanner.peekWord();
  if (word === null || building.words.reserved.has(word.toLowerCase())) return;
  scanner.takeWord();
  building.names.push(word);
}

function comparisons(scanner: Scanner, building: Building, leading: Comparator): void {
  const first = quantity(scanner, building);
  building.bounds.push({ comparator: leading, ...first });
  if (scanner.keyword("to") !== null) building.targetBand = upTo(scanner, building, first);
  while (scanner.keyword("and") !== null) {
    optionalName(scanner, building);
    const next = comparator(scanner, building);
    if (next === null) scanner.fail("expected a comparator");
    building.bounds.push({ comparator: next, ...quantity(scanner, building) });
  }
}

function interval(scanner: Scanner, building: Building): void {
  const band = intervalBand(scanner, building);
  building.bounds.push({ comparator: ">=", ...band.low }, { comparator: "<=", ...band.high });
}

function intervalBand(scanner: Scanner, building: Building): Band {
  if (scanner.keyword("range") !== null) return range(scanner, building);
  const between = scanner.keyword("between") !== null;
  if (!between && !numberStandsNext(scanner, building)) scanner.fail("expected a comparator or a range");
  const low = quantity(scanner, building);
  const joint = between ? "and" : "to";
  if (scanner.keyword(joint) === null) scanner.fail(`expected “${joint}”`);
  return upTo(scanner, building, low);
}

function numberStandsNext(scanner: Scanner, building: Building): boolean {
  const mark = scanner.mark();
  signedDecimal(scanner, building);
  const found = scanner.mark() !== mark;
  scanner.reset(mark);
  return found;
}

function closingRange(scanner: Scanner, building: Building): void {
  if (building.targetBand !== null) scanner.fail("expected one target band only");
  if (scanner.keyword("range") === null) scanner.fail("expected “range”");
  building.targetBand = range(scanner, building);
  scanner.expectSymbol(")");
}

function range(scanner: Scanner, building: Building): Band {
  const low = quantity(scanner, building);
  if (!scanner.minus() && scanner.keyword("to") === null) scanner.fail("expected “–” or “to”");
  return upTo(scanner, building, low);
}

function upTo(scanner: Scanner, building: Building, low: Figure): Band {
  const position = scanner.position;
  const high = quantity(scanner, building);
  if (compare(exactOfFigure(low), exactOfFigure(high)) > 0) {
    scanner.fail("expected a number that is not under the first of the range", position);
  }
  return { low, high };
}

/** A number with its sign, its `$` and its unit. */
function quantity(scanner: Scanner, building: Building): Figure {
  const { decimal, money, position } = signedDecimal(scanner, building);
  if (decimal === null) scanner.fail("expected a number");
  if (money) building.units.push({ unit: "USD", position });
  const unitPosition = scanner.position;
  const unit = unitAfter(scanner, building);
  if (unit !== null) building.units.push({ unit, position: unitPosition });
  const { moneyPer } = building.words;
  if ((money || unit === "USD") && scanner.symbol("/") !== null && scanner.keyword(...moneyPer) === null) {
    scanner.fail(`expected “${moneyPer.join("” or “")}”`);
  }
  return { decimal, value: Number(decimal) };
}

function signedDecimal(
  scanner: Scanner,
  { words }: Building,
): { decimal: string | null; money: boolean; position: number } {
  let negative = scanner.minus();
  let signed = negative || scanner.symbol("+") !== null;
  const position = scanner.position;
  const money = scanner.symbol(...words.moneySigns) !== null || scanner.keyword(...words.moneyWords) !== null;
  if (!signed && money) {
    negative = scanner.minus();
    signed = negative || scanner.symbol("+") !== null;
  }
  const unsigned = scanner.unsigned();
  return { decimal: unsigned === null ? null : `${negative ? "-" : ""}${unsigned}`, money, position };
}

/** The unit whose sign or word stands next, taken; null when none does. */
export function unitStandingNext(scanner: Scanner, profile: NormalizationProfile): Unit | null {
  return unitAfter(scanner, { words: wordsOf(profile) });
}

function unitAfter(scanner: Scanner, { words }: Pick<Building, "words">): Unit | null {
  const name = scanner.symbol(...words.unitSigns) ?? scanner.keyword(...words.unitWords);
  return name === null ? null : (words.units.get(name) ?? null);
}

/**
 * The one unit of a trigger: stated in any of its statements, else the one that follows from the metric
 * name. None, or two, is a fault; `statement` says in which of the three it stands.
 */
export function unitOfTrigger(
  statements: readonly ParsedStatement[],
  unitOfName: (name: string) => Unit | null,
): { readonly unit: Unit } | (Fault & { readonly statement: number }) {
  const stated = statements.flatMap((s, statement) => s.units.map((u) => ({ ...u, statement })));
  const implied = statements.flatMap((s, statement) =>
    s.names.map((name) => ({ unit: unitOfName(name), position: 1, statement })),
  );
  const candidates = stated.length > 0 ? stated : implied;
  const first = candidates.find(({ unit }) => unit !== null);
  if (first?.unit == null) return { statement: 0, position: 1, message: "expected a unit" };
  const other = candidates.find(({ unit }) => unit !== null && unit !== first.unit);
  if (other === undefined) return { unit: first.unit };
  const message = `expected one unit for the trigger, found ${first.unit} and ${other.unit}`;
  return { statement: other.statement, position: other.position, message };
}

const exactFigures = new WeakMap<Figure, Exact>();

/** The exact value of a figure, worked out once for each. */
export function exactOfFigure(figure: Figure): Exact {
  const known = exactFigures.get(figure);
  if (known !== undefined) return known;
  const exact = exactFromDecimal(figure.decimal);
  exactFigures.set(figure, exact);
  return exact;
}

/** Whether a value satisfies every bound of a statement, exactly. */
export function covers(statement: Statement, value: Exact): boolean {
  return statement.bounds.every((bound) =>
    ORDER_HOLDS[bound.comparator](compare(value, exactOfFigure(bound))),
  );
}

const ORDER_HOLDS: Readonly<Record<Comparator, (order: number) => boolean>> = {
  ">=": (order) => order >= 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  "<": (order) => order < 0,
};
