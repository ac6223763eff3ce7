import { expect, test } from "vitest";
import { METRIC_IDS } from "@/kernel/revenue/metric-ids";
import { metric } from "@/kernel/revenue/metrics";
import { metricsInText } from "./metric-names";

test("a return that names a metric as the data does is read with the metric's name", () => {
  expect(metricsInText("Later calls. win_rate is expected to go up by 1 to 4% within 30 days.")).toBe(
    "Later calls. Win rate is expected to go up by 1 to 4% within 30 days.",
  );
});

test.each(METRIC_IDS.filter((id) => id.includes("_")))("%s is read by its name", (id) => {
  expect(metricsInText(`${id} is expected`)).toBe(`${metric(id).name} is expected`);
});

test("what is no metric's name stays as it was written", () => {
  const text = "See win_rate_2 and plan_v2.xlsx, in full.";
  expect(metricsInText(text)).toBe(text);
});
