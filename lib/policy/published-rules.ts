/** The published rules by which a draft is judged, as far as they speak of the bundle. */
export type PublishedRules = {
  /** Files 01, 04, 05 and 07 by number. */
  readonly documents: Readonly<Record<string, unknown>>;
  /** Items of the checklist that repeat what the compiler says anyway, or that the fault of a formula says with its place. */
  readonly restated: readonly string[];
};

type Item = { id: string; predicate?: string; paths?: string[]; from?: string[]; to?: string };

const BUNDLE = "08.bundle";

/** Those rules of a verified set that an editor needs; the rest of the set is large, and of no concern to a draft. */
export function publishedRules(data: Readonly<Record<string, unknown>>): PublishedRules {
  const items = itemsOf(data["07"], "items").filter(({ paths = [] }) => paths.some(isOfBundle));
  const references = itemsOf(data["05"], "references").filter(({ from = [], to = "" }) =>
    [...from, to].some(isOfBundle),
  );
  return {
    documents: { "01": data["01"], "04": data["04"], "05": { references }, "07": { items } },
    restated: items
      .filter(({ predicate = "" }) => ["no_finding", "computes"].includes(predicate))
      .map(({ id }) => id),
  };
}

const isOfBundle = (path: string): boolean => path.startsWith(BUNDLE);

/** The set has been verified, its lists included. */
const itemsOf = (document: unknown, key: string): Item[] => (document as Record<string, Item[]>)[key] ?? [];
