import type { PackContent, PackMemo } from "./content";
import { list } from "./figure-text";
import { lostSigns } from "./pdf/plain-text";

/** A part of the pack that the PDF cannot write in full, and the characters that it prints as a question mark. */
export type LostPart = { part: string; signs: string[] };

/** The name of each sentence of the memo, in order: its heading, and its place under it. */
export function sentenceNames(headings: readonly string[]): string[] {
  return headings.map((heading, at) => {
    const place = headings.slice(0, at + 1).filter((each) => each === heading).length;
    return `${heading}, sentence ${place}`;
  });
}

/** The sentences of the memo that lose characters, so that they can be rewritten before release. */
export function lostInMemo(memo: PackMemo): LostPart[] {
  const names = sentenceNames(memo.map(({ heading }) => heading));
  return memo.flatMap(({ text, original, edited }, at) => {
    // Beside a rewritten sentence the document prints what the data had filled.
    const signs = lostSigns(edited === null ? text : `${text}${original}${edited.by}`);
    return signs.length === 0 ? [] : [{ part: names[at] ?? "", signs }];
  });
}

/** What the frozen data themselves lose: names and titles, which only another pack would show otherwise. */
export const lostInData = (content: PackContent): string[] => lostSigns(JSON.stringify(content));

const MOST_NAMED = 8;

/** `東 and 京`; of many the first, and how many more. */
export function signsInWords(signs: readonly string[]): string {
  const more = signs.length - MOST_NAMED;
  return list(more > 0 ? [...signs.slice(0, MOST_NAMED), `${more} more`] : signs);
}
