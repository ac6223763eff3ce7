/**
 * Which known word a misspelt one could have been. It changes nothing of what is read: it serves those who tell a
 * person what a text would have to say.
 */

/** A stretch of a text, its first character counted from 1, and what could have been meant there. */
export interface Misspelling {
  readonly position: number;
  readonly length: number;
  readonly written: string;
  readonly meant: string;
}

/** Texts longer than this are no misspelt words, and comparing them would take long. */
const LONGEST = 80;

/** The one known word that is clearly meant, in any case; null where none is near, or two are equally near. */
export function nearestWord(written: string, known: Iterable<string>): string | null {
  if (written.length > LONGEST) return null;
  const wanted = written.toLowerCase();
  let best: { readonly word: string; readonly distance: number } | null = null;
  let tie = false;
  for (const word of new Set(known)) {
    const candidate = word.toLowerCase();
    const distance = editDistance(wanted, candidate);
    if (distance > slipsFor(Math.min(wanted.length, candidate.length))) continue;
    if (best !== null && distance > best.distance) continue;
    // Two spellings of one word are no doubt.
    tie = best !== null && distance === best.distance && candidate !== best.word.toLowerCase();
    best = { word, distance };
  }
  return best === null || tie || best.word === written ? null : best.word;
}

/** How many slips of the pen a word of this length may have and still be clearly itself. */
function slipsFor(length: number): number {
  if (length < 2) return 0;
  return length < 6 ? 1 : 2;
}

/** Letters added, left out, changed, or changed over with their neighbour. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Number.POSITIVE_INFINITY;
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: other.length + 1 }, (_, index) => index),
  ];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, last] = [last, line];
  }
  return last[other.length] ?? 0;
}
