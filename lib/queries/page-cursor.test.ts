import { describe, expect, test } from "vitest";
import { parseJobsView } from "./jobs-view";
import { noticesViewSchema } from "./notices";
import { requestFilterSchema } from "./requests";
import { revenueActionFilterSchema } from "./revenue-actions";
import { revenueCycleFilterSchema } from "./revenue-cycles";

const ID = "3f0a0c52-1111-4222-8333-444455556666";

describe.each([
  ["requests", (after: string) => requestFilterSchema.parse({ after }).after, "1780308000000.ID"],
  ["notices", (after: string) => noticesViewSchema.parse({ after }).after, "1780308000000.ID"],
  ["actions", (after: string) => revenueActionFilterSchema.parse({ after }).after, "1780308000000.1.ID"],
  ["cycles", (after: string) => revenueCycleFilterSchema.parse({ after }).after, "1780308000000.ID"],
  ["jobs", (after: string) => parseJobsView({ after }).after, "0@1780308000000@ID"],
])("the next page of the %s", (_list, read, form) => {
  test("begins where the page before said", () => {
    const given = form.replace("ID", ID);
    expect(read(given)).toBe(given);
  });

  test("and what no page gave out is as if it were not there", () => {
    expect(read(form.replace("ID", "-".repeat(36)))).toBeUndefined();
    expect(read(form.replace("ID", ID).replace("1780308000000", "9".repeat(20)))).toBeUndefined();
    expect(read("")).toBeUndefined();
  });
});
