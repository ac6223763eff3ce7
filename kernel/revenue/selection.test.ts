import { describe, expect, it } from "vitest";
import { leverOf } from "./action-identity";
import type { KernelInput } from "./contract";
import { ACCOUNTS, SEARCH } from "./testing/campaigns";
import { cycleOf } from "./testing/cycles";
import { healthyInput, underperformingInput } from "./testing/inputs";

/** Two proven campaigns that return far more than the rest, and no other lever at hand. */
function twoThatReturnWell(changes: Partial<KernelInput["guardrails"]>, runwayMonths = 24): KernelInput {
  const input = healthyInput();
  return {
    ...input,
    guardrails: { ...input.guardrails, allowed_levers: ["campaigns.budget_daily"], ...changes },
    metrics: input.metrics.map((point) => {
      const isTheirs = point.dimension === SEARCH || point.dimension === ACCOUNTS;
      if (point.metric_id === "campaign_roas" && isTheirs) return { ...point, value: 6 };
      return point.metric_id === "cash_runway_months" ? { ...point, value: runwayMonths } : point;
    }),
  };
}
const added = (input: KernelInput) =>
  cycleOf(input)
    .output.actions.map(
      ({ proposed_change: { current_value, new_value } }) => Number(new_value) - Number(current_value),
    )
    .filter((each) => each > 0);

describe("what goes together in one cycle", () => {
  it("two campaigns grow where the ceiling has room for both", () => {
    expect(added(twoThatReturnWell({ max_daily_spend: 5_000 }))).toEqual([150, 87]);
  });

  it("where it has room for one of them, the better one grows alone", () => {
    expect(added(twoThatReturnWell({ max_daily_spend: 2_290 + 160 }))).toEqual([150]);
  });

  it("while cash is constrained all growth together is at most 10% of the running budgets", () => {
    expect(added(twoThatReturnWell({ max_daily_spend: 5_000 }, 8))).toEqual([150]);
  });

  it("a campaign is changed in one way at a time, so that what worked can be told", () => {
    for (const input of [healthyInput(), underperformingInput()]) {
      const campaigns = cycleOf(input).output.actions.flatMap(({ target_entity: { type, id } }) =>
        type === "settings"
          ? []
          : [
              input.campaigns.find(
                (each) => each.id === id || each.channels.some((channel) => channel.id === id),
              )?.id,
            ],
      );
      expect(new Set(campaigns).size).toBe(campaigns.length);
    }
  });

  it("no part of the company is changed in more than two ways, where others are left to change", () => {
    for (const input of [healthyInput(), underperformingInput()]) {
      const { actions } = cycleOf(input).output;
      for (const { owner_subsystem } of actions)
        expect(actions.filter((each) => each.owner_subsystem === owner_subsystem).length).toBeLessThanOrEqual(
          2,
        );
    }
  });

  it("where only one lever is allowed there are as few actions, and the diagnosis says why", () => {
    const input = healthyInput();
    const one = { ...input, guardrails: { ...input.guardrails, allowed_levers: ["crm.max_touches"] } };
    const { actions, cycle_summary } = cycleOf(one).output;
    expect(actions.map((action) => leverOf(action))).toEqual(["crm.max_touches"]);
    expect(cycle_summary.diagnosis).toContain("Only 1 of at least 3 actions");
  });

  it("money moves into a cheaper channel only beside the cuts that pay for it", () => {
    const input = underperformingInput();
    const shifts = cycleOf({
      ...input,
      metrics: input.metrics.map((point) =>
        point.dimension === "events" ? { ...point, value: 15_000 } : point,
      ),
      guardrails: { ...input.guardrails, allowed_levers: ["campaigns.budget_daily"] },
    });
    const raised = shifts.output.actions.filter(({ guardrails }) => guardrails.max_additional_spend > 0);
    expect(raised).toHaveLength(1);
    expect(shifts.gated.map(({ request }) => request.details.kind)).toEqual(["reallocation"]);
    const onlyThere = shifts.output.actions.filter((action) => !raised.includes(action));
    const freed = onlyThere.map(
      ({ proposed_change: { current_value, new_value } }) => Number(current_value) - Number(new_value),
    );
    const [shift] = raised;
    const moved = Number(shift?.proposed_change.new_value) - Number(shift?.proposed_change.current_value);
    expect(moved).toBeLessThanOrEqual(freed.reduce((sum, each) => sum + each, 0));
  });
});
