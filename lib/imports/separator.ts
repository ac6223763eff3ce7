export const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];

export const SEPARATOR_WORDS: Readonly<Record<Separator, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "vertical bar",
};

const LOOKED_AT = 65_536;
const LINES = 60;

/**
 * The separator that the first lines agree on: as many in each line as in the header. The header decides between two
 * that would do, because names hold fewer commas than figures do.
 */
export function findSeparator(text: string): { separator: Separator; start: number } {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(text.slice(0, 10));
  if (declared) return { separator: declared[1] as Separator, start: declared[0].length };
  const lines = linesOf(text.slice(0, LOOKED_AT)).slice(0, LINES);
  const scored = SEPARATORS.map((separator) => {
    const counts = lines.map((line) => line[separator]);
    const header = counts[0] ?? 0;
    const agreeing = counts.filter((count) => count === header).length;
    return { separator, header, agreement: header === 0 ? 0 : agreeing / counts.length };
  });
  const best = scored.reduce((one, other) => (score(other) > score(one) ? other : one));
  return { separator: best.separator, start: 0 };
}

const score = ({ header, agreement }: { header: number; agreement: number }): number =>
  header === 0 ? 0 : Math.round(agreement * 10) * 1_000 + header;

/** How often each separator stands outside quotation marks, line by line; blank lines do not count. */
function linesOf(text: string): Record<Separator, number>[] {
  const lines: Record<Separator, number>[] = [];
  let counts = none();
  let [quoted, blank] = [false, true];
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "\n" || sign === "\r")) {
      if (!blank) lines.push(counts);
      [counts, blank] = [none(), true];
      continue;
    } else if (!quoted && sign in counts) counts[sign as Separator] += 1;
    blank = false;
  }
  if (!blank && lines.length === 0) lines.push(counts);
  return lines;
}

const none = (): Record<Separator, number> => ({ ",": 0, ";": 0, "\t": 0, "|": 0 });
