import { KINDS } from "./kinds";
import type { Kind } from "./kinds/kind";
import { proposeMapping } from "./mapping";

/**
 * The kind that a file holds when it was brought in as another: the one kind that has a field for every column and a column
 * for every field it needs, while the chosen kind lacks a needed field and knows fewer of the columns. Null where the names
 * do not tell, or where they fit several kinds.
 */
export function lookalikeOf(chosen: Kind, header: readonly string[]): Kind | null {
  const named = header.filter((name) => name.trim() !== "").length;
  const here = fitOf(chosen, header);
  if (named === 0 || here.isWhole || here.columns === named) return null;
  const others = KINDS.filter((kind) => {
    const there = fitOf(kind, header);
    return kind.id !== chosen.id && there.isWhole && there.columns === named;
  });
  const [only] = others;
  return only && others.length === 1 ? only : null;
}

function fitOf(kind: Kind, header: readonly string[]): { columns: number; isWhole: boolean } {
  const mapping = proposeMapping(kind, header);
  return {
    columns: Object.keys(mapping).length,
    isWhole: kind.fields.every(({ name, required }) => !required || name in mapping),
  };
}
