import { isPair, isScalar, type Node, parseDocument, visit } from "yaml";
import { SET_FILES, type SetFault } from "./set-files";

/**
 * The first place at which a text of a set is not what it must be, to the byte; null when it is. Only the expected text
 * is parsed, so that nothing which somebody sends can exhaust the reader.
 */
export function firstDifference(file: string, given: string | undefined, expected: string): SetFault | null {
  if (given === expected) return null;
  if (given === undefined) return { file, path: "", message: "the file is missing" };
  // The hash follows from the rest: what it was written anew for says more than that it was.
  const masked = given.replace(HASH_LINE, () => HASH_LINE.exec(expected)?.[0] ?? "");
  return differenceIn(file, masked === expected ? given : masked, expected);
}

/** A document's own hash, at the top level, as JSON and YAML are written in a set. */
const HASH_LINE = /^(?: {2}"hash"|hash):.*$/m;

function differenceIn(file: string, given: string, expected: string): SetFault {
  let offset = 0;
  while (offset < given.length && given[offset] === expected[offset]) offset += 1;
  const form = SET_FILES.find((each) => each.file === file)?.form ?? "text";
  const line = expected.slice(0, offset).split("\n").length;
  const path = form === "text" ? "" : pathAt(expected, offset);
  return { file, path, message: `line ${line} is not what it must be, ${wordsAt(expected, given, offset)}` };
}

function wordsAt(expected: string, given: string, offset: number): string {
  const start = expected.lastIndexOf("\n", offset - 1) + 1;
  const lineFrom = (text: string) => {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end === -1 ? undefined : end).trim();
    return JSON.stringify(line.length > 70 ? `${line.slice(0, 69)}…` : line);
  };
  return start >= expected.length || start >= given.length
    ? "for one text ends sooner"
    : `expected ${lineFrom(expected)}, found ${lineFrom(given)}`;
}

/** The path of the innermost value among those that begin at or before a place. */
function pathAt(text: string, offset: number): string {
  let found = "";
  visit(parseDocument(text), (key, node, ancestors) => {
    if (isPair(node)) {
      const pairKey = node.key as Node | null;
      if ((pairKey?.range?.[0] ?? Number.POSITIVE_INFINITY) <= offset) found = pathOf(node, ancestors);
      return undefined;
    }
    const range = (node as Node | null)?.range;
    if (!range || range[0] > offset) return undefined;
    if (key !== "key" && key !== null) found = pathOf(node, ancestors);
    return undefined;
  });
  return found;
}

function pathOf(node: unknown, ancestors: readonly unknown[]): string {
  const chain = [...ancestors, node];
  return chain
    .map((each, index) => {
      if (isPair(each)) return isScalar(each.key) ? `.${String(each.key.value)}` : "";
      const parent = chain[index - 1];
      const items = (parent as { items?: readonly unknown[] } | undefined)?.items;
      const place = index > 0 && !isPair(parent) && items ? items.indexOf(each) : -1;
      return place === -1 ? "" : `[${place}]`;
    })
    .join("")
    .replace(/^\./, "");
}
