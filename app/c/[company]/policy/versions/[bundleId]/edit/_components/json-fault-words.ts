/** What to say where a JSON text cannot be read on: what stands there, and how it would be written. */
import { brief } from "./brief";
import { keptAs } from "./kept-number";

export type Say = { readonly offset: number; readonly message: string };

const FOREIGN_QUOTES = "“”„‟‘’‚«»'`＂";
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
/** Words of other languages for what JSON has a word for. */
const SAME_WORD: Readonly<Record<string, string>> = {
  true: "true",
  yes: "true",
  false: "false",
  no: "false",
  null: "null",
  none: "null",
  nil: "null",
  undefined: "null",
};
const NO_VALUES = new Set(["nan", "infinity"]);

function wordAt(text: string, at: number): string | null {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0] ?? null;
}

const unquoted = (word: string): string =>
  `“${brief(word)}” needs quotation marks${brief(word) === word ? `: "${word}"` : ""}`;

/** What is wrong wherever it stands: quotation marks of print, remarks. */
function foreignSign(text: string, at: number): string | null {
  const sign = text.charAt(at);
  if (sign !== "" && FOREIGN_QUOTES.includes(sign))
    return `${sign} is not the quotation mark of JSON; write "`;
  return /^(?:\/[/*]|#)/.test(text.slice(at, at + 2)) ? "JSON has no remarks; remove this one" : null;
}

/** Where a name should begin; `comma` is the offset of the comma before it, if one is. */
export function nameFault(text: string, at: number, comma: number | null): Say {
  if (text[at] === "}" && comma !== null) return tooMany(comma, "}");
  const foreign = foreignSign(text, at);
  if (foreign !== null) return { offset: at, message: foreign };
  const word = wordAt(text, at);
  if (word !== null) return { offset: at, message: unquoted(word) };
  const isCutNumber = comma === at - 1 && /\d,\d/.test(text.slice(comma - 1, at + 1));
  const also = isCutNumber ? "; a number has no comma in it" : "";
  return { offset: at, message: `expected a name in quotation marks${also}` };
}

/** Where a value should begin. */
export function valueFault(text: string, at: number, comma: number | null): Say {
  const sign = text[at];
  const say = (message: string): Say => ({ offset: at, message });
  if (sign === undefined) return say("the text ends too early");
  if (sign === "]" && comma !== null) return tooMany(comma, "]");
  if (sign === ",") return say("there is no value before this comma");
  const foreign = foreignSign(text, at);
  if (foreign !== null) return say(foreign);
  if (sign === "+") return say("a number has no + before it");
  if (/^-?\.\d/.test(text.slice(at, at + 3))) return say("a number begins with a digit: 0.5");
  const word = wordAt(text, at);
  if (word === null) return say("expected a value");
  const same = SAME_WORD[word.toLowerCase()];
  if (same !== undefined) return say(`“${word}” is written ${same}`);
  if (NO_VALUES.has(word.toLowerCase())) return say(`“${word}” is no value of JSON; write a number or null`);
  return say(unquoted(word));
}

/** Behind a value, where neither a comma nor the end follows. */
export function behindFault(text: string, at: number, close: string): Say {
  const foreign = foreignSign(text, at);
  if (foreign !== null) return { offset: at, message: foreign };
  const isInText = text[at - 1] === '"' && wordAt(text, at) !== null;
  const also = isInText ? '; a quotation mark inside a text is written \\"' : "";
  return { offset: at, message: `expected “,” or “${close}”${also}` };
}

const tooMany = (offset: number, close: string): Say => ({
  offset,
  message: `one comma too many before “${close}”; remove it`,
});

/** A number that is written otherwise than it would be kept. */
export function numberFault(text: string, at: number, number: string): Say | null {
  if (/^-?0$/.test(number) && /\d/.test(text.charAt(at + number.length)))
    return { offset: at, message: "a number has no 0 before its other digits" };
  const kept = keptAs(number);
  return kept.ok ? null : { offset: at, message: kept.message };
}

/** The offset behind the text that begins at a quotation mark, or what is wrong in it. */
export function endOfText(text: string, at: number): number | Say {
  for (let next = at + 1; next < text.length; next += 1) {
    const sign = text[next] ?? "";
    if (sign === '"') return next + 1;
    if (sign < " ") return { offset: next, message: breakWords(text, at, next) };
    if (sign !== "\\") continue;
    const escaped = text[next + 1] ?? "";
    if (escaped === "u" && !/^[0-9a-fA-F]{4}$/.test(text.slice(next + 2, next + 6)))
      return { offset: next, message: "\\u is followed by four digits, 0 to 9 and a to f" };
    if (!'"\\/bfnrtu'.includes(escaped) || escaped === "")
      return { offset: next, message: "a backslash in a text is written \\\\" };
    next += escaped === "u" ? 5 : 1;
  }
  return { offset: at, message: "this text has no quotation mark at its end" };
}

/** A break in a text that ends nowhere near is one whose closing mark was forgotten. */
function breakWords(text: string, at: number, end: number): string {
  const written = "a line break or tab in a text is written \\n or \\t";
  const isBreak = text[end] === "\n" || text[end] === "\r";
  const looksClosed = isBreak && /[,\]}]\s*$/.test(text.slice(at, end));
  return looksClosed ? `${written}; perhaps the quotation mark at the end of this one is missing` : written;
}
