import * as z from "zod/mini";

const recentItem = z.object({ title: z.string(), about: z.string(), path: z.string() });
const recentItems = z.array(recentItem);
export type RecentItem = z.infer<typeof recentItem>;

const MOST = 6;

/** The place in the browser's own store; another person at the same screen has another one. */
export const recentPlace = (company: string, userId: string) => `revenue-os.found.${company}.${userId}`;

/** What was opened from the palette, newest first. What cannot be read is as if nothing had been kept. */
export function readRecent(store: Pick<Storage, "getItem">, place: string): RecentItem[] {
  const parsed = recentItems.safeParse(parseJson(store.getItem(place)));
  // Only what leads to a page of this company: the store belongs to the browser, not to us.
  return parsed.success ? parsed.data.filter(({ path }) => /^(\/(?!\/)|$)/.test(path)).slice(0, MOST) : [];
}

export function keepRecent(
  store: Pick<Storage, "getItem" | "setItem">,
  place: string,
  { title, about, path }: RecentItem,
): void {
  const others = readRecent(store, place).filter((item) => item.path !== path);
  store.setItem(place, JSON.stringify([{ title, about, path }, ...others].slice(0, MOST)));
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
}
