/**
 * The shared reader of the small grammars: one pass, no regular expression over the whole text, and a
 * fault that names the character (counted from 1) and what was expected there.
 */

/** Why a text could not be read, and where. */
export interface Fault {
  readonly position: number;
  readonly message: string;
}

export type Read<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Fault);

/** Thrown inside a grammar and caught by `read`; it never leaves this folder. */
class FaultFound extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Runs a grammar over the whole text; text left over is a fault. */
export function read<T>(text: string, grammar: (scanner: Scanner) => T): Read<T> {
  const scanner = new Scanner(text);
  try {
    const value = grammar(scanner);
    if (!scanner.atEnd()) scanner.fail("expected the end");
    return { ok: true, value };
  } catch (error) {
    if (error instanceof FaultFound) return { ok: false, ...error.fault };
    throw error;
  }
}

const MINUS = new Set(["-", "–", "−"]);

export class Scanner {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Position of the next character that is not a space, counted from 1. */
  get position(): number {
    this.skipSpace();
    return this.at + 1;
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.at >= this.text.length;
  }

  fail(message: string, position = this.position): never {
    throw new FaultFound({ position, message });
  }

  /** Takes the first of the given symbols that stands next. */
  symbol(...symbols: readonly string[]): string | null {
    this.skipSpace();
    const found = symbols.find((symbol) => this.text.startsWith(symbol, this.at));
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  expectSymbol(symbol: string): void {
    if (this.symbol(symbol) === null) this.fail(`expected “${symbol}”`);
  }

  /** The next word (letters, digits and `_`, not starting with a digit) without taking it; else null. */
  peekWord(): string | null {
    this.skipSpace();
    if (!isLetter(this.text.charCodeAt(this.at))) return null;
    let end = this.at + 1;
    while (end < this.text.length && isWordCode(this.text.charCodeAt(end))) end += 1;
    return this.text.slice(this.at, end);
  }

  takeWord(): string | null {
    const word = this.peekWord();
    if (word !== null) this.at += word.length;
    return word;
  }

  /** Takes the next word when it is one of the keywords, in any case; answers it in lower case. */
  keyword(...keywords: readonly string[]): string | null {
    const word = this.peekWord()?.toLowerCase();
    if (word === undefined || !keywords.includes(word)) return null;
    this.at += word.length;
    return word;
  }

  minus(): boolean {
    this.skipSpace();
    if (!MINUS.has(this.text.charAt(this.at))) return false;
    this.at += 1;
    return true;
  }

  /**
   * An unsigned number: digits, thousands separated by commas, a decimal part, `k` or `m` directly
   * behind. Answers its exact decimal, or null when no digit stands next. Where commas separate something
   * else, `grouped` is false.
   */
  unsigned(grouped = true): string | null {
    this.skipSpace();
    const start = this.at;
    let whole = this.digits();
    if (whole === "") return null;
    while (grouped && this.text.charAt(this.at) === ",") {
      const comma = this.at;
      this.at += 1;
      const group = this.digits();
      if (group.length !== 3) this.fail("expected three digits after the comma", comma + 2);
      whole += group;
    }
    let fraction = "";
    if (this.text.charAt(this.at) === "." && isDigit(this.text.charCodeAt(this.at + 1))) {
      this.at += 1;
      fraction = this.digits();
    }
    if (whole.length + fraction.length > 300) this.fail("expected a number of at most 300 digits", start + 1);
    return shiftDecimal(whole, fraction, this.thousands());
  }

  /** A copy of the place, to come back to. */
  mark(): number {
    return this.at;
  }

  reset(mark: number): void {
    this.at = mark;
  }

  private digits(): string {
    const start = this.at;
    while (isDigit(this.text.charCodeAt(this.at))) this.at += 1;
    return this.text.slice(start, this.at);
  }

  private thousands(): 0 | 3 | 6 {
    const letter = this.text.charAt(this.at).toLowerCase();
    if ((letter !== "k" && letter !== "m") || isWordCode(this.text.charCodeAt(this.at + 1))) return 0;
    this.at += 1;
    return letter === "k" ? 3 : 6;
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at += 1;
  }
}

function shiftDecimal(whole: string, fraction: string, places: number): string {
  const padded = fraction.padEnd(places, "0");
  const moved = whole + padded.slice(0, places);
  const rest = padded.slice(places);
  return rest === "" ? moved : `${moved}.${rest}`;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x202f || code === 0x2009;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

function isWordCode(code: number): boolean {
  return isLetter(code) || isDigit(code);
}
