/** The mark between dollars and cents; the other one, a space or an apostrophe separates thousands. */
export type DecimalMark = "." | ",";

/** What one figure says about its column: which mark is the decimal one, or that it could be either. */
export type MarkEvidence = DecimalMark | "either" | "ambiguous" | "none";

/** Nobody writes a longer one, and every pattern below is spared longer ones. */
const LONGEST_FIGURE = 60;

type Stripped = { negative: boolean; body: string; percent: boolean };

const MINUS = /^[-−–‐‑﹣－]/;

/** The digits and marks of a figure, without sign, parentheses, currency and percent; null for anything else. */
export function strip(text: string): Stripped | { currency: string } | null {
  if (text.length > LONGEST_FIGURE) return null;
  // What is copied from this application holds a sign to its currency with a word joiner, which nobody sees.
  let body = text.replaceAll("\u2060", "").trim().replace(/\s+/g, " ").replace(/[’‘']/g, "'");
  let negative = false;
  const bracketed = /^\((.*)\)$/.exec(body);
  if (bracketed) [negative, body] = [true, (bracketed[1] ?? "").trim()];
  const foreign = /[€£¥₣]|\b(EUR|GBP|CHF|JPY|CAD|AUD|SEK)\b/i.exec(body);
  if (foreign) return { currency: foreign[0].toUpperCase() };
  const signed = (): void => {
    if (MINUS.test(body)) [negative, body] = [true, body.replace(MINUS, "").trim()];
    else if (/[-−]$/.test(body)) [negative, body] = [true, body.slice(0, -1).trim()];
    else if (body.startsWith("+")) body = body.slice(1).trim();
  };
  signed();
  const percent = /%$/.test(body);
  body = body.replace(/%$/, "").trim();
  body = body.replace(/^(US\$|USD|\$)\s*/i, "").replace(/\s*(US\$|USD|\$)$/i, "");
  if (!negative) signed();
  return /^[\d.,' ]*\d[\d.,' ]*$/.test(body) ? { negative, body, percent } : null;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

/** Which decimal mark a figure's own digits tell of. */
export function evidenceOf(body: string): MarkEvidence | null {
  const [dots, commas] = [count(body, "."), count(body, ",")];
  const spaced = /[ ']/.test(body);
  if (dots === 0 && commas === 0) return parseDigits(body, ".") === null ? null : "none";
  if (dots > 0 && commas > 0) {
    const mark: DecimalMark = body.lastIndexOf(".") > body.lastIndexOf(",") ? "." : ",";
    return parseDigits(body, mark) === null ? null : mark;
  }
  const [mark, other]: [DecimalMark, DecimalMark] = dots > 0 ? [".", ","] : [",", "."];
  if (count(body, mark) > 1) return parseDigits(body, other) === null ? null : other;
  const [whole = "", fraction = ""] = body.split(mark);
  const couldBeThousands = !spaced && fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (couldBeThousands) return "ambiguous";
  return parseDigits(body, mark) === null ? null : mark;
}

const THOUSANDS = {
  ".": /^\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)$/,
  ",": /^\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+|(?:'\d{3})+)$/,
};

/** Digits as plain decimal text (`1234.56`); null where the marks do not stand as they should. */
export function parseDigits(body: string, mark: DecimalMark): string | null {
  const parts = body.split(mark);
  if (parts.length > 2) return null;
  const [whole = "", fraction = ""] = parts;
  if (!/^\d*$/.test(fraction)) return null;
  if (!/^\d+$/.test(whole) && !THOUSANDS[mark].test(whole) && !(whole === "" && fraction !== "")) return null;
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "") || "0";
  return fraction === "" ? digits : `${digits}.${fraction}`;
}

/** Decimal text rounded to places, half away from zero, without going through a float. */
export function roundDecimal(digits: string, places: number): { text: string; exact: boolean } {
  const [whole = "0", fraction = ""] = digits.split(".");
  const kept = fraction.slice(0, places).padEnd(places, "0");
  const rest = fraction.slice(places);
  const exact = /^0*$/.test(rest);
  let units = BigInt(whole + kept);
  if (/^[5-9]/.test(rest)) units += 1n;
  const text = units.toString().padStart(places + 1, "0");
  return { text: places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`, exact };
}

/** A number of the file's own as plain decimal text; null where it is none that text can hold. */
export function digitsOfNumber(value: number): { negative: boolean; digits: string } | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  // Fifteen significant digits are what a spreadsheet holds; what a float adds behind them is no figure of anybody's.
  const digits = Number(Math.abs(value).toPrecision(15))
    .toFixed(10)
    .replace(/\.?0+$/, "");
  return { negative: value < 0, digits };
}
