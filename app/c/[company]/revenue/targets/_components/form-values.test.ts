import { expect, test } from "vitest";
import { contentFrom, errorsOf, rawFrom, WHOLE } from "./form-values";
import { changesBetween } from "./setting-words";

const SEGMENTS = ["Enterprise", "SMB"];
const BASIS = { segments: SEGMENTS, templates: [{ id: "nurture-3", name: "Third mail" }], hints: {} };
const GUARDRAILS = {
  max_daily_spend: 4_000,
  max_experiment_exposure_pct: 20,
  allowed_levers: ["campaigns.budget_daily", "crm.max_touches"],
  blocked_actions: ["pricing.trial_days"],
};
const CFO = {
  payback_target_months: 15,
  payback_tolerance_months: 2,
  margin_floor_pct: 70,
  max_cac_by_segment: { Enterprise: 30_000 },
  cash_risk_tolerance: "medium",
  runway_threshold_months: 12,
};

test("what is stored goes through the form unchanged when nothing is typed", () => {
  const targets = { cac_max: 12_000, payback_max_months: 15 };
  expect(contentFrom("targets", rawFrom("targets", targets, SEGMENTS))).toEqual(targets);
  expect(contentFrom("guardrails", rawFrom("guardrails", GUARDRAILS, SEGMENTS))).toEqual(GUARDRAILS);
  expect(contentFrom("cfo_guardrails", rawFrom("cfo_guardrails", CFO, SEGMENTS))).toEqual(CFO);
});

test("a form for something never set begins empty and asks for what the kernel needs", () => {
  expect(errorsOf("targets", rawFrom("targets", null, SEGMENTS), BASIS)).toEqual({
    [WHOLE]: "Set at least one target.",
  });
  expect(errorsOf("guardrails", rawFrom("guardrails", null, SEGMENTS), BASIS)).toEqual({
    max_daily_spend: "An amount of $0 or more.",
    max_experiment_exposure_pct: "A percentage from 0 to 100.",
    allowed_levers: "At least one lever.",
  });
});

test("each wrong figure is told at its field what would be right", () => {
  const raw = rawFrom("targets", { cac_max: -1, payback_max_months: 0, gross_margin_min_pct: 101 }, SEGMENTS);
  expect(errorsOf("targets", raw, BASIS)).toEqual({
    cac_max: "An amount of $0 or more.",
    payback_max_months: "A number of months, over 0.",
    gross_margin_min_pct: "A percentage from 0 to 100.",
  });
  const cfo = { ...rawFrom("cfo_guardrails", CFO, SEGMENTS), max_cac_by_segment: { SMB: "much" } };
  expect(errorsOf("cfo_guardrails", cfo, BASIS)).toEqual({ max_cac_by_segment: "An amount of $0 or more." });
});

test("a confirmation names each changed field as it was and as it will be, and nothing else", () => {
  expect(
    changesBetween(
      "targets",
      { cac_max: 14_000, arr: 1 },
      { cac_max: 12_000, payback_max_months: 15, arr: 1 },
    ),
  ).toEqual([
    { name: "cac_max", label: "CAC, blended, at most", before: "$14,000", after: "$12,000" },
    { name: "payback_max_months", label: "CAC payback, at most", before: "Not set", after: "15 months" },
  ]);
});

test("levers that come and go are named; their order is no change", () => {
  const [first, second] = GUARDRAILS.allowed_levers;
  const turned = { ...GUARDRAILS, allowed_levers: [second, first] };
  expect(changesBetween("guardrails", GUARDRAILS, turned)).toEqual([]);
  const other = { ...GUARDRAILS, allowed_levers: [first, "pricing.trial_days"] };
  expect(changesBetween("guardrails", GUARDRAILS, other)).toMatchObject([
    {
      before: "2 of 23 levers",
      after:
        "2 of 23 levers; now allowed: Pricing: length of a trial; no longer allowed: CRM: most touches of a sequence",
    },
  ]);
});

test("a limit for one more segment is a change of that field", () => {
  const after = { ...CFO, max_cac_by_segment: { Enterprise: 30_000, SMB: 4_000 } };
  expect(changesBetween("cfo_guardrails", CFO, after)).toMatchObject([
    { before: "Enterprise $30,000", after: "Enterprise $30,000, SMB $4,000" },
  ]);
});

const SETTINGS = {
  crm: { sequence_delay_days: 3, max_touches: 7, follow_up_sla_hours: 24, auto_assign: false },
  pricing: {
    discount_max_pct: 15,
    tier_threshold: [10_000, 50_000],
    promo_code_enabled: true,
    trial_days: 14,
  },
  routing: {
    round_robin_enabled: true,
    territory_rules: { DACH: "Ewa Nowakowska" },
    overflow_queue: "inbound",
  },
  content: {
    template_id: "nurture-3",
    variant_weights: { A: 62.5, B: 37.5 },
    subject_line: "Cut: your costs",
  },
} as const;

test("the settings of a subsystem go through the form unchanged, and within their limits", () => {
  for (const [section, stored] of Object.entries(SETTINGS) as [keyof typeof SETTINGS, object][]) {
    const raw = rawFrom(section, { ...stored }, SEGMENTS);
    expect(contentFrom(section, raw)).toEqual(stored);
    expect(errorsOf(section, raw, BASIS)).toEqual({});
  }
});

test("a setting beyond the limits of the executor map is refused in the kernel's own words", () => {
  const crm = { ...rawFrom("crm", SETTINGS.crm, SEGMENTS), max_touches: 40 };
  expect(errorsOf("crm", crm, BASIS)).toEqual({
    max_touches: "Must be a whole number from 1 to 20 touches.",
  });
  const content = { ...rawFrom("content", SETTINGS.content, SEGMENTS), variant_weights: "A: 60\nB: 30" };
  expect(errorsOf("content", content, BASIS)).toEqual({ variant_weights: "Must sum to 100, not 90." });
  const typed = { ...rawFrom("pricing", SETTINGS.pricing, SEGMENTS), tier_threshold: "much\n$50,000" };
  expect(Object.keys(errorsOf("pricing", typed, BASIS))).toEqual(["tier_threshold"]);
  const unowned = { ...rawFrom("routing", SETTINGS.routing, SEGMENTS), territory_rules: "DACH" };
  expect(Object.keys(errorsOf("routing", unowned, BASIS))).toEqual(["territory_rules"]);
});

test("a change of settings is said in the units of its levers", () => {
  expect(
    changesBetween("crm", SETTINGS.crm, { ...SETTINGS.crm, sequence_delay_days: 1, auto_assign: true }),
  ).toEqual([
    { name: "sequence_delay_days", label: "Days between two touches", before: "3 days", after: "1 day" },
    { name: "auto_assign", label: "Leads assigned by themselves", before: "No", after: "Yes" },
  ]);
});

test("what is blocked is said in words where it is a lever, and as it was typed where it is not", () => {
  const after = { ...GUARDRAILS, blocked_actions: ["pricing.trial_days", "campaigns.budget_daily:scale"] };
  expect(changesBetween("guardrails", GUARDRAILS, after)).toMatchObject([
    {
      before: "Pricing: length of a trial (pricing.trial_days)",
      after: "Pricing: length of a trial (pricing.trial_days), campaigns.budget_daily:scale",
    },
  ]);
});
