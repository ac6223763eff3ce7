import { expect, test } from "vitest";
import { keepRecent, readRecent, recentPlace } from "./command-palette-recent";

function browserStore(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

const place = recentPlace("acme", "me");
const item = (number: number) => ({
  title: `REQ-${number}`,
  about: "Request",
  path: `/requests/REQ-${number}`,
});

test("what was opened last comes first, each once, six of them", () => {
  const store = browserStore();
  for (const number of [1, 2, 3, 4, 5, 6, 7, 3]) keepRecent(store, place, item(number));
  expect(readRecent(store, place).map(({ title }) => title)).toEqual([
    "REQ-3",
    "REQ-7",
    "REQ-6",
    "REQ-5",
    "REQ-4",
    "REQ-2",
  ]);
});

test("somebody else at the same screen sees nothing of it", () => {
  const store = browserStore();
  keepRecent(store, place, item(1));
  expect(readRecent(store, recentPlace("acme", "somebody else"))).toEqual([]);
  expect(readRecent(store, recentPlace("other", "me"))).toEqual([]);
});

test("what cannot be read, or leads elsewhere, is as if it were not there", () => {
  const store = browserStore();
  for (const kept of [
    "{",
    "7",
    '[{"title":1}]',
    '[{"title":"a","about":"b","path":"//elsewhere.example"}]',
  ]) {
    store.setItem(place, kept);
    expect(readRecent(store, place)).toEqual([]);
  }
});
