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
const proven = {
  segment: "Mid-market",
  channel: "paid search",
  purpose: "acquisition",
  evidence: "proven",
  expected_roi_band: [1.2, 1.8],
} satisfies SpendDetails;
const support = { classification: "backfill", function: "Support", count: 1 } as const;
const tickets = "Replacement on the support desk, second line";

/** B, underperforming: up to and through its first stretch of DEFENSIVE mode. */
export const brackwaterFirstStretch: readonly PlannedRequest[] = [
  asked(
    SALES,
    on(1, 15),
    headcount("Account executive from the plan", { ...inPlan, function: "Sales", count: 1 }),
    sign(CFO, on(1, 16)),
  ),
  asked(
    SALES,
    on(1, 22),
    spend("Paid search, eight percent more", {
      ...proven,
      kind: "increase",
      amount_usd: 2_400,
      current_budget_usd: 30_000,
    }),
    comment(
      CFO,
      on(1, 23),
      "A qualified deal stands in the CRM without an owner; until that is mended nothing can rest on the pipeline.",
    ),
    withdraw(SALES, on(2, 3)),
  ),
  asked(
    SECOND_LEAD,
    on(2, 12),
    vendor("Feature flag service", { kind: "new", amount_usd_per_month: 2_400 }),
    sign(CFO, on(2, 13)),
  ),
  asked(
    SECOND_LEAD,
    on(2, 17),
    product("Workflow builder for larger customers", {
      classification: "big-bet",
      quantified_impact: { on: "upsell", band: [60_000, 140_000], unit: "USD ARR" },
      risks_churn: false,
    }),
    sign(PRODUCT, on(2, 19)),
  ),
  asked(
    SALES,
    on(3, 12),
    spend("Discount to close the quarter, SMB", {
      kind: "discount_exception",
      segment: "SMB",
      discount_pct: 30,
    }),
    deny(CFO, on(3, 13), "Three times the ceiling, and none of these customers would renew at list price."),
  ),
  asked(
    PRODUCT,
    on(3, 18),
    headcount("Principal engineer outside the plan", {
      classification: "net-new",
      function: "Engineering",
      count: 1,
      in_approved_plan: false,
      critical_role: true,
      critical_roles_added_this_month: 0,
    }),
  ),
  asked(
    SECOND_LEAD,
    on(4, 16),
    vendor("Second cloud region", { kind: "new", amount_usd_per_month: 9_000 }),
    revise(
      SECOND_LEAD,
      on(4, 20),
      vendor(
        "Second cloud region",
        { kind: "new", amount_usd_per_month: 9_000 },
        roi("Two enterprise deals ask for it.", 0.9, 1.6),
      ),
    ),
    withdraw(SECOND_LEAD, on(5, 4)),
  ),
  asked(
    SALES,
    on(4, 21),
    spend("Stand at the spring trade fair, already contracted", {
      kind: "commitment",
      segment: "Enterprise",
      channel: "events",
      amount_usd: 26_000,
      evidence: "proven",
      expected_roi_band: [0.7, 1.2],
    }),
    sign(CFO, on(4, 22)),
  ),
  asked(
    SALES,
    on(5, 18),
    headcount("Two sales development representatives", { ...inPlan, function: "Sales", count: 2 }),
    comment(CEO, on(5, 19), "We are in DEFENSIVE. This waits until we are out."),
  ),
  asked(
    FIRST_LEAD,
    on(5, 20),
    headcount(tickets, support),
    revise(
      FIRST_LEAD,
      on(5, 22),
      headcount(
        tickets,
        support,
        roi("Answer times doubled since the leaving; every hour longer costs renewals.", 1.1, 1.9),
      ),
    ),
    sign(CFO, on(5, 25)),
    sign(CEO, on(5, 26)),
  ),
  asked(
    SALES,
    on(6, 10),
    spend("Paid social for the summer", {
      ...proven,
      kind: "increase",
      channel: "paid social",
      amount_usd: 3_000,
      current_budget_usd: 20_000,
    }),
    withdraw(SALES, on(6, 24)),
  ),
  asked(SECOND_LEAD, on(6, 15), vendor("Contract review tool", { kind: "new", amount_usd_per_month: 1_900 })),
  asked(
    SECOND_LEAD,
    on(6, 18),
    vendor("Renewal of the production database hosting", {
      kind: "renewal",
      amount_usd_per_month: 17_800,
      mission_critical: true,
      justification: "The product stops without it; two vendors were asked, this is the lower price.",
    }),
    sign(CFO, on(6, 19)),
  ),
  asked(
    SECOND_LEAD,
    on(7, 10),
    product("Fewer failed imports for the accounts at risk", {
      classification: "retention-critical",
      quantified_impact: { on: "retention", band: [0.8, 2], unit: "percent NRR" },
      risks_churn: false,
    }),
    sign(PRODUCT, on(7, 13)),
  ),
  asked(
    PRODUCT,
    on(7, 17),
    product("New look for the marketing pages", {
      classification: "non-core",
      quantified_impact: { on: "upsell", band: [5_000, 15_000], unit: "USD ARR" },
      risks_churn: false,
    }),
  ),
  asked(
    SALES,
    on(7, 21),
    spend(
      "Webinars again",
      { ...proven, kind: "reinstatement", channel: "webinars", amount_usd: 6_000 },
      roi("The series brought in a fifth of last year's Enterprise deals.", 1.2, 1.9),
    ),
    withdraw(SALES, on(7, 30)),
  ),
];
