import { describe, expect, test } from "vitest";
import { isCase, type PaybackCase, planOf, wholeMonths } from "./payback-plan";

const item = (change: Partial<PaybackCase>): PaybackCase => ({
  reference: "REQ-1",
  title: "A case",
  gateId: "G2_GTM_SPEND",
  requester: "Camille",
  approvedOn: "2026-04-18",
  details: {},
  amountUsd: 5000,
  roi: null,
  action: null,
  ...change,
});
const spend = (details: Record<string, unknown>, change: Partial<PaybackCase> = {}) =>
  planOf(
    item({ details: { kind: "increase", channel: "paid search", segment: "SMB", ...details }, ...change }),
  );

describe("how a case is measured is settled by what was approved", () => {
  test.each([
    ["more spend with a band of return", { expected_roi_band: [1.2, 1.8] }, "NEW_ARR_PER_DOLLAR"],
    ["more spend with payback months", { expected_payback_months: [8, 12] }, "PAYBACK_MONTHS"],
    ["a cut", { kind: "reduction", expected_roi_band: [0.3, 0.6] }, "SPEND_AVOIDED"],
    ["a move of budget", { kind: "reallocation", expected_roi_band: [1.2, 1.8] }, "NEW_ARR_PER_DOLLAR"],
  ])("%s", (_, details, measure) => {
    expect(spend(details)).toMatchObject({ measure, missing: [], channels: ["paid search"], segment: "SMB" });
  });

  test.each([
    [
      "an engineer with an ROI case, by revenue per person",
      { classification: "net-new", function: "Engineering" },
      "REVENUE_PER_FTE",
    ],
    [
      "a support desk, by what is kept",
      { classification: "backfill", function: "Support" },
      "ARR_KEPT_PER_COST",
    ],
    [
      "whoever mitigates churn, by what is kept",
      { classification: "net-new", function: "Data", mitigates_churn: true },
      "ARR_KEPT_PER_COST",
    ],
  ])("%s", (_, details, measure) => {
    const plan = planOf(item({ gateId: "G1_HEADCOUNT", details, roi: [1.1, 1.9] }));
    expect(plan).toMatchObject({ measure, band: [1.1, 1.9], unit: "x" });
  });

  test.each([
    ["retention", "percent NRR", "RETENTION_POINTS", "percent"],
    ["retention", "USD ARR", "RETENTION_USD", "USD"],
    ["upsell", "USD ARR", "UPSELL_USD", "USD"],
    ["upsell", "% of ARR", "UPSELL_POINTS", "percent"],
  ])("a roadmap item on %s in %s", (on, unit, measure, inUnit) => {
    const details = { classification: "big-bet", quantified_impact: { on, band: [1, 2], unit } };
    expect(planOf(item({ gateId: "G3_PRODUCT_AND_RND", details }))).toMatchObject({ measure, unit: inUnit });
  });

  test("a unit that the books do not have is said, and nothing is measured in its place", () => {
    const details = { quantified_impact: { on: "upsell", band: [1, 2], unit: "smiles" } };
    const plan = planOf(item({ gateId: "G3_PRODUCT_AND_RND", details }));
    expect(plan.measure).toBeNull();
    expect(plan.missing.join()).toContain("smiles");
  });

  test("a discount states no sum that could be paid back", () => {
    const plan = spend({ kind: "discount_exception" }, { roi: [2, 3], amountUsd: null });
    expect(plan.measure).toBeNull();
    expect(plan.missing.join()).toContain("no");
  });

  test("an action of the Revenue OS is judged by its own result and its own window, unless it was stopped", () => {
    const action = { id: "a", status: "executing", outcome: null, windowEndsOn: "2026-05-02" };
    const plan = spend({}, { action, roi: [2, 3] });
    expect(plan).toMatchObject({ measure: "ACTION_RESULT", since: { from: "2026-04-19", to: "2026-05-02" } });
    expect(plan.before).toEqual({ from: "2026-04-05", to: "2026-04-18" });
    expect(spend({}, { action: { ...action, status: "aborted" }, roi: [2, 3] }).measure).toBeNull();
  });
});

describe("the window", () => {
  test("is ninety days, and as many before", () => {
    const { since, before } = spend({ expected_roi_band: [1, 2] });
    expect([since, before]).toEqual([
      { from: "2026-04-19", to: "2026-07-17" },
      { from: "2026-01-19", to: "2026-04-18" },
    ]);
  });

  test("is the far end of the expected payback where months were promised", () => {
    const { since, before } = spend({ expected_payback_months: [6, 12] });
    expect(since).toEqual({ from: "2026-04-19", to: "2027-04-18" });
    expect(before.to).toBe("2026-04-18");
  });

  test("what is posted monthly is read over whole months, none of which holds the day of the approval", () => {
    const { since, before } = spend({ expected_roi_band: [1, 2] });
    expect(wholeMonths(since, "since")).toEqual(["2026-05", "2026-06", "2026-07"]);
    expect(wholeMonths(before, "before")).toEqual(["2026-01", "2026-02", "2026-03"]);
  });

  test("is told on the day after its last, and of whole months once the last of them has ended", () => {
    expect(spend({ expected_roi_band: [1, 2] }).toldAfter).toBe("2026-07-17");
    // May, June and July are read, and July is not over when the ninety days are.
    const details = { amount_usd_per_month: 5_000 };
    const vendor = planOf(item({ gateId: "G4_VENDOR_AND_NON_LABOR", details, roi: [1, 2] }));
    expect([vendor.since.to, vendor.toldAfter]).toEqual(["2026-07-17", "2026-07-31"]);
    const lastOfJanuary = item({ gateId: "G4_VENDOR_AND_NON_LABOR", details, roi: [1, 2] });
    // February to April end before the ninety days do.
    expect(planOf({ ...lastOfJanuary, approvedOn: "2026-01-31" }).toldAfter).toBe("2026-05-01");
    expect(spend({ expected_payback_months: [6, 12] }).toldAfter).toBe("2027-04-30");
  });
});

test("only a request that promised a band is a case", () => {
  expect(isCase(item({}))).toBe(false);
  expect(isCase(item({ roi: [1, 2] }))).toBe(true);
  expect(isCase(item({ details: { expected_payback_months: [6, 12] } }))).toBe(true);
  expect(isCase(item({ gateId: "G4_VENDOR_AND_NON_LABOR", details: { expected_roi_band: [1, 2] } }))).toBe(
    false,
  );
});
