/** What a language model may come up with for a company: sound, greedy, or nonsense that the schema lets through. */
import fc from "fast-check";
import type { Candidate } from "../candidate";
import type { KernelInput, LeverValue } from "../contract";
import { FIELDS_BY_SUBSYSTEM, SUBSYSTEMS } from "../levers";
import { currentValueOf } from "../tenant-view";
import { entityIn } from "./entities";

type Target = Candidate["target_entity"];

/** A proposal for the entity that stands where the field says, claiming more than anybody would believe. */
export function proposalFor(
  input: KernelInput,
  target: Target,
  change: Pick<Candidate, "owner_subsystem" | "type"> & { field: string; value: LeverValue },
  claims: Partial<Candidate> = {},
): Candidate {
  const { owner_subsystem, type, field, value } = change;
  return {
    owner_subsystem,
    type,
    lens: "blended",
    target_metric: "bookings_new",
    target_direction: "up",
    target_entity: target,
    proposed_change: {
      field,
      current_value: currentValueOf(entityIn(input, target), field),
      new_value: value,
    },
    max_exposure_percent: 0,
    abort_conditions: [{ metric: "payback_months", operator: ">", threshold: 99, consecutive_days: 7 }],
    experiment:
      type === "experiment"
        ? {
            hypothesis: "It helps.",
            arms: [
              { name: "as it is", share_pct: 95 },
              { name: "changed", share_pct: 5 },
            ],
            minimum_sample: 100,
            success_metric: "bookings_new",
            success_threshold: 1,
          }
        : null,
    observation_window_days: 28,
    expected_impact: { metric: "bookings_new", direction: "up", low_pct: 50, high_pct: 500 },
    expected_economic_impact: [
      { metric: "payback_months", direction: "down", low_pct: -90, high_pct: -50 },
      { metric: "gross_margin_pct", direction: "up", low_pct: 10, high_pct: 90 },
    ],
    notes_for_humans: "A proposal from outside.",
    ...claims,
  };
}

/** More of everything: what must never pass in DEFENSIVE mode, nor past a CFO gate. */
export function greedyProposals(input: KernelInput): Candidate[] {
  const campaigns = input.campaigns.filter(({ budget_daily }) => budget_daily > 0);
  const budgets = campaigns.map(({ id, name, budget_daily }) =>
    proposalFor(
      input,
      { type: "campaign", id, name },
      { owner_subsystem: "campaigns", type: "scale", field: "budget_daily", value: budget_daily * 1.05 },
    ),
  );
  const shifts = campaigns.map(({ id, name, budget_daily }) =>
    proposalFor(
      input,
      { type: "campaign", id, name },
      {
        owner_subsystem: "campaigns",
        type: "config_change",
        field: "budget_daily",
        value: budget_daily + 10,
      },
    ),
  );
  const capacity = input.config.settings.routing.capacity_per_rep;
  const room =
    typeof capacity === "number"
      ? [
          proposalFor(
            input,
            { type: "settings", id: "routing", name: "Routing settings" },
            { owner_subsystem: "routing", type: "scale", field: "capacity_per_rep", value: capacity + 5 },
          ),
        ]
      : [];
  return [...budgets, ...shifts, ...room];
}

const aValue: fc.Arbitrary<LeverValue> = fc.oneof(
  fc.integer({ min: -10, max: 2000 }),
  fc.boolean(),
  fc.string({ maxLength: 120 }),
  fc.constantFrom<LeverValue>(null, "running", "paused", "2027-01-31", "2020-01-01", "Enterprise", "intro-2"),
  fc.constantFrom<LeverValue>([1, 2, 3], [3, 2, 1], { A: 40, B: 60 }, { A: 1 }, { North: "Ada" }),
);

/** Anything that parses: any lever, on any row or on none, to any value. */
export function anyProposals(input: KernelInput): fc.Arbitrary<Candidate[]> {
  const targets: Target[] = [
    ...input.campaigns.map(({ id, name }) => ({ type: "campaign" as const, id, name })),
    ...input.campaigns.flatMap(({ channels }) =>
      channels.map(({ id, channel }) => ({ type: "campaign_channel" as const, id, name: channel })),
    ),
    ...["crm", "pricing", "routing", "content"].map((id) => ({ type: "settings" as const, id, name: id })),
  ];
  const aProposal = fc
    .record({
      target: fc.constantFrom(...targets),
      subsystem: fc.constantFrom(...SUBSYSTEMS),
      type: fc.constantFrom("config_change", "experiment", "pause", "scale", "revert"),
      field: fc.nat(5),
      value: aValue,
      exposure: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ target, subsystem, type, field, value, exposure }) => {
      const fields = FIELDS_BY_SUBSYSTEM[subsystem];
      return proposalFor(
        input,
        target,
        {
          owner_subsystem: subsystem,
          type: type as Candidate["type"],
          field: fields[field % fields.length] ?? "status",
          value,
        },
        { max_exposure_percent: exposure },
      );
    });
  return fc.array(aProposal, { maxLength: 8 });
}
