/** What is read of a search; the rest of a pasted page would only make it slower. */
export const LONGEST_SEARCH = 200;
const MOST_WORDS = 8;
const LONGEST_WORD = 60;

const MONEY = /^[$€£]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([km])?$/i;
const SAYS_MONEY = /[$€£,km]|\.\d\d$/i;
const TIMES: Record<string, number> = { k: 1_000, m: 1_000_000 };

/**
 * The words of a search, each to be found as the beginning of a word. An amount becomes its whole dollars, however it
 * was typed; whatever is neither letter, digit nor hyphen only separates, so that no sign means anything to anybody
 * further down.
 */
export function searchWords(text: string): string[] {
  const tokens = text.slice(0, LONGEST_SEARCH).toLowerCase().split(/\s+/u);
  const words = tokens.flatMap((token) => dollarsOf(token) ?? cut(token));
  return [...new Set(words)].slice(0, MOST_WORDS).map((word) => word.slice(0, LONGEST_WORD));
}

/** The same cut as decision_log_words makes in the database. */
function cut(text: string): string[] {
  return text.split(/[^\p{L}\p{N}-]+/u).filter((word) => word.length > 1 || /\p{N}/u.test(word));
}

function dollarsOf(token: string): string | null {
  const [, whole, fraction = "", unit = ""] = MONEY.exec(token) ?? [];
  if (whole === undefined || !SAYS_MONEY.test(token)) return null;
  const amount = Number(`${whole.replaceAll(",", "")}${fraction}`) * (TIMES[unit.toLowerCase()] ?? 1);
  return amount < 1e15 ? String(Math.round(amount)) : null;
}

/** Whether each word is the beginning of a word of the text; the parts of a hyphened word count as words too. */
export function saysAll(text: string, words: readonly string[]): boolean {
  const whole = ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .join(" ")}`;
  const found = `${whole} ${whole.replaceAll("-", " ")}`;
  return words.every((word) => found.includes(` ${word}`));
}

/** The whole numbers among the words, `req-12` and `cfo-12` included: what numbers of things may be meant. */
export function numbersIn(words: readonly string[], prefix = ""): string[] {
  return words.flatMap((word) => {
    const number = /^(?:([a-z]+)-?)?(\d{1,15})$/.exec(word);
    const matches = number && (number[1] === undefined || number[1] === prefix);
    return matches ? [String(Number(number[2]))] : [];
  });
}
