import {
  ago,
  asked,
  CEO,
  CFO,
  comment,
  FIRST_LEAD,
  headcount,
  on,
  type PlannedRequest,
  PRODUCT,
  product,
  revise,
  roi,
  SALES,
  SECOND_LEAD,
  type SpendDetails,
  sign,
  spend,
  vendor,
} from "./plan";

const inPlan = { classification: "net-new", in_approved_plan: true, critical_role: false } as const;
const proven = {
  segment: "Mid-market",
  channel: "paid search",
  purpose: "acquisition",
  evidence: "proven",
  expected_roi_band: [1.2, 1.8],
} satisfies SpendDetails;
const rescue = {
  classification: "net-new",
  function: "CS",
  count: 1,
  in_approved_plan: false,
  mitigates_churn: true,
} as const;
const rescueCase = roi("Renewals of $640k fall due in two quarters with nobody to hold them.", 1.4, 2.6);
const offset = (description: string, amountUsd: number) => ({
  exceptions: [{ exception_id: "retention_protection", offset: { description, amount_usd: amountUsd } }],
});
const noOffset = { exceptions: [{ exception_id: "retention_protection", offset: null }] };
const renewals = "Renewals manager for the accounts at risk";

/** B after its first stretch: two months of NORMAL, then DEFENSIVE again, up to the anchor. */
export const brackwaterSinceThen: readonly PlannedRequest[] = [
  asked(
    SALES,
    on(8, 10),
    spend("From paid social to customer marketing", {
      ...proven,
      kind: "reallocation",
      channel: "email",
      purpose: "retention",
      amount_usd: 8_000,
    }),
    sign(CFO, on(8, 11)),
  ),
  asked(
    SALES,
    on(8, 24),
    headcount("Sales engineer from the plan", { ...inPlan, function: "Sales", count: 1 }),
    sign(CFO, on(8, 26)),
  ),
  asked(
    PRODUCT,
    on(9, 9),
    product("Usage-based price tier", {
      classification: "big-bet",
      quantified_impact: { on: "upsell", band: [40_000, 110_000], unit: "USD ARR" },
      risks_churn: false,
    }),
    sign(CFO, on(9, 11)),
  ),
  asked(
    SALES,
    on(9, 16),
    spend("Discount for an Enterprise renewal at risk", {
      kind: "discount_exception",
      segment: "Enterprise",
      discount_pct: 26,
    }),
    sign(CFO, on(9, 17)),
  ),
  asked(
    SECOND_LEAD,
    on(9, 23),
    headcount("Replacement for the release manager", {
      classification: "backfill",
      function: "Engineering",
      count: 1,
    }),
    sign(CEO, on(9, 25)),
  ),
  asked(
    PRODUCT,
    on(10, 2),
    product("Browser extension", {
      classification: "non-core",
      quantified_impact: { on: "upsell", band: [10_000, 30_000], unit: "USD ARR" },
      risks_churn: false,
    }),
    sign(CFO, on(10, 21, 11)),
  ),
  asked(
    SECOND_LEAD,
    on(10, 3),
    vendor("Renewal of the ticket system", { kind: "renewal", amount_usd_per_month: 2_700 }),
    sign(CFO, on(10, 4)),
  ),
  asked(
    SALES,
    on(10, 16),
    headcount("Account executive for the new region", { ...inPlan, function: "Sales", count: 1 }),
  ),
  asked(
    FIRST_LEAD,
    on(11, 17),
    headcount(renewals, rescue, { ...rescueCase, ...noOffset }),
    comment(CFO, on(11, 18), "Tell me what pays for it and I will sign."),
    revise(
      FIRST_LEAD,
      on(11, 19),
      headcount(renewals, rescue, {
        ...rescueCase,
        ...offset("Two agency contracts end this month and are not renewed.", 9_500),
      }),
    ),
    sign(CFO, on(11, 20)),
    sign(CEO, on(11, 23)),
  ),
  asked(
    SALES,
    on(11, 24),
    spend("Short video trial goes on", {
      kind: "increase",
      segment: "SMB",
      channel: "paid social",
      purpose: "acquisition",
      amount_usd: 1_500,
      evidence: "experiment",
      experiment_share_pct: 3,
      expected_payback_months: [12, 22],
    }),
  ),
  asked(
    SALES,
    on(11, 26),
    spend("A quarter less on paid social", {
      kind: "reduction",
      segment: "SMB",
      channel: "paid social",
      amount_usd: 5_000,
      evidence: "proven",
      expected_roi_band: [0.3, 0.6],
    }),
    sign(CFO, on(11, 27)),
  ),
  asked(
    SECOND_LEAD,
    ago(7),
    vendor("Log analytics, larger plan", { kind: "new", amount_usd_per_month: 6_500 }),
  ),
  asked(
    FIRST_LEAD,
    ago(6),
    headcount("Onboarding specialist to stop early churn", rescue, {
      ...roi("A third of this year's leavers never finished onboarding.", 1.2, 2.2),
      ...noOffset,
    }),
  ),
  asked(
    FIRST_LEAD,
    ago(5),
    headcount("Customer success manager for the renewals of spring", rescue, {
      ...rescueCase,
      ...offset("The open recruiter contract is ended.", 7_200),
    }),
    comment(
      FIRST_LEAD,
      ago(4, 9),
      "The recruiter contract ends on the last of the month, the notice is out.",
    ),
    sign(CFO, ago(4)),
  ),
  asked(
    SALES,
    ago(4, 12),
    spend("Discount to keep a logistics customer", {
      kind: "discount_exception",
      segment: "Mid-market",
      discount_pct: 20,
    }),
  ),
  asked(
    SECOND_LEAD,
    ago(3),
    vendor("Backup storage for customer data", {
      kind: "renewal",
      amount_usd_per_month: 4_100,
      mission_critical: true,
      justification: "Customers' contracts demand daily copies in a second place.",
    }),
  ),
  asked(
    SECOND_LEAD,
    ago(2),
    product("Import that does not lose the last row", {
      classification: "retention-critical",
      quantified_impact: { on: "retention", band: [0.5, 1.2], unit: "percent NRR" },
      risks_churn: false,
    }),
  ),
  asked(
    SALES,
    ago(1),
    spend("Paid search for the year-end rush", {
      ...proven,
      kind: "increase",
      amount_usd: 3_000,
      current_budget_usd: 25_000,
    }),
  ),
];
