// Reads back what a pack's PDF says. Its streams are not compressed and its fonts are the standard ones, so a reader of the
// two operators that show text is enough; a viewer's own text selection sees the same characters.

// The signs of Windows-1252 from 0x80 on; Node's own decoder takes these bytes for Latin-1. A dot where there is none.
const FROM_80 = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ";

const characters = (hex: string): string =>
  (hex.match(/../g) ?? [])
    .map((pair) => Number.parseInt(pair, 16))
    .map((code) => (code >= 0x80 && code <= 0x9f ? FROM_80.charAt(code - 0x80) : String.fromCharCode(code)))
    .join("");

/** The text of each page, in the order in which it was written; one piece for each call that wrote some. */
export function pageTexts(pdf: Uint8Array): string[][] {
  const raw = Buffer.from(pdf).toString("latin1");
  const pages = [...raw.matchAll(/\/Type \/Page\n[\s\S]*?\/Contents (\d+) 0 R/g)].map(([, id]) => Number(id));
  return pages.map((id) => {
    const stream =
      new RegExp(`\\n${id} 0 obj[\\s\\S]*?stream\\n([\\s\\S]*?)\\nendstream`).exec(raw)?.[1] ?? "";
    return [...stream.matchAll(/\[((?:<[0-9a-f]*> ?-?[\d.]* ?)+)\] TJ/gi)].map(([, shown = ""]) =>
      [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = ""]) => characters(hex)).join(""),
    );
  });
}

/** All text with a space between the pieces, as somebody would read it. */
export const wholeText = (pdf: Uint8Array): string => pageTexts(pdf).flat().join(" ").replace(/\s+/g, " ");

/** Titles of the outline, in order. */
export function outlineTitles(pdf: Uint8Array): string[] {
  const raw = Buffer.from(pdf).toString("latin1");
  return [...raw.matchAll(/\n\/Title \(([^)]*)\)/g)].map(([, title = ""]) => title);
}
