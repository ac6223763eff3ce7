import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { METRIC_DOMAINS, METRICS, type Metric } from "@/kernel/revenue/metrics";
import { markdownTables } from "./markdown-table";

const COLUMNS = [
  "metric",
  "name",
  "definition",
  "formula",
  "sources",
  "unit",
  "better",
  "lens",
  "owner",
  "window",
  "by",
  "required",
];
const HEADINGS = { demand: "Demand", conversion: "Conversion", economics: "Economics", quality: "Quality" };

const tables = markdownTables(readFileSync("docs/specs/canonical-metrics.md", "utf8"));

const rowOf = (metric: Metric): string[] => [
  metric.id,
  metric.name,
  metric.definition,
  metric.formula,
  metric.sources.join(", "),
  metric.unit,
  metric.direction,
  metric.lens,
  metric.owner,
  String(metric.windowDays),
  metric.dimension ?? "-",
  metric.required ? "yes" : "no",
];

test.each([...METRIC_DOMAINS])(
  "the page's table of %s says of each metric what the code says, and of no other",
  (domain) => {
    const table = tables.find(({ heading }) => heading === HEADINGS[domain]);
    expect(table?.columns).toEqual(COLUMNS);
    expect(table?.rows).toEqual(METRICS.filter((metric) => metric.domain === domain).map(rowOf));
  },
);

test("the page has no further table, and the columns are every field of a metric", () => {
  expect(tables.map(({ heading }) => heading)).toEqual(Object.values(HEADINGS));
  const [first] = METRICS;
  // The domain is the heading under which a metric stands.
  expect(Object.keys(first ?? {})).toHaveLength(COLUMNS.length + 1);
});
