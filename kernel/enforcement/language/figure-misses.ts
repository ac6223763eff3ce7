/**
 * Where an allow text comes near to a figure that is not read from it, and what it would have to say. What is read is
 * the business of `figures.ts` alone; this looks again at the same text, for those who tell a person.
 */
import {
  type Amount,
  amounts,
  readCriticalRolesPerMonth,
  readExperimentCapPct,
  readMonthlyLimitUsd,
  readScaleUpPct,
} from "./figures";
import { nearestWord } from "./nearest";

export type FigureKind = "critical_roles" | "scale_up" | "experiment_cap" | "monthly_limit";

/** The reader of each figure, and how one is written. */
export const FIGURES: Readonly<
  Record<FigureKind, { readonly reader: (text: string) => number | null; readonly form: string }>
> = {
  critical_roles: { reader: readCriticalRolesPerMonth, form: "+1–2 critical roles/month" },
  scale_up: { reader: readScaleUpPct, form: "+5–15%" },
  experiment_cap: { reader: readExperimentCapPct, form: "2–5%" },
  monthly_limit: { reader: readMonthlyLimitUsd, form: ">$5k/month" },
};

/** Words of a text, its first character counted from 1; `instead` is what they would say, where that is clear. */
export interface FigureMiss {
  readonly position: number;
  readonly length: number;
  readonly message: string;
  readonly instead: string | null;
}

/** The words that keep a figure from being read; null when it is read, or when nothing in the text comes near it. */
export function missedFigure(text: string, kind: FigureKind): FigureMiss | null {
  if (FIGURES[kind].reader(text) !== null) return null;
  return LOOKS[kind](text, [...amounts(text)]);
}

type Look = (text: string, found: readonly Amount[]) => FigureMiss | null;

const LOOKS: Readonly<Record<FigureKind, Look>> = {
  monthly_limit: (text, found) => best(found, (amount) => nearLimit(text, amount)),
  critical_roles: (text, found) =>
    best(found, (amount) => nearRoles(text, amount)) ?? rolesWithoutNumber(text),
  scale_up: (text, found) => best(found, (amount) => nearScale(text, amount)) ?? withoutPlus(text, found),
  experiment_cap: (text, found) =>
    best(found, (amount) => nearCap(text, amount)) ?? secondWithPlus(text, found),
};

/** A miss with the number of slips in it; the text with the fewest is the one that was meant. */
type Near = { readonly slips: number; readonly miss: FigureMiss };

function best(found: readonly Amount[], near: (amount: Amount) => Near | null): FigureMiss | null {
  let least: Near | null = null;
  for (const amount of found) {
    const one = near(amount);
    if (one !== null && (least === null || one.slips < least.slips)) least = one;
  }
  return least?.miss ?? null;
}

function miss(text: string, from: number, to: number, instead: string | null, says: string): FigureMiss {
  return {
    position: from + 1,
    length: to - from,
    message: `“${text.slice(from, to).trim()}” ${says}`,
    instead,
  };
}

/** The words before an amount are looked for this far back, and those behind it this far on. */
const REACH = 24;
const PERIODS = ["month", "months", "monthly"];
const SHORT_PERIODS = new Set(["mo", "mos", "mth", "mths", "mnth", "mon"]);
const OVER =
  /(?:(?:>=|≥|>|＞|over|above|more than|exceeding|exceeds|beyond)\s*(?:US\$|USD|\$)?|US\$|USD|\$)\s*$/i;

/** Money a month behind `>`: two of the three must be there, or nearly. */
function nearLimit(text: string, amount: Amount): Near | null {
  if (amount.percent) return null;
  const period = periodBehind(text, amount.to);
  if (period === null && !(amount.over && amount.money)) return null;
  const sign = amount.over && amount.money ? null : signBefore(text, amount);
  const wrongPeriod = period === null || period.instead !== null;
  if (period === null) {
    const says = "is no amount a month: “/month” is to stand right behind it";
    return {
      slips: 2,
      miss: miss(text, amount.from, amount.to, `${text.slice(amount.from, amount.to)}/month`, says),
    };
  }
  if (sign !== null && wrongPeriod) {
    const written = text.slice(amount.from, amount.to);
    const between = text.slice(amount.to, period.from);
    const instead = `${sign.instead}${written}${between}${period.instead}`;
    return { slips: 2, miss: miss(text, sign.from, period.to, instead, "is not “>$… /month”") };
  }
  if (sign !== null) {
    const number = sign.from === sign.to ? amount.to : sign.to;
    const instead = sign.instead + text.slice(sign.to, number);
    return { slips: 1, miss: miss(text, sign.from, number, instead, "is not “>$” and a number") };
  }
  return wrongPeriod
    ? { slips: 1, miss: miss(text, period.from, period.to, period.instead, "is not “/month” or “per month”") }
    : null;
}

function signBefore(text: string, { from }: Amount): { from: number; to: number; instead: string } {
  const start = Math.max(0, from - REACH);
  const found = OVER.exec(text.slice(start, from));
  return { from: found === null ? from : start + found.index, to: from, instead: ">$" };
}

/** The month behind an amount, if need be misspelt; `instead` is null where the kernel reads it as it is. */
function periodBehind(text: string, at: number): { from: number; to: number; instead: string | null } | null {
  const behind = text.slice(at, at + REACH);
  const parts = /^(\s*)(\/\s*|per\s+|a\s+|an\s+|each\s+|every\s+)?(\p{L}+)/iu.exec(behind);
  if (parts === null) return null;
  const [, space = "", joint = "", word = ""] = parts;
  const isRead = /^\s*(?:\/|per\s)\s*month/i.test(behind);
  const isMonth = PERIODS.includes(word.toLowerCase());
  const isNear = isMonth || SHORT_PERIODS.has(word.toLowerCase()) || nearestWord(word, PERIODS) !== null;
  if (!isRead && !isNear) return null;
  const [start, wordAt] = [at + space.length, at + space.length + joint.length];
  const isJoined = /^(?:\/|per)/i.test(joint);
  return isJoined
    ? { from: wordAt, to: wordAt + word.length, instead: isRead ? null : "month" }
    : { from: start, to: wordAt + word.length, instead: isRead ? null : "per month" };
}

const ROLE_WORDS = ["role", "roles"];
const LIKE_ROLES = new Set(["hire", "hires", "position", "positions", "heads", "posts", "jobs"]);

/** A number of roles of which only the sign is missing, or a word misspelt. */
function nearRoles(text: string, amount: Amount): Near | null {
  if (amount.percent || amount.money) return null;
  const words = rolesBehind(text, amount.to);
  if (words === null) return null;
  if (amount.plus && words.instead === null) return null;
  if (amount.plus)
    return { slips: 1, miss: miss(text, words.from, words.to, words.instead, "is not “critical roles”") };
  const number = `+${text.slice(amount.from, amount.to)}`;
  if (words.instead === null)
    return { slips: 1, miss: miss(text, amount.from, amount.to, number, "has no plus sign before it") };
  const kept = text.slice(amount.to, words.from);
  return {
    slips: 2,
    miss: miss(text, amount.from, words.to, number + kept + words.instead, "is not “+… critical roles”"),
  };
}

function rolesBehind(text: string, at: number): { from: number; to: number; instead: string | null } | null {
  const behind = text.slice(at, at + 2 * REACH);
  if (/^\s*critical roles?/i.test(behind)) return { from: at, to: at, instead: null };
  const parts = /^(\s*)(\p{L}+)(?:(\s+|-)(\p{L}+))?/u.exec(behind);
  if (parts === null) return null;
  const [, space = "", first = "", gap = "", second = ""] = parts;
  const [start, secondAt] = [at + space.length, at + space.length + first.length + gap.length];
  if (isLike(first, ROLE_WORDS)) return { from: start, to: start + first.length, instead: "critical roles" };
  const critical = first.toLowerCase() === "critical";
  if (!critical && nearestWord(first, ["critical"]) === null) return null;
  const role = isLike(second, ROLE_WORDS) && !LIKE_ROLES.has(second.toLowerCase());
  const isRole = ROLE_WORDS.includes(second.toLowerCase());
  if (critical && isRole) return { from: start, to: secondAt + second.length, instead: "critical roles" };
  if (critical && (role || LIKE_ROLES.has(second.toLowerCase())))
    return { from: secondAt, to: secondAt + second.length, instead: "roles" };
  if (isRole) return { from: start, to: start + first.length, instead: "critical" };
  return role ? { from: start, to: secondAt + second.length, instead: "critical roles" } : null;
}

const isLike = (word: string, known: readonly string[]): boolean =>
  known.includes(word.toLowerCase()) || nearestWord(word, known) !== null;

const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Critical roles without a figure before them, or with one in words. */
function rolesWithoutNumber(text: string): FigureMiss | null {
  const roles = /critical roles?/i.exec(text);
  if (roles === null) return null;
  const before = /([a-z]+)\s$/i.exec(text.slice(Math.max(0, roles.index - REACH), roles.index));
  const count = COUNTS.indexOf(before?.[1]?.toLowerCase() ?? "") + 1;
  if (before?.[1] !== undefined && count > 0) {
    const from = roles.index - before[0].length;
    return miss(
      text,
      from,
      from + before[1].length,
      `+${count}`,
      "is not a number in digits with a plus sign",
    );
  }
  return miss(
    text,
    roles.index,
    roles.index + roles[0].length,
    null,
    "has no number with a plus sign before it",
  );
}

const PERCENT_WORD = /^(\s*)(percentage|percents?|per\s+cents?|pct|prct|perc|％|٪)/i;

/** The word behind an amount that is to be a percent sign. */
function percentWord(text: string, { to, percent, money }: Amount): Near | null {
  if (percent || money) return null;
  const [, space = "", word = ""] =
    PERCENT_WORD.exec(text.slice(to, to + REACH)) ?? misspeltPercent(text, to) ?? [];
  if (word === "") return null;
  const from = to + space.length;
  return { slips: 1, miss: miss(text, from, from + word.length, "%", "is not the sign “%”") };
}

function misspeltPercent(text: string, at: number): readonly string[] | null {
  const word = /^(\s*)(\p{L}+)/u.exec(text.slice(at, at + REACH));
  return word?.[2] !== undefined && nearestWord(word[2], ["percent"]) !== null ? [...word] : null;
}

function nearScale(text: string, amount: Amount): Near | null {
  if (amount.percent && !amount.plus) return otherPlus(text, amount);
  if (!amount.plus || amount.money) return null;
  const word = percentWord(text, amount);
  if (word !== null) return word;
  const from = text.lastIndexOf("+", amount.from);
  const instead = `${text.slice(from, amount.to)}%`;
  return { slips: 3, miss: miss(text, from, amount.to, instead, "has no “%” behind it") };
}

/** A plus sign in a word, or of another script. */
function otherPlus(text: string, { from }: Amount): Near | null {
  const start = Math.max(0, from - REACH);
  const sign = /(?:＋|\bplus\b)\s*$/i.exec(text.slice(start, from));
  if (sign === null) return null;
  return { slips: 1, miss: miss(text, start + sign.index, from, "+", "is not the sign “+”") };
}

const nearCap: (text: string, amount: Amount) => Near | null = (text, amount) =>
  amount.plus ? null : percentWord(text, amount);

/** No percentage has a plus sign: of several the first is for scaling, and one alone is read as the other figure. */
function withoutPlus(text: string, found: readonly Amount[]): FigureMiss | null {
  const [first, second] = found.filter(({ percent }) => percent);
  if (first === undefined) return null;
  const end = text.indexOf("%", first.to) + 1;
  const instead = second === undefined ? null : `+${text.slice(first.from, end)}`;
  const says = "has no plus sign, so that it is read as the cap on experiments";
  return miss(text, first.from, end, instead, says);
}

/** Every percentage has a plus sign: the second of them is the cap. */
function secondWithPlus(text: string, found: readonly Amount[]): FigureMiss | null {
  const [, second] = found.filter(({ percent }) => percent);
  if (second === undefined) return null;
  const [from, end] = [text.lastIndexOf("+", second.from), text.indexOf("%", second.to) + 1];
  const says = "has a plus sign, so that it is not read as the cap on experiments";
  return miss(text, from, end, text.slice(second.from, end), says);
}
