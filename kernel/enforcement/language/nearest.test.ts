import { describe, expect, it } from "vitest";
import { nearestWord } from "./nearest";

describe("The word that was meant", () => {
  const states = ["PASS", "WATCH", "FAIL"];

  it("is the known one that a slip of the pen leads to", () => {
    expect(nearestWord("PAS", states)).toBe("PASS");
    expect(nearestWord("wathc", states)).toBe("WATCH");
    expect(nearestWord("critcal_trigers", ["critical_triggers", "critical_trigger"])).toBe(
      "critical_triggers",
    );
    expect(nearestWord("Т7", ["T6", "T7"])).toBe("T7");
  });

  it("differs from what is written, if only in its capitals", () => {
    expect(nearestWord("nrr", ["NRR", "GM"])).toBe("NRR");
    expect(nearestWord("NRR", ["NRR", "GM"])).toBeNull();
  });

  it("is not guessed where two are equally near, or none is", () => {
    expect(nearestWord("T9", ["T1", "T2", "T3"])).toBeNull();
    expect(nearestWord("green", states)).toBeNull();
    expect(nearestWord("x", ["y"])).toBeNull();
    expect(nearestWord("A".repeat(100_000), states)).toBeNull();
  });
});
