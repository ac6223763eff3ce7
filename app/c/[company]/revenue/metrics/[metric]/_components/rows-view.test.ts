import { expect, test } from "vitest";
import type { MetricScreen } from "@/lib/queries/revenue-metric";
import { parseRowsView, rowsAddress, rowsQuestion } from "./rows-view";

const screen = { id: "win_rate", day: "2026-03-18", newestDay: "2026-03-19" } as MetricScreen;

test("without a day in the address, the rows are those of the newest day with a value", () => {
  expect(rowsQuestion({}, screen)).toMatchObject({ metric: "win_rate", day: "2026-03-18" });
  expect(rowsQuestion({}, { ...screen, day: null })).toMatchObject({ day: "2026-03-19" });
  expect(rowsQuestion({}, { ...screen, day: null, newestDay: null })).toBeNull();
});

test("an address that nobody could have chosen is read as if nothing had been asked", () => {
  expect(parseRowsView({ day: "31 March", part: "", of: ["", "x"], after: "x".repeat(2000) })).toEqual({});
});

test("the address of the next page keeps what was chosen", () => {
  const address = rowsAddress("/c/acme/revenue/metrics/win_rate", {
    day: "2026-03-18",
    part: "won_90",
    of: "SMB",
    after: "abc",
  });
  expect(address).toBe("/c/acme/revenue/metrics/win_rate?day=2026-03-18&part=won_90&of=SMB&after=abc#rows");
});
