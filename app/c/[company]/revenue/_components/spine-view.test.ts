import { expect, test } from "vitest";
import { METRICS, metric } from "@/kernel/revenue/metrics";
import type { MetricLine } from "@/lib/queries/revenue-spine";
import { isNarrowed, parseSpineView, rowsOf, type SpineRow } from "./spine-view";

const current: Omit<MetricLine, "id"> = {
  standing: "current",
  value: 10,
  day: "2026-03-19",
  before: 10,
  series: [],
  target: null,
};
const ROWS: SpineRow[] = METRICS.map((each) => ({ metric: each, line: { ...current, id: each.id } }));
const rowOf = (id: "win_rate" | "payback_months" | "arr_total", line: Partial<MetricLine>): SpineRow => ({
  metric: metric(id),
  line: { ...current, id, ...line },
});
const ids = (rows: readonly SpineRow[]) => rows.map((row) => row.metric.id);

test("without a filter every canonical metric is shown, and a choice that does not exist is no filter", () => {
  expect(rowsOf(ROWS, parseSpineView({}))).toHaveLength(46);
  const odd = parseSpineView({ domain: "vibes", lens: "ceo", show: "all", q: "  " });
  expect(isNarrowed(odd)).toBe(false);
});

test("domain, lens and search narrow together", () => {
  const found = rowsOf(
    ROWS,
    parseSpineView({ domain: "conversion", lens: "cro", q: "spine_opportunities won" }),
  );
  expect(ids(found)).toContain("win_rate");
  expect(found.every(({ metric: { domain, lens } }) => domain === "conversion" && lens === "cro")).toBe(true);
});

test("attention is asked for by what falls short, what got worse, and what has no value of the newest day", () => {
  const short = { bound: "at most", kind: "target", value: 8, shortfall: 2 } as const;
  const rows = [
    rowOf("payback_months", { target: short }),
    rowOf("win_rate", { before: 20 }),
    rowOf("arr_total", { standing: "uncomputable", target: { ...short, shortfall: null } }),
  ];
  expect(ids(rowsOf(rows, { show: "target" }))).toEqual(["payback_months"]);
  expect(ids(rowsOf(rows, { show: "worse" }))).toEqual(["win_rate"]);
  expect(ids(rowsOf(rows, { show: "gaps" }))).toEqual(["arr_total"]);
});
