import { describe, expect, it } from "vitest";
import { validateChange } from "./change-rules";
import type { ActionType, LeverValue } from "./contract";
import { FIELDS_BY_SUBSYSTEM, LEVER_IDS, SUBSYSTEMS, type Subsystem, TYPES_BY_SUBSYSTEM } from "./levers";

const facts = {
  maxDailySpend: 5_000,
  spentTotal: 20_000,
  today: "2026-11-22",
  templateIds: ["intro-1"],
  segments: ["Enterprise", "SMB"],
};
type Change = [Subsystem, string, LeverValue];

function faultsOf(
  [subsystem, field, newValue]: Change,
  type: ActionType = "config_change",
  currentValue: LeverValue = null,
) {
  return validateChange({ subsystem, type, field, newValue, currentValue, facts });
}

const ACCEPTED: Change[] = [
  ["campaigns", "budget_daily", 0.01],
  ["campaigns", "budget_daily", 5_000],
  ["campaigns", "budget_total", 20_000],
  ["campaigns", "status", "paused"],
  ["campaigns", "target_segment", "SMB"],
  ["campaigns", "bidding_strategy", "target cost per lead"],
  ["campaigns", "end_date", "2026-11-22"],
  ["crm", "sequence_delay_days", 0],
  ["crm", "sequence_delay_days", 30],
  ["crm", "max_touches", 1],
  ["crm", "max_touches", 20],
  ["crm", "follow_up_sla_hours", 1],
  ["crm", "follow_up_sla_hours", 168],
  ["crm", "auto_assign", true],
  ["crm", "priority_score_threshold", 0],
  ["crm", "priority_score_threshold", 100],
  ["pricing", "discount_max_pct", 0],
  ["pricing", "discount_max_pct", 50],
  ["pricing", "tier_threshold", [10, 50, 200]],
  ["pricing", "promo_code_enabled", false],
  ["pricing", "trial_days", 0],
  ["pricing", "trial_days", 90],
  ["routing", "round_robin_enabled", true],
  ["routing", "capacity_per_rep", 1],
  ["routing", "capacity_per_rep", 1000],
  ["routing", "territory_rules", { North: "Ada" }],
  ["routing", "overflow_queue", "spare"],
  ["content", "template_id", "intro-1"],
  ["content", "variant_weights", { A: 33.34, B: 33.33, C: 33.33 }],
  ["content", "subject_line", "x".repeat(100)],
  ["content", "cta_text", "x".repeat(50)],
];

const REFUSED: Change[] = [
  ["campaigns", "budget_daily", 0],
  ["campaigns", "budget_daily", 5_000.01],
  ["campaigns", "budget_daily", "100"],
  ["campaigns", "budget_total", 19_999.99],
  ["campaigns", "status", "ended"],
  ["campaigns", "target_segment", "Moon"],
  ["campaigns", "bidding_strategy", " "],
  ["campaigns", "end_date", "2026-11-21"],
  ["campaigns", "end_date", "soon"],
  ["campaigns", "end_date", "2027-02-30"],
  ["crm", "sequence_delay_days", -1],
  ["crm", "sequence_delay_days", 31],
  ["crm", "sequence_delay_days", 1.5],
  ["crm", "max_touches", 0],
  ["crm", "max_touches", 21],
  ["crm", "follow_up_sla_hours", 0],
  ["crm", "follow_up_sla_hours", 169],
  ["crm", "auto_assign", "yes"],
  ["crm", "priority_score_threshold", 101],
  ["pricing", "discount_max_pct", -1],
  ["pricing", "discount_max_pct", 51],
  ["pricing", "tier_threshold", [50, 10]],
  ["pricing", "tier_threshold", [10, 10]],
  ["pricing", "tier_threshold", []],
  ["pricing", "promo_code_enabled", 1],
  ["pricing", "trial_days", 91],
  ["routing", "round_robin_enabled", null],
  ["routing", "capacity_per_rep", 0],
  ["routing", "capacity_per_rep", 1001],
  ["routing", "territory_rules", {}],
  ["routing", "territory_rules", { North: 3 }],
  ["routing", "overflow_queue", ""],
  ["content", "template_id", "gone"],
  ["content", "variant_weights", { A: 60, B: 41 }],
  ["content", "variant_weights", { A: 120, B: -20 }],
  ["content", "subject_line", "x".repeat(101)],
  ["content", "cta_text", "x".repeat(51)],
];

describe("the limits of the executor map", () => {
  it.each(ACCEPTED)("%s may set %s to %j", (...change) => {
    expect(faultsOf(change)).toEqual([]);
  });

  it.each(REFUSED)("%s may not set %s to %j, and says why", (...change) => {
    const faults = faultsOf(change, "config_change", "something else");
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${change[1]} .*must.*\\.$`));
  });

  it("every field of the map has an accepted and a refused value here", () => {
    const seen = (changes: Change[]) =>
      [...new Set(changes.map(([subsystem, field]) => `${subsystem}.${field}`))].sort();
    expect(seen(ACCEPTED)).toEqual([...LEVER_IDS].sort());
    expect(seen(REFUSED)).toEqual([...LEVER_IDS].sort());
  });

  it("an unknown field is refused, even one that every object has", () => {
    for (const field of ["colour", "constructor", "__proto__"])
      expect(faultsOf(["crm", field, 1])).toEqual([`crm has no field ${field}.`]);
  });

  it("each subsystem takes the kinds of action that the map gives it, and no other", () => {
    for (const subsystem of SUBSYSTEMS)
      for (const type of ["config_change", "experiment", "pause", "scale", "revert"] as const) {
        const field = FIELDS_BY_SUBSYSTEM[subsystem][0];
        const refused = faultsOf([subsystem, field, 1], type).includes(
          `${subsystem} takes no action of the type ${type}.`,
        );
        const taken: readonly string[] = TYPES_BY_SUBSYSTEM[subsystem];
        expect([subsystem, type, refused]).toEqual([subsystem, type, !taken.includes(type)]);
      }
  });
});

describe("what kind of action a change is", () => {
  it("what stands there already is no change", () => {
    expect(faultsOf(["crm", "max_touches", 5], "config_change", 5)).toEqual(["max_touches is 5 already."]);
  });

  it("a pause stops a campaign, and nothing else is a pause", () => {
    expect(faultsOf(["campaigns", "status", "paused"], "pause", "running")).toEqual([]);
    expect(faultsOf(["campaigns", "status", "running"], "pause", "paused")).toHaveLength(1);
    expect(faultsOf(["campaigns", "budget_daily", 5], "pause", 10)).toHaveLength(1);
    expect(faultsOf(["crm", "auto_assign", false], "pause", true)).toEqual([]);
  });

  it("scaling raises a budget or a capacity", () => {
    expect(faultsOf(["campaigns", "budget_daily", 20], "scale", 10)).toEqual([]);
    expect(faultsOf(["campaigns", "budget_daily", 5], "scale", 10)).toHaveLength(1);
    expect(faultsOf(["routing", "capacity_per_rep", 20], "scale", 10)).toEqual([]);
    expect(faultsOf(["campaigns", "status", "running"], "scale", "paused")).toHaveLength(1);
  });

  it("a channel of a campaign has a budget and a status only, and settings are no campaign", () => {
    const on = (field: string, newValue: LeverValue, entityType: "campaign_channel" | "settings") =>
      validateChange({
        subsystem: "campaigns",
        type: "config_change",
        field,
        newValue,
        currentValue: null,
        facts: { ...facts, entityType },
      });
    expect(on("budget_daily", 10, "campaign_channel")).toEqual([]);
    expect(on("end_date", "2026-12-01", "campaign_channel")).toHaveLength(1);
    expect(on("budget_daily", 10, "settings")).toHaveLength(1);
  });
});
