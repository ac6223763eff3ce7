import { describe, expect, test } from "vitest";
import type { Mode } from "@/kernel/enforcement";
import { gateTurns, modeTurns } from "./outlook";

const gate = (open: number, closed: number) => ({
  gateId: "G1_HEADCOUNT" as const,
  verdict: closed === 0 ? ("OPEN" as const) : open === 0 ? ("CLOSED" as const) : ("PARTLY_OPEN" as const),
  prospects: [
    ...Array.from({ length: open }, () => ({ verdict: "CONDITIONAL" as const })),
    ...Array.from({ length: closed }, () => ({ verdict: "CLOSED" as const })),
  ],
});
const month = (at: number, mode: Mode, outlook = gate(4, 0)) => ({
  key: `2026-0${at + 1}`,
  mode: { after: mode },
  gates: [outlook],
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

test("a gate narrows when it turns more away than today, and closes when it turns all away", () => {
  const months = [
    month(0, "NORMAL", gate(2, 2)),
    month(1, "NORMAL", gate(1, 3)),
    month(2, "DEFENSIVE", gate(0, 4)),
  ];
  expect(gateTurns(months, [gate(2, 2)])).toEqual([
    { gateId: "G1_HEADCOUNT", narrows: "2026-02", closes: "2026-03" },
  ]);
  expect(gateTurns(months.slice(0, 1), [gate(2, 2)])).toEqual([
    { gateId: "G1_HEADCOUNT", narrows: null, closes: null },
  ]);
});

test("an exception that opens beside what is closed narrows nothing", () => {
  expect(gateTurns([month(0, "DEFENSIVE", gate(3, 2))], [gate(2, 2)])[0]?.narrows).toBeNull();
});
