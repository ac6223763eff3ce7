import { expect, test } from "vitest";
import { figureOf } from "./metric-words";

test.each([
  ["cac_paid", 12467.54, "$12,468"],
  ["cac_paid", 99.5, "$99.5"],
  ["gross_margin", -1234567.8, "-$1,234,568"],
  ["pipeline_velocity", 850, "$850 a day"],
  ["win_rate", 21.44, "21.4%"],
  ["win_rate", -0.04, "0%"],
  ["ltv_to_cac", 3.256, "3.26x"],
  ["speed_to_lead_hours", 32.07, "32.1 hours"],
  ["payback_months", 18, "18 months"],
  ["leads_created", 1204, "1,204"],
  ["arr_total", null, "no value"],
] as const)("%s of %d reads %s", (name, value, text) => {
  expect(figureOf(name, value)).toBe(text);
});
