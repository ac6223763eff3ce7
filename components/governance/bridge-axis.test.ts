import { expect, test } from "vitest";
import { bridgeAxis, nameLines } from "./bridge-axis";
import { bridgeBars } from "./bridge-words";

const axis = (from: string, to: string, ...after: string[]) =>
  bridgeAxis(
    bridgeBars(
      {
        triggerId: "T1_FCF_BREAKEVEN_TRAJECTORY",
        from,
        to,
        change: "0",
        steps: after.map((value) => ({ inputs: ["Capex"], change: "1", after: value })),
      },
      "USD",
      ["May 2026", "Jun 2026"],
    ),
  );

test("stands on zero where zero is near, whichever side the closes are on", () => {
  expect(axis("40", "100", "100")).toMatchObject({ low: 0 });
  expect(axis("-40", "-100", "-100").high).toBeCloseTo(0, 12);
  const across = axis("-40", "100", "100");
  expect(across.low).toBeLessThan(-40);
  expect(across.high).toBeGreaterThan(100);
});

test("is cut where zero is far away, so that a small change is seen, and its steps are round", () => {
  const { low, high, ticks } = axis("-383333.33", "-458333.33", "-433333.33", "-458333.33");
  expect([low, high]).toEqual([-500_000, -350_000]);
  expect(ticks).toEqual([-500_000, -450_000, -400_000, -350_000]);
});

test("has room for a close that nothing moved, and for one at zero", () => {
  const still = axis("12", "12");
  expect(still.low).toBeLessThanOrEqual(0);
  expect(still.high).toBeGreaterThan(12);
  const nothing = axis("0", "0");
  expect(nothing.low).toBeLessThan(nothing.high);
});

test("the name of a bar stands under it in full, over several lines where it is long", () => {
  expect(nameLines("Cash balance")).toEqual(["Cash balance"]);
  expect(nameLines("Average target FCF over 3 months")).toEqual(["Average target", "FCF over 3", "months"]);
  expect(nameLines("Supercalifragilistic cost")).toEqual(["Supercalifragilistic", "cost"]);
});
