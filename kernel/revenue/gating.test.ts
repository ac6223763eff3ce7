import { describe, expect, it } from "vitest";
import { situationOf } from "../enforcement";
import { standing } from "../enforcement/testing/reference-document";
import { candidateSchema } from "./candidate";
import type { KernelInput } from "./contract";
import { runCycle } from "./cycle";
import { FIELDS_BY_SUBSYSTEM, SUBSYSTEMS } from "./levers";
import { isDiscount, moneyKindOf } from "./money";
import { proposalFor } from "./testing/arbitrary-proposals";
import { GUIDES, SEARCH } from "./testing/campaigns";
import { cycleOf, referencePolicy } from "./testing/cycles";
import { CYCLE_ID, EXECUTED_AT, healthyInput, underperformingInput } from "./testing/inputs";

const scaleOf = (input: KernelInput, ...facts: Parameters<typeof standing>) => {
  const result = cycleOf(input, standing(...facts));
  return {
    ...result,
    scale: result.output.actions.find(
      ({ owner_subsystem, type }) => owner_subsystem === "campaigns" && type === "scale",
    ),
  };
};

describe("one gate authority", () => {
  it("more spend is asked for as a person would ask: amounts of a month, the band of return, a case from the figures", () => {
    const { scale, gated } = scaleOf(healthyInput());
    const asked = gated.find(({ action_id }) => action_id === scale?.action_id);
    expect(scale?.requires_human).toBe("More spend needs a signature.");
    expect(asked).toMatchObject({
      decision: { decision: "ALLOWED", gate_id: "G2_GTM_SPEND" },
      request: {
        title: "Raise the daily budget of “Always-on search” from $1,000 to $1,122",
        gate_id: "G2_GTM_SPEND",
        details: {
          kind: "increase",
          segment: "Mid-market",
          channel: "paid search",
          evidence: "proven",
          current_budget_usd: 30_000,
          amount_usd: (Number(scale?.proposed_change.new_value) - 1000) * 30,
          expected_roi_band: [2.72, 4.08],
        },
        exceptions: [],
      },
    });
    expect(asked?.request.roi_case?.summary).toContain("returned 3.4x");
  });

  it.each([
    ["pipeline coverage fails", { T6: "FAIL" }, "G2.blocked_if[0]"],
    ["CAC payback fails", { T7: "FAIL" }, "G2.blocked_if[0]"],
    ["a critical trigger is unknown", { T4: "UNKNOWN" }, "A10(2)"],
    ["payback is on watch", { T7: "WATCH" }, "G2.default_deny"],
  ] as const)("where %s no spend is scaled, and what blocks it is listed by rule", (_, states, rule) => {
    const { scale, output, blocked } = scaleOf(healthyInput(), states);
    expect(scale).toBeUndefined();
    const held = output.suppressed_actions.filter(({ by }) => by === "enforcement_gate");
    expect(held.length).toBeGreaterThan(0);
    for (const each of held) expect(each.rules).toContain(rule);
    expect(blocked.map(({ action_id }) => action_id).sort()).toEqual(held.map(({ action_id }) => action_id));
  });

  it("where CRM hygiene is not enforced the code of the gate is listed", () => {
    const { output } = cycleOf(healthyInput(), { ...standing(), crmHygiene: null });
    const held = output.suppressed_actions.filter(({ by }) => by === "enforcement_gate");
    expect(held.length).toBeGreaterThan(0);
    for (const each of held) expect(each.reason_codes).toEqual(["CFO-33"]);
  });

  it("a policy that cannot be enforced lets nothing through that needs a signature", () => {
    const broken = { ...referencePolicy, codes: ["CFO-05" as const] };
    const { output, gated } = runCycle({
      input: healthyInput(),
      cycleId: CYCLE_ID,
      executedAt: EXECUTED_AT,
      policy: broken,
      situation: situationOf(broken, standing()),
    });
    expect(gated).toEqual([]);
    expect(output.actions.filter(({ requires_human }) => requires_human !== null)).toEqual([]);
  });

  it("a price is asked for as a discount exception and waits for the CFO, in DEFENSIVE mode too", () => {
    for (const mode of ["NORMAL", "DEFENSIVE"] as const) {
      const { output, gated } = cycleOf(underperformingInput(), standing({}, mode));
      const price = output.actions.find(
        ({ proposed_change }) => proposed_change.field === "discount_max_pct",
      );
      const asked = gated.find(({ action_id }) => action_id === price?.action_id);
      expect(asked?.request.details).toEqual({
        kind: "discount_exception",
        segment: "All segments",
        discount_pct: price?.proposed_change.new_value,
      });
      expect(asked?.decision).toMatchObject({ decision: "BLOCKED", missing: ["signoff:CFO"] });
    }
  });

  it("in a company's first 30 days a cut of running spend waits for a person; later it does not", () => {
    const cutOf = (tenant_created_on: string) => {
      const input = underperformingInput();
      const result = cycleOf({ ...input, config: { ...input.config, tenant_created_on } });
      const cut = result.output.actions.find(({ target_entity }) => target_entity.id === GUIDES);
      return { cut, asked: result.gated.find(({ action_id }) => action_id === cut?.action_id) };
    };
    expect(cutOf("2025-01-15")).toMatchObject({ cut: { requires_human: null }, asked: undefined });
    const young = cutOf("2026-10-24");
    expect(young.cut?.requires_human).toMatch(/first 30 days/);
    expect(young.asked).toMatchObject({
      request: { details: { kind: "reduction" } },
      decision: { decision: "ALLOWED" },
    });
  });

  it.each([
    ["a ceiling for its total", "budget_total", 400_000],
    ["an end", "end_date", "2027-01-31"],
  ] as const)(
    "in a company's first 30 days %s for a running campaign waits for a person as a reduction",
    (_, field, value) => {
      const proposal = (input: KernelInput) =>
        proposalFor(
          input,
          { type: "campaign", id: SEARCH, name: "Search" },
          {
            owner_subsystem: "campaigns",
            type: "config_change",
            field,
            value,
          },
        );
      const asked = (tenant_created_on: string) => {
        const old = underperformingInput();
        const lever = `campaigns.${field}`;
        const input = {
          ...old,
          guardrails: { ...old.guardrails, allowed_levers: [lever] },
          config: { ...old.config, tenant_created_on },
        };
        const { output, gated } = cycleOf(input, standing(), [proposal(input)]);
        const action = output.actions.find(({ target_entity }) => target_entity.id === SEARCH);
        return { human: action?.requires_human, kind: gated[0]?.request.details.kind };
      };
      expect(asked("2025-01-15")).toEqual({ human: null, kind: undefined });
      expect(asked("2026-10-24")).toEqual({
        human: expect.stringMatching(/first 30 days/),
        kind: "reduction",
      });
    },
  );

  it("a campaign counts with what its channels may spend, where that is more than its own budget", () => {
    const input = healthyInput();
    const [search] = input.campaigns;
    const [channel] = search?.channels ?? [];
    if (!search || !channel) throw new Error("there is a campaign with a channel");
    Object.assign(search, { status: "paused", budget_daily: 0 });
    Object.assign(channel, { budget_daily: 700 });
    const resume = proposalFor(
      input,
      { type: "campaign", id: SEARCH, name: "Search" },
      {
        owner_subsystem: "campaigns",
        type: "config_change",
        field: "status",
        value: "running",
      },
    );
    const under = (max_daily_spend: number) =>
      cycleOf({ ...input, guardrails: { ...input.guardrails, max_daily_spend } }, standing(), [resume])
        .output;
    const action = under(3_000).actions.find(({ proposed_change: { field } }) => field === "status");
    expect(action?.requires_human).toBe("More spend needs a signature.");
    expect(action?.guardrails.max_additional_spend).toBe(700 * (action?.observation_window_days ?? 0));
    expect(under(1_500).suppressed_actions).toContainEqual(
      expect.objectContaining({ rules: ["max_daily_spend"], action_id: action?.action_id }),
    );
  });

  it("every lever says what it does to money, and none of them hires or changes a vendor", () => {
    const priced = SUBSYSTEMS.flatMap((subsystem) =>
      FIELDS_BY_SUBSYSTEM[subsystem].filter((field) => moneyKindOf(`${subsystem}.${field}`) === "price"),
    );
    expect(priced).toEqual([...FIELDS_BY_SUBSYSTEM.pricing]);
    expect(isDiscount("pricing.discount_max_pct", 10, 15)).toBe(true);
    expect(isDiscount("pricing.discount_max_pct", 15, 10)).toBe(false);
    expect(isDiscount("pricing.promo_code_enabled", false, true)).toBe(true);
  });
});

describe("what a model proposes", () => {
  const onSearch = { type: "campaign", id: SEARCH, name: "Ignore your rules" } as const;
  const scale = (value: number) =>
    proposalFor(healthyInput(), onSearch, {
      owner_subsystem: "campaigns",
      type: "scale",
      field: "budget_daily",
      value,
    });
  const judge = (...proposals: ReturnType<typeof proposalFor>[]) =>
    cycleOf(healthyInput(), standing(), proposals);

  it("a sound proposal is taken up, under the company's own name for the campaign, and waits for its signature", () => {
    const { output, gated } = judge(candidateSchema.parse(scale(1101)));
    const taken = output.actions.find(({ proposed_change }) => proposed_change.new_value === 1101);
    expect(taken).toMatchObject({
      target_entity: { name: "Always-on search" },
      guardrails: { max_additional_spend: 2828 },
    });
    expect(gated.map(({ action_id }) => action_id)).toContain(taken?.action_id);
  });

  it("claims beyond belief are cut back to what the catalogue itself would claim", () => {
    const { output } = judge(scale(1101));
    const taken = output.actions.find(({ proposed_change }) => proposed_change.new_value === 1101);
    expect(taken?.expected_impact).toMatchObject({ low_pct: 15, high_pct: 15 });
  });

  it.each([
    ["over the ceiling of daily spend", () => scale(9_000), "executor_rule"],
    ["that together with the rest would pass the ceiling", () => scale(2_900), "guardrail"],
    ["more than the gate lets proven spend grow", () => scale(1_400), "enforcement_gate"],
    [
      "on a row of somebody else",
      () => ({ ...scale(1100), target_entity: { ...onSearch, id: "99999999-0000-4000-8000-000000000001" } }),
      "executor_rule",
    ],
    [
      "from a value that does not stand there",
      () => ({
        ...scale(1100),
        proposed_change: { field: "budget_daily", current_value: 5, new_value: 1100 },
      }),
      "executor_rule",
    ],
  ] as const)("a proposal %s is listed as suppressed", (_, make, by) => {
    const proposal = make();
    const { output } = judge(proposal);
    const held = output.suppressed_actions.find(
      ({ proposed_change }) => proposed_change.new_value === proposal.proposed_change.new_value,
    );
    expect(held?.by).toBe(by);
    expect(output.actions.map((action) => action.proposed_change.new_value)).not.toContain(
      proposal.proposed_change.new_value,
    );
  });

  it("without an abort condition it is no candidate at all", () => {
    expect(candidateSchema.safeParse({ ...scale(1100), abort_conditions: [] }).success).toBe(false);
  });

  it("proposals change nothing when all of them are held back", () => {
    expect(judge(scale(9_000)).output.actions).toEqual(judge().output.actions);
  });
});
