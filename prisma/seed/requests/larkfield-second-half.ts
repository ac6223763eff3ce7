import {
  ago,
  asked,
  CEO,
  CFO,
  comment,
  deny,
  FIRST_LEAD,
  headcount,
  on,
  type PlannedRequest,
  PRODUCT,
  product,
  roi,
  SALES,
  SECOND_LEAD,
  type SpendDetails,
  sign,
  spend,
  vendor,
} from "./plan";

const inPlan = { classification: "net-new", in_approved_plan: true, critical_role: false } as const;
const searchIncrease = {
  kind: "increase",
  segment: "Mid-market",
  channel: "paid search",
  purpose: "acquisition",
  evidence: "proven",
  expected_roi_band: [1.6, 2.4],
} satisfies SpendDetails;
const security = {
  classification: "net-new",
  function: "Engineering",
  count: 1,
  in_approved_plan: false,
  critical_role: true,
  critical_roles_added_this_month: 0,
} as const;

/** A since month 7: gross margin slips to WATCH near the end, and what is in the plan no longer suffices. */
export const larkfieldSecondHalf: readonly PlannedRequest[] = [
  asked(
    PRODUCT,
    on(7, 13),
    headcount("Two platform engineers from the plan", { ...inPlan, function: "Engineering", count: 2 }),
    sign(CEO, on(7, 14)),
  ),
  asked(
    SALES,
    on(7, 20),
    spend("Discount for an Enterprise logo in retail", {
      kind: "discount_exception",
      segment: "Enterprise",
      discount_pct: 38,
    }),
    deny(CFO, on(7, 21), "Eighteen points above the ceiling for one logo sets the price for the next ten."),
  ),
  asked(
    SECOND_LEAD,
    on(8, 13),
    product("Internal design system, second part", {
      classification: "non-core",
      quantified_impact: { on: "upsell", band: [5_000, 20_000], unit: "USD ARR" },
      risks_churn: false,
    }),
    sign(PRODUCT, on(8, 14)),
  ),
  asked(
    FIRST_LEAD,
    on(8, 19),
    spend("From paid social to paid search", {
      kind: "reallocation",
      segment: "Mid-market",
      channel: "paid search",
      purpose: "acquisition",
      amount_usd: 9_000,
      evidence: "proven",
      expected_roi_band: [1.5, 2.2],
    }),
    sign(SALES, on(8, 20)),
  ),
  asked(
    PRODUCT,
    on(9, 16),
    headcount("Site reliability engineer outside the plan", security),
    sign(CEO, on(9, 17)),
  ),
  asked(
    SECOND_LEAD,
    on(9, 22),
    vendor("Renewal of the code hosting contract", { kind: "renewal", amount_usd_per_month: 2_900 }),
    sign(CFO, on(9, 23)),
  ),
  asked(
    FIRST_LEAD,
    on(10, 13),
    spend("Partner programme, ten percent more", {
      ...searchIncrease,
      channel: "partners",
      segment: "Enterprise",
      amount_usd: 2_500,
      current_budget_usd: 25_000,
    }),
    sign(SALES, on(10, 14)),
  ),
  asked(
    FIRST_LEAD,
    on(10, 20),
    headcount("Customer success manager for the largest accounts", {
      classification: "retention-critical",
      function: "CS",
      count: 1,
      mitigates_churn: true,
    }),
    sign(CFO, on(10, 21)),
  ),
  asked(
    PRODUCT,
    on(11, 2),
    headcount("Data analyst from the plan", { ...inPlan, function: "Engineering", count: 1 }),
    sign(CFO, on(11, 20, 11)),
  ),
  asked(
    SECOND_LEAD,
    on(11, 17),
    headcount("Replacement for the departing support engineer", {
      classification: "backfill",
      function: "Support",
      count: 1,
    }),
    sign(CFO, on(11, 18)),
  ),
  asked(
    PRODUCT,
    ago(7),
    headcount("Product designer from the plan", { ...inPlan, function: "Product", count: 1 }),
    comment(PRODUCT, ago(6), "I had expected this to go through; it is in the plan. Gross margin again?"),
  ),
  asked(
    SECOND_LEAD,
    ago(5),
    headcount("Replacement for the build engineer", {
      classification: "backfill",
      function: "Engineering",
      count: 1,
    }),
    comment(SECOND_LEAD, ago(4), "Handover ends in three weeks."),
  ),
  asked(
    SALES,
    ago(4),
    spend("Discount for a two-year Mid-market deal", {
      kind: "discount_exception",
      segment: "Mid-market",
      discount_pct: 22,
    }),
  ),
  asked(
    SECOND_LEAD,
    ago(3),
    vendor(
      "Cloud cost analysis",
      { kind: "new", amount_usd_per_month: 7_800 },
      roi("Eight to twelve percent off the cloud bill that pulls gross margin down.", 1.8, 3.2),
    ),
  ),
  asked(
    SECOND_LEAD,
    ago(2),
    product("Storage tiers for cold customer data", {
      classification: "retention-critical",
      quantified_impact: { on: "retention", band: [0.2, 0.8], unit: "percent NRR" },
      risks_churn: false,
    }),
  ),
  asked(
    FIRST_LEAD,
    ago(1),
    spend("Paid search, mid-market: ten percent more", {
      ...searchIncrease,
      amount_usd: 5_000,
      current_budget_usd: 50_000,
    }),
  ),
];
