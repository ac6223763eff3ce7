import { describe, expect, it } from "vitest";
import { exactOf } from "../exact";
import { covers, parseStatement, unitOfTrigger } from "./threshold";

function statement(text: string) {
  const read = parseStatement(text);
  if (!read.ok) throw new Error(`${text}: character ${read.position}: ${read.message}`);
  return read.value;
}

describe("A threshold statement", () => {
  it.each([
    [">= 3.0x", ["3.0"], ["x"]],
    ["RunwayMonths >= 12 and < 15", ["12", "15"], []],
    ["TrajectoryGap < -$50k and >= -$150k", ["-50000", "-150000"], ["USD", "USD"]],
    ["Gap ≥ −1.5m USD", ["-1500000"], ["USD"]],
    ["> 15 and <= 20 months", ["15", "20"], ["months"]],
    ["NRR >= 100% and NRR < 105 percent", ["100", "105"], ["percent", "percent"]],
    ["between $1,250 and $2,500.50", ["1250", "2500.50"], ["USD", "USD"]],
    ["20% to 30%", ["20", "30"], ["percent", "percent"]],
    ["Ro40 range 20–30%", ["20", "30"], ["percent"]],
    ["range -$2k - -$1k/month", ["-2000", "-1000"], ["USD", "USD"]],
    ["< +$2.5k/month", ["2500"], ["USD"]],
  ])("reads “%s”", (text, decimals, units) => {
    const read = statement(text);
    expect(read.bounds.map(({ decimal }) => decimal)).toEqual(decimals);
    expect(read.units.map(({ unit }) => unit)).toEqual(units);
  });

  it.each([
    ["", 1, "expected a comparator or a range"],
    ["healthy runway", 9, "expected a comparator or a range"],
    ["RunwayMonths >= many", 17, "expected a number"],
    [">= 3 or < 2", 6, "expected the end"],
    [">= 3 parsecs", 6, "expected the end"],
    ["between 5 and 3", 15, "expected a number that is not under the first of the range"],
    [">= 3 (goal 3–4)", 7, "expected “range”"],
    [">= 3 (range 3–4", 16, "expected “)”"],
    [">= 1,00", 6, "expected three digits after the comma"],
    [">= 3 and 4", 10, "expected a comparator"],
    ["30–45%", 3, "expected “to”"],
    [">= $5k/week", 8, "expected “month”"],
  ])("refuses “%s” and says where", (text, position, message) => {
    expect(parseStatement(text)).toEqual({ ok: false, position, message });
  });

  it("takes “to” after a comparator, and a closing range, as the band aimed at and not as a bound", () => {
    const gap = statement("TrajectoryGap >= -$50k to +$50k");
    expect(gap.bounds).toHaveLength(1);
    expect(gap.targetBand?.high.decimal).toBe("50000");
    expect(covers(gap, exactOf(60000))).toBe(true);
    expect(statement(">= 72% (range 72–78%)").targetBand?.low.value).toBe(72);
  });

  it("counts a value on the threshold as on it", () => {
    expect(covers(statement(">= 3.0x"), exactOf(3))).toBe(true);
    expect(covers(statement("> 3"), exactOf(3))).toBe(false);
    expect(covers(statement("between 3 and 4"), exactOf(4))).toBe(true);
    expect(covers(statement("<= 0.3"), exactOf(0.1 + 0.2))).toBe(false);
  });

  it("answers at once on very long texts", () => {
    expect(parseStatement(">= 1".repeat(100_000)).ok).toBe(false);
    expect(parseStatement(`>= ${"9".repeat(500_000)}`).ok).toBe(false);
    expect(parseStatement(`${"a".repeat(500_000)} >= 1`).ok).toBe(true);
  });
});

describe("The unit of a trigger", () => {
  const byName = (name: string) => (name === "NRR" ? ("percent" as const) : null);

  it("may stand in any one of its statements", () => {
    expect(unitOfTrigger([statement(">= 3"), statement("< 3x")], byName)).toEqual({ unit: "x" });
  });

  it("follows the metric name when none is stated, and a stated one wins", () => {
    expect(unitOfTrigger([statement("NRR >= 105")], byName)).toEqual({ unit: "percent" });
    expect(unitOfTrigger([statement("NRR >= 1.05x")], byName)).toEqual({ unit: "x" });
  });

  it("is a fault when there is none, or two", () => {
    expect(unitOfTrigger([statement("Other >= 3")], byName)).toHaveProperty("message", "expected a unit");
    expect(unitOfTrigger([statement(">= 3x"), statement("< 3%")], byName)).toMatchObject({
      statement: 1,
      position: 4,
    });
  });
});
