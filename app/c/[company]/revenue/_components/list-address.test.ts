import { expect, test } from "vitest";
import { revenueActionFilterSchema } from "@/lib/queries/revenue-actions";
import { isNarrowed, pageAddress, readFilter, weekChoices } from "./list-address";

const read = (params: Record<string, string | string[]>) => readFilter(revenueActionFilterSchema, params);

test("an address that nobody could have made on the screen still opens: what it does not understand it leaves out", () => {
  expect(read({ state: "exploded", lens: "cfo", week: "soon", after: "7", colour: "red" })).toEqual({
    lens: "cfo",
  });
  expect(read({ state: ["failed", "executing"] })).toEqual({ state: "failed" });
});

test("a day inside a week stands for its week", () => {
  expect(read({ week: "2026-11-19" }).week).toBe("2026-11-16");
});

test("the page is no filter, and going on keeps the filter", () => {
  const after = "1791770400000.4.138a5228-5b11-4ae2-ad26-975f355324e1";
  expect(isNarrowed(read({ after }))).toBe(false);
  expect(isNarrowed(read({ lens: "cmo" }))).toBe(true);
  expect(pageAddress("/c/acme/revenue/actions", read({ lens: "cmo" }), after)).toBe(
    `/c/acme/revenue/actions?lens=cmo&after=${after}`,
  );
});

test("the weeks to choose from are the last eight, and the one that is asked for however old it is", () => {
  const present = new Date("2026-11-22T10:00:00Z");
  expect(weekChoices(undefined, present)).toHaveLength(8);
  expect(weekChoices("2026-11-16", present)[0]).toEqual({
    value: "2026-11-16",
    label: "Week of 16 Nov 2026",
  });
  expect(weekChoices("2026-01-05", present).at(-1)?.value).toBe("2026-01-05");
});
