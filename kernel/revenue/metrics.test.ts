import { expect, test } from "vitest";
import { METRIC_IDS, METRIC_IDS_BY_DOMAIN, REQUIRED_METRIC_IDS } from "./metric-ids";
import { METRICS, metric } from "./metrics";

test("all 46 metrics are described, in the order of their names", () => {
  expect(METRICS.map(({ id }) => id)).toEqual([...METRIC_IDS]);
  expect(METRICS).toHaveLength(46);
});

test("each metric stands in the domain that names it, and is found by its name", () => {
  for (const [domain, ids] of Object.entries(METRIC_IDS_BY_DOMAIN))
    for (const id of ids) expect(metric(id)).toMatchObject({ id, domain });
});

test("the metrics that a cycle cannot do without are marked, and no others", () => {
  expect(METRICS.filter(({ required }) => required).map(({ id }) => id)).toEqual(
    METRIC_IDS.filter((id) => (REQUIRED_METRIC_IDS as readonly string[]).includes(id)),
  );
});

test("each metric has a name of its own, a definition in a sentence, a formula and its sources", () => {
  expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
  for (const { id, definition, formula, sources } of METRICS) {
    expect([id, definition]).toEqual([id, expect.stringMatching(/^[A-Z].{15,}\.$/)]);
    expect([id, formula.length > 5, new Set(sources).size]).toEqual([id, true, sources.length]);
    expect([id, sources.length > 0]).toEqual([id, true]);
  }
});
