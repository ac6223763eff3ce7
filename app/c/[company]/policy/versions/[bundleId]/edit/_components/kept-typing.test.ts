import { describe, expect, test } from "vitest";
import type { Draft } from "./editor-state";
import { type KeptIn, keptOn, keptOnAnother, keyOf } from "./kept-typing";

function storage(entries: Record<string, string>): KeptIn {
  const kept = new Map(Object.entries(entries));
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const draft = (title: string): Draft => ({
  title,
  texts: { micro_case: "{}", trigger_spec: "{}", gating_rules: "{}", outcome_contract: "{}" },
});
const typed = draft("As I typed it");
const stored = draft("As it is stored");

describe("what was typed and not saved", () => {
  const mine = storage({
    [keyOf("a", "old")]: JSON.stringify(typed),
    other: "1",
    "policy-draft b old": "{}",
  });

  test("is found again on the content that it began with", () => {
    expect(keptOn(mine, keyOf("a", "old"), stored)).toEqual(typed);
    expect(keptOn(mine, keyOf("a", "new"), stored)).toBeNull();
  });

  test("is found as well when somebody has saved since, and stands apart from what they saved", () => {
    expect(keptOnAnother(mine, "a", "new", stored)).toEqual({ key: keyOf("a", "old"), draft: typed });
    expect(keptOnAnother(mine, "a", "old", stored)).toBeNull();
    expect(keptOnAnother(mine, "b", "new", stored)).toBeNull();
  });

  test("is nothing when it says what is stored, or is not a draft", () => {
    expect(keptOnAnother(mine, "a", "new", typed)).toBeNull();
    expect(keptOn(storage({ [keyOf("a", "x")]: "{" }), keyOf("a", "x"), stored)).toBeNull();
  });
});
