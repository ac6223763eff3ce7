import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Arimo: the widths of Helvetica, with Latin, Greek and Cyrillic letters. The lockfile pins its bytes, and so the pack's. */
const FOLDER = join("node_modules", "@expo-google-fonts", "arimo");
const FILES = {
  regular: "400Regular",
  bold: "700Bold",
  italic: "400Regular_Italic",
} as const;

export type Font = keyof typeof FILES;
export const FONTS = Object.keys(FILES) as Font[];

const read = new Map<Font, Buffer>();

/** The bytes of a font, read once. Commands, server and tests all run in the project's folder. */
export function fontFile(font: Font): Buffer {
  const known = read.get(font);
  if (known) return known;
  const name = FILES[font];
  const bytes = readFileSync(join(process.cwd(), FOLDER, name, `Arimo_${name}.ttf`));
  read.set(font, bytes);
  return bytes;
}

/** Code points that all three files have, first and last; a test shows each of them. Hebrew is left out: it runs leftward. */
export const SIGNS: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x377],
  [0x37a, 0x37f],
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x482],
  [0x48a, 0x52f],
  [0x1e00, 0x1eff],
  [0x2012, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20be],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2195],
  [0x2206, 0x2206],
  [0x2211, 0x2212],
  [0x221a, 0x221a],
  [0x221e, 0x221e],
  [0x2248, 0x2248],
  [0x2260, 0x2261],
  [0x2264, 0x2265],
];
