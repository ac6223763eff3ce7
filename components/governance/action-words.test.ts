import { describe, expect, test } from "vitest";
import { cycleTriggerInWords, impactInWords } from "./action-words";

describe("what asked for a cycle, in words", () => {
  test.each([
    ["scheduled", "weekly_deep", "Monday's deep cycle"],
    ["scheduled", "daily", "The nightly cycle"],
    ["scheduled", "", "The schedule"],
    ["manual", "Ines Duarte", "Asked for by Ines Duarte"],
    ["metric_deviation", "CAC, blended is 34 % above its target.", "CAC, blended is 34 % above its target."],
    ["lifecycle_event", "", "Something that happened"],
  ] as const)("%s %s", (type, source, words) => {
    expect(cycleTriggerInWords({ type, source })).toBe(words);
  });
});

describe("an expected impact, in words", () => {
  const impact = (direction: "up" | "down" | "hold", low_pct: number, high_pct: number) =>
    impactInWords({ metric: "win_rate", direction, low_pct, high_pct });

  test("names the smaller change first, whichever way it goes", () => {
    expect(impact("up", 2, 8)).toBe("up by 2% to 8%");
    expect(impact("down", -6.32, -2.11)).toBe("down by 2.1% to 6.3%");
    expect(impact("up", 3, 3)).toBe("up by 3%");
  });

  test("says a band that reaches over nought with its signs", () => {
    expect(impact("up", -1, 8)).toBe("up, between −1% and 8%");
    expect(impact("hold", -1, 1)).toBe("held within −1% and 1%");
  });
});
