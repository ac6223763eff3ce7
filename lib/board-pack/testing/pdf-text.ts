// Reads back what a pack's PDF says. Its streams are not compressed, so a reader of the operators that choose a font and show
// text is enough, with the table by which each embedded font names the characters of its signs; a viewer's own text selection
// goes by the same table.

type Signs = Map<string, string>;

const utf16 = (hex: string): string => Buffer.from(hex, "hex").swap16().toString("utf16le");

const objectOf = (raw: string, id: number | string): string =>
  new RegExp(`\\n${id} 0 obj([\\s\\S]*?)\\nendobj`).exec(raw)?.[1] ?? "";

/** What the signs of each font stand for, by the name that the pages use for it. */
function fontsOf(raw: string): Map<string, Signs> {
  const fonts = new Map<string, Signs>();
  for (const [, name = "", id = ""] of raw.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    if (fonts.has(name)) continue;
    const table = /\/ToUnicode (\d+) 0 R/.exec(objectOf(raw, id))?.[1] ?? "";
    fonts.set(name, signsOf(objectOf(raw, table)));
  }
  return fonts;
}

function signsOf(table: string): Signs {
  const signs: Signs = new Map();
  for (const [, first = "0", list = ""] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    for (const [at, [, code = ""]] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      signs.set(
        (Number.parseInt(first, 16) + at).toString(16).padStart(4, "0"),
        utf16(code.replaceAll(" ", "")),
      );
  }
  return signs;
}

/** The text of each page, in the order in which it was written; one piece for each call that wrote some. */
export function pageTexts(pdf: Uint8Array): string[][] {
  const raw = Buffer.from(pdf).toString("latin1");
  const fonts = fontsOf(raw);
  const pages = [...raw.matchAll(/\/Type \/Page\n[\s\S]*?\/Contents (\d+) 0 R/g)].map(([, id]) => Number(id));
  return pages.map((id) => {
    const stream = /stream\n([\s\S]*?)\nendstream/.exec(objectOf(raw, id))?.[1] ?? "";
    const pieces: string[] = [];
    let signs: Signs = new Map();
    const shown = /\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*> ?-?[\d.]* ?)+)\] TJ/gi;
    for (const [, font, text] of stream.matchAll(shown)) {
      if (font) signs = fonts.get(font) ?? new Map();
      if (text === undefined) continue;
      const hex = [...text.matchAll(/<([0-9a-f]*)>/gi)].map(([, part = ""]) => part).join("");
      pieces.push((hex.match(/.{4}/g) ?? []).map((sign) => signs.get(sign) ?? "\u0000").join(""));
    }
    return pieces;
  });
}

/** All text with a space between the pieces, as somebody would read it. */
export const wholeText = (pdf: Uint8Array): string => pageTexts(pdf).flat().join(" ").replace(/\s+/g, " ");

/** Titles of the outline, in order. */
export function outlineTitles(pdf: Uint8Array): string[] {
  const raw = Buffer.from(pdf).toString("latin1");
  return [...raw.matchAll(/\n\/Title \(([^)]*)\)/g)].map(([, title = ""]) => title);
}
