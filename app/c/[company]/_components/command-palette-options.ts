import { boundGroups, type Found, type FoundGroup } from "@/lib/queries/found-groups";
import { LONGEST_SEARCH, saysAll, searchWords } from "@/lib/queries/search-words";
import type { PalettePage } from "./command-palette-pages";
import type { RecentItem } from "./command-palette-recent";

const MOST_PAGES = 8;

/** Before anything is typed: where one was, and where one can go. */
export function startingOptions(recent: readonly RecentItem[], pages: readonly PalettePage[]): FoundGroup[] {
  const opened = recent.map((item) => ({ ...item, key: `recent ${item.path}` }));
  return [
    { group: "Opened before", items: opened },
    { group: "Pages", items: pages.slice(0, MOST_PAGES).map(pageOption) },
  ].filter(({ items }) => items.length > 0);
}

/** The pages that say it, what the server found, and the whole log as the last resort; thirty in all. */
export function foundOptions(
  query: string,
  pages: readonly PalettePage[],
  groups: readonly FoundGroup[],
): FoundGroup[] {
  const words = searchWords(query);
  if (words.length === 0) return [];
  const fitting = pages
    .filter(({ label, about }) => saysAll(`${label} ${about}`, words))
    .slice(0, MOST_PAGES);
  // Whoever types a number wants that thing; whoever types words may want a page.
  const isNamed = groups[0]?.items[0]?.isExact === true;
  const pageGroup = { group: "Pages", items: fitting.map(pageOption) };
  const all = isNamed ? [...groups, pageGroup] : [pageGroup, ...groups];
  const text = query.trim().slice(0, LONGEST_SEARCH);
  const log = {
    key: "whole log",
    title: `Search the whole decision log for “${text}”`,
    about: "Every entry, with filters",
    path: `/log?q=${encodeURIComponent(text)}`,
  };
  return [...boundGroups(all), { group: "Further", items: [log] }];
}

function pageOption({ label, path, about, isOutside = false }: PalettePage): Found {
  return { key: `page ${path}`, title: label, about, path, isOutside };
}

/** "12 found: 3 requests, 9 decisions." as it is read aloud. */
export function announcement(groups: readonly FoundGroup[]): string {
  const counted = groups.filter(({ group }) => group !== "Further");
  const total = counted.reduce((sum, { items }) => sum + items.length, 0);
  if (total === 0) return "Nothing found";
  const parts = counted.map(({ group, items }) => `${group}: ${items.length}`);
  return `${total} found. ${parts.join(", ")}`;
}
