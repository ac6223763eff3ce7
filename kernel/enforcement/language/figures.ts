/**
 * Figures inside allow texts: `+5–15%`, `2–5%`, `>$5k/month`, `+1–2 critical roles/month`
 * (docs/specs/decision-run.md 4.11). The upper end of a range counts. Prose around them is not read.
 */

/** An amount found in prose, with what tells its kind. */
export interface Amount {
  /** Where its first digit stands, and the end of its upper end, without a percent sign; counted from 0. */
  readonly from: number;
  readonly to: number;
  /** The upper end as an exact decimal. */
  readonly high: string;
  readonly plus: boolean;
  readonly over: boolean;
  readonly money: boolean;
  readonly percent: boolean;
  /** The words right behind it. */
  readonly after: string;
}

/** Percent by which proven spend may grow: the first percentage written with `+`. */
export function readScaleUpPct(text: string): number | null {
  return first(text, (amount) => amount.percent && amount.plus);
}

/** Cap on experiments in percent: the first percentage written without `+`. */
export function readExperimentCapPct(text: string): number | null {
  return first(text, (amount) => amount.percent && !amount.plus);
}

/** USD a month above which new vendor spend needs an ROI case: money a month behind `>`. */
export function readMonthlyLimitUsd(text: string): number | null {
  return first(
    text,
    (amount) => amount.money && amount.over && /^\s*(?:\/|per\s)\s*month/i.test(amount.after),
  );
}

/** Critical roles that may be added in a month. */
export function readCriticalRolesPerMonth(text: string): number | null {
  return first(text, (amount) => amount.plus && !amount.percent && /^\s*critical roles?/i.test(amount.after));
}

function first(text: string, fits: (amount: Amount) => boolean): number | null {
  for (const amount of amounts(text)) {
    const value = Number(amount.high);
    if (fits(amount) && Number.isFinite(value)) return value;
  }
  return null;
}

/** The amounts of a text, in its order. */
export function* amounts(text: string): Generator<Amount> {
  for (let at = 0; at < text.length; ) {
    const low = numberAt(text, at);
    if (low === null) {
      at += 1;
      continue;
    }
    const before = text.slice(Math.max(0, at - 4), at);
    const money = /\$\s*$/.test(before);
    const high = upperEnd(text, low.end);
    const end = high?.end ?? low.end;
    const percent = text.charAt(skip(text, end)) === "%";
    const behind = percent ? skip(text, end) + 1 : end;
    const sign = /([+>])\s*\$?\s*$/.exec(before)?.[1];
    yield {
      from: at,
      to: end,
      high: (high ?? low).decimal,
      plus: sign === "+",
      over: sign === ">",
      money,
      percent,
      after: text.slice(behind, behind + 24),
    };
    at = Math.max(behind, at + 1);
  }
}

function upperEnd(text: string, from: number): { decimal: string; end: number } | null {
  let at = skip(text, from);
  if (text.charAt(at) === "%") at = skip(text, at + 1);
  if (/[–−-]/.test(text.charAt(at))) at += 1;
  else if (/^to\s/i.test(text.slice(at, at + 3))) at += 2;
  else return null;
  at = skip(text, at);
  while (text.charAt(at) === "+" || text.charAt(at) === "$") at += 1;
  return numberAt(text, at);
}

function numberAt(text: string, at: number): { decimal: string; end: number } | null {
  let end = at;
  while (isDigit(text, end) || (text.charAt(end) === "," && end > at && isDigit(text, end + 1))) end += 1;
  if (end === at) return null;
  if (text.charAt(end) === "." && isDigit(text, end + 1)) {
    end += 1;
    while (isDigit(text, end)) end += 1;
  }
  const digits = text.slice(at, end).replaceAll(",", "");
  const suffix = text.charAt(end).toLowerCase();
  const scaled = (suffix === "k" || suffix === "m") && !/[a-z]/i.test(text.charAt(end + 1));
  if (!scaled) return { decimal: digits, end };
  return { decimal: `${digits}e${suffix === "k" ? 3 : 6}`, end: end + 1 };
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function skip(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === " " || text.charAt(at) === "\u00a0") at += 1;
  return at;
}
