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
