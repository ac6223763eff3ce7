import {
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
  revise,
  roi,
  SALES,
  SECOND_LEAD,
  type SpendDetails,
  sign,
  spend,
  vendor,
  withdraw,
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
const monitoring = { kind: "new", amount_usd_per_month: 8_400 } as const;
const security = {
  classification: "net-new",
  function: "Engineering",
  count: 1,
  in_approved_plan: false,
  critical_role: true,
  critical_roles_added_this_month: 0,
} as const;

/** A, healthy: most of what is asked for in the plan's terms is approved; the rest shows why not. */
export const larkfieldFirstHalf: readonly PlannedRequest[] = [
  asked(
    SALES,
    on(1, 14),
    headcount("Two account executives for the mid-market team", { ...inPlan, function: "Sales", count: 2 }),
    sign(CFO, on(1, 15)),
  ),
  asked(
    SECOND_LEAD,
    on(1, 20),
    vendor("Error tracking for the web application", { kind: "new", amount_usd_per_month: 3_200 }),
    sign(CFO, on(1, 21)),
  ),
  asked(
    SECOND_LEAD,
    on(2, 12),
    vendor("Infrastructure monitoring, all regions", monitoring),
    comment(CFO, on(2, 13), "Over $5k a month I need the return as a range before I can look at this."),
    revise(
      SECOND_LEAD,
      on(2, 16),
      vendor(
        "Infrastructure monitoring, all regions",
        monitoring,
        roi("Half the incident hours of the last two quarters, and one tool less.", 1.3, 2.1),
      ),
    ),
    sign(CFO, on(2, 17)),
  ),
  asked(
    SALES,
    on(2, 19),
    spend("Discount for a three-year SMB renewal", {
      kind: "discount_exception",
      segment: "SMB",
      discount_pct: 18,
    }),
    sign(CFO, on(2, 20)),
  ),
  asked(
    FIRST_LEAD,
    on(2, 24),
    spend("Paid search, mid-market: twelve percent more", {
      ...searchIncrease,
      amount_usd: 4_800,
      current_budget_usd: 40_000,
    }),
    sign(SALES, on(2, 25)),
  ),
  asked(
    FIRST_LEAD,
    on(3, 11),
    spend("Sponsored newsletter in logistics", {
      kind: "increase",
      segment: "SMB",
      channel: "newsletter",
      amount_usd: 3_000,
      evidence: "experiment",
    }),
    withdraw(FIRST_LEAD, on(3, 17)),
  ),
  asked(
    SECOND_LEAD,
    on(3, 16),
    product("Invoice export without the overnight queue", {
      classification: "retention-critical",
      quantified_impact: { on: "retention", band: [0.5, 1.5], unit: "percent NRR" },
      risks_churn: false,
    }),
    sign(PRODUCT, on(3, 18)),
  ),
  asked(
    SECOND_LEAD,
    on(3, 23),
    headcount("Replacement for the departing data engineer", { function: "Engineering", count: 1 }),
    revise(
      SECOND_LEAD,
      on(3, 24),
      headcount("Replacement for the departing data engineer", {
        classification: "backfill",
        function: "Engineering",
        count: 1,
      }),
    ),
    sign(CEO, on(3, 26)),
  ),
  asked(
    PRODUCT,
    on(4, 15),
    headcount("Staff security engineer outside the plan", security),
    comment(CFO, on(4, 16), "Rule of 40 is still on WATCH; ask again when it passes."),
    withdraw(PRODUCT, on(4, 28)),
  ),
  asked(
    SECOND_LEAD,
    on(4, 20),
    vendor("Renewal of the production database hosting", {
      kind: "renewal",
      amount_usd_per_month: 21_500,
      mission_critical: true,
      justification: "The product stops without it; the price is fixed for a year.",
    }),
    sign(CFO, on(4, 21)),
  ),
  asked(
    FIRST_LEAD,
    on(5, 13),
    spend("Paid search, mid-market: thirty percent more", {
      ...searchIncrease,
      amount_usd: 13_500,
      current_budget_usd: 45_000,
    }),
    revise(
      FIRST_LEAD,
      on(5, 15),
      spend("Paid search, mid-market: fourteen percent more", {
        ...searchIncrease,
        amount_usd: 6_300,
        current_budget_usd: 45_000,
      }),
    ),
    sign(SALES, on(5, 18)),
  ),
  asked(
    PRODUCT,
    on(5, 19),
    product("Native mobile application", { classification: "big-bet", risks_churn: false }),
    revise(
      PRODUCT,
      on(5, 21),
      product("Native mobile application", {
        classification: "big-bet",
        quantified_impact: { on: "upsell", band: [20_000, 160_000], unit: "USD ARR" },
        risks_churn: false,
      }),
    ),
    deny(
      CFO,
      on(5, 26),
      "The band is too wide to rest a year of two squads on. Come back with a smaller first step.",
    ),
  ),
  asked(
    FIRST_LEAD,
    on(5, 25),
    spend("Podcast trial in the SMB segment", {
      kind: "increase",
      segment: "SMB",
      channel: "podcasts",
      purpose: "acquisition",
      amount_usd: 4_000,
      evidence: "experiment",
      experiment_share_pct: 4,
      expected_payback_months: [8, 16],
    }),
    sign(CFO, on(5, 27)),
  ),
  asked(
    SALES,
    on(6, 10),
    spend("Less on trade fairs in spring", {
      kind: "reduction",
      segment: "Enterprise",
      channel: "events",
      amount_usd: 18_000,
      evidence: "proven",
      expected_roi_band: [0.3, 0.7],
    }),
    sign(CFO, on(6, 11)),
  ),
  asked(
    FIRST_LEAD,
    on(6, 18),
    vendor(
      "Intent data platform",
      { kind: "new", amount_usd_per_month: 12_000 },
      roi("More meetings with accounts that already look for us.", 0.8, 1.4),
    ),
    deny(CFO, on(6, 22), "The lower end loses money. Show one quarter on a trial contract first."),
  ),
];
