import { describe, expect, test } from "vitest";
import type { Mode } from "@/kernel/enforcement";
import { gateTurns, modeTurns } from "./outlook";

type Verdict = "OPEN" | "PARTLY_OPEN" | "CLOSED";
const month = (at: number, mode: Mode, verdict: Verdict = "OPEN") => ({
  key: `2026-0${at + 1}`,
  mode: { after: mode },
  gates: [{ gateId: "G1_HEADCOUNT" as const, verdict }],
});
const turns = (today: Mode, ...modes: Mode[]) =>
  modeTurns(
    modes.map((mode, at) => month(at, mode)),
    today,
  );

describe("the mode of the months ahead", () => {
  test("names the month in which it turns DEFENSIVE, and the one in which that ends", () => {
    expect(turns("NORMAL", "NORMAL", "DEFENSIVE", "DEFENSIVE", "NORMAL")).toEqual({
      enters: "2026-02",
      leaves: "2026-04",
    });
  });
  test("names neither where it stays NORMAL", () => {
    expect(turns("NORMAL", "NORMAL", "NORMAL")).toEqual({ enters: null, leaves: null });
  });
  test("names the way out of a mode that holds today", () => {
    expect(turns("DEFENSIVE", "DEFENSIVE", "NORMAL")).toEqual({ enters: "2026-01", leaves: "2026-02" });
    expect(turns("DEFENSIVE", "NORMAL", "NORMAL")).toEqual({ enters: null, leaves: "2026-01" });
  });
  test("speaks of the first turn, before one that comes later", () => {
    expect(turns("NORMAL", "DEFENSIVE", "NORMAL", "DEFENSIVE")).toEqual({
      enters: "2026-01",
      leaves: "2026-02",
    });
  });
});

test("a gate narrows before it closes", () => {
  const months = [month(0, "NORMAL"), month(1, "NORMAL", "PARTLY_OPEN"), month(2, "DEFENSIVE", "CLOSED")];
  expect(gateTurns(months)).toEqual([{ gateId: "G1_HEADCOUNT", narrows: "2026-02", closes: "2026-03" }]);
  expect(gateTurns(months.slice(0, 1))).toEqual([{ gateId: "G1_HEADCOUNT", narrows: null, closes: null }]);
});
