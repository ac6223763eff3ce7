import { SIGNS } from "./signs";

/** Hyphens that look like any other. */
const REPLACED: Record<string, string> = { "‐": "-", "‑": "-" };

const isPrintable = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return SIGNS.some(([first, last]) => code >= first && code <= last);
};

/** Stands for a character that the pack's font has not; the data still hold it. */
export const LOST = "?";

function written(character: string): string {
  if (isPrintable(character)) return character;
  const replaced = REPLACED[character];
  if (replaced !== undefined) return replaced;
  const bare = [...character.normalize("NFKD")].filter((each) => !/\p{M}/u.test(each));
  if (bare.length > 0 && bare.every(isPrintable)) return bare.join("");
  return /\p{M}|\p{Cf}|\p{Cc}/u.test(character) ? "" : LOST;
}

/** A minus sign before a currency would be torn from it at the end of a line; books write such amounts in brackets. */
const BELOW_ZERO = /−(\$[\d,]+(?:\.\d+)?[KMB]?)/gu;

/** One line of text that the font can show; runs of space and line ends become one space. */
export function plainText(text: string): string {
  const line = text.normalize("NFC").replace(/\s+/gu, " ").replace(BELOW_ZERO, "($1)");
  return [...line].map(written).join("").trim();
}

const lostIn = (text: string): string[] =>
  [...text.normalize("NFC").replace(/\s+/gu, " ")].filter(
    (character) => character !== LOST && written(character) === LOST,
  );

/** How many characters of a text cannot be shown. */
export const lostCharacters = (text: string): number => lostIn(text).length;

/** Which characters of a text cannot be shown, each once, in the order in which they come. */
export const lostSigns = (text: string): string[] => [...new Set(lostIn(text))];

/** At most so many characters, cut at a word. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/\s+\S*$/u, "")} …`;
}
