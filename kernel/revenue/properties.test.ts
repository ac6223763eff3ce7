import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SituationFacts } from "../enforcement";
import { standing } from "../enforcement/testing/reference-document";
import { leverAndEntity, leverOf, valueText } from "./action-identity";
import { validateChange } from "./change-rules";
import { type Action, type KernelInput, kernelInputSchema, kernelOutputSchema } from "./contract";
import type { CycleResult } from "./cycle-result";
import { dailySpendOf } from "./money";
import { anInput, aSituation } from "./testing/arbitrary-cycles";
import { anyProposals, greedyProposals } from "./testing/arbitrary-proposals";
import { cycleOf, referencePolicy } from "./testing/cycles";
import { entityIn } from "./testing/entities";
import { healthyInput, underperformingInput } from "./testing/inputs";
import { type Fate, resultOf } from "./testing/results";
import { shuffled } from "./testing/shuffled";

const NUMBER_OF_RUNS = 60;

/** With the catalogue alone, and with a model that proposes more of everything and whatever else comes to its mind. */
function holdsOfEveryCycle(
  property: (input: KernelInput, result: CycleResult, facts: SituationFacts) => void,
) {
  const drawn = anInput.chain((input) =>
    fc.record({ input: fc.constant(input), isGreedy: fc.boolean(), proposals: anyProposals(input) }),
  );
  fc.assert(
    fc.property(drawn, aSituation, ({ input, isGreedy, proposals }, facts) => {
      const all = isGreedy ? [...greedyProposals(input), ...proposals] : proposals;
      property(input, cycleOf(input, facts, all), facts);
    }),
    { numRuns: NUMBER_OF_RUNS },
  );
}

const spendOf = (input: KernelInput, { owner_subsystem, target_entity, proposed_change }: Action) =>
  dailySpendOf(
    leverOf({ owner_subsystem, proposed_change }),
    entityIn(input, target_entity),
    proposed_change.current_value,
    proposed_change.new_value,
  );
const runningBudget = (input: KernelInput) =>
  input.campaigns.reduce(
    (sum, { status, budget_daily }) => sum + (status === "running" ? budget_daily : 0),
    0,
  );

describe("whatever a company's figures, settings and gates", () => {
  it("the inputs drawn are ones that the contract lets in", () => {
    fc.assert(
      fc.property(anInput, (input) => {
        kernelInputSchema.parse(input);
      }),
      { numRuns: NUMBER_OF_RUNS },
    );
  });

  it("the answer keeps to the contract, and ranks its actions 1, 2, 3 …", () => {
    holdsOfEveryCycle((_, { output }) => {
      kernelOutputSchema.parse(output);
      expect(output.actions.map(({ priority }) => priority)).toEqual(
        output.actions.map((_each, index) => index + 1),
      );
      const totals = output.actions.map(({ cfo_score }) => cfo_score.total);
      expect(totals).toEqual([...totals].sort((a, b) => b - a));
    });
  });

  it("a cycle with every lever at hand gives three to seven actions, or says that the data comes first", () => {
    holdsOfEveryCycle((input, { output }) => {
      if (input.guardrails.allowed_levers.length < 23 || input.guardrails.blocked_actions.length > 0) return;
      if (output.cycle_summary.binding_constraint === "data_quality") expect(output.actions).toEqual([]);
      else expect(output.actions.length).toBeGreaterThanOrEqual(3);
      expect(output.actions.length).toBeLessThanOrEqual(7);
    });
  });

  it("no action pulls a lever that is not allowed, or that is to be left alone", () => {
    holdsOfEveryCycle(({ guardrails }, { output }) => {
      for (const action of output.actions) {
        const lever = leverOf(action);
        expect(guardrails.allowed_levers).toContain(lever);
        for (const name of [action.action_id, lever, `${lever}:${action.type}`])
          expect(guardrails.blocked_actions).not.toContain(name);
      }
    });
  });

  it("every action is one that the executors would carry out as it stands", () => {
    holdsOfEveryCycle((input, { output }) => {
      for (const { owner_subsystem, type, target_entity, proposed_change } of output.actions) {
        const entity = entityIn(input, target_entity);
        const faults = validateChange({
          subsystem: owner_subsystem,
          type,
          field: proposed_change.field,
          newValue: proposed_change.new_value,
          currentValue: entity.values[proposed_change.field] ?? null,
          facts: {
            maxDailySpend: input.guardrails.max_daily_spend,
            spentTotal: entity.campaign?.spent_total ?? 0,
            today: "2026-11-22",
            templateIds: input.config.content_templates.map(({ id }) => id),
            entityType: target_entity.type,
          },
        });
        expect(faults).toEqual([]);
        expect(valueText(proposed_change.current_value)).toBe(
          valueText(entity.values[proposed_change.field] ?? null),
        );
      }
    });
  });

  it("all actions of a cycle together stay within the daily spend and the exposure of experiments", () => {
    holdsOfEveryCycle((input, { output }) => {
      const added = output.actions.map((action) => Math.max(0, spendOf(input, action)));
      const together = added.reduce((sum, each) => sum + each, 0);
      if (together > 0)
        expect(runningBudget(input) + together).toBeLessThanOrEqual(input.guardrails.max_daily_spend + 0.01);
      for (const { type, guardrails } of output.actions)
        if (type === "experiment")
          expect(guardrails.max_exposure_percent).toBeLessThanOrEqual(
            input.guardrails.max_experiment_exposure_pct,
          );
    });
  });

  it("in DEFENSIVE mode nothing is scaled and nothing more is spent", () => {
    holdsOfEveryCycle((input, { output }, { mode }) => {
      if (mode !== "DEFENSIVE") return;
      for (const action of output.actions) {
        expect(action.type).not.toBe("scale");
        expect(spendOf(input, action)).toBeLessThanOrEqual(0);
        expect(action.guardrails.max_additional_spend).toBe(0);
      }
    });
  });

  it("while cash is constrained no action exposes more than 10%, and no window is longer than 14 days", () => {
    holdsOfEveryCycle((input, { output }) => {
      if (!output.cycle_summary.cfo_gates_triggered.some(({ gate }) => gate === "cash_constrained")) return;
      for (const action of output.actions) {
        expect(action.guardrails.max_exposure_percent).toBeLessThanOrEqual(10);
        expect(action.observation_window_days).toBeLessThanOrEqual(14);
      }
      const added = output.actions.reduce((sum, action) => sum + Math.max(0, spendOf(input, action)), 0);
      expect(added).toBeLessThanOrEqual(runningBudget(input) * 0.1 + 0.01);
    });
  });

  it("while payback or margin is out of bounds no demand is scaled", () => {
    holdsOfEveryCycle((_, { output }) => {
      const gates = output.cycle_summary.cfo_gates_triggered.map(({ gate }) => gate);
      if (!gates.includes("payback_exceeded") && !gates.includes("margin_below_floor")) return;
      for (const action of output.actions)
        if (action.owner_subsystem === "campaigns") expect(action.type).not.toBe("scale");
    });
  });

  it("what needs a person becomes a request, and nothing else does", () => {
    holdsOfEveryCycle((_, { output, gated, blocked }) => {
      const human = output.actions.filter(({ requires_human }) => requires_human !== null);
      expect(gated.map(({ action_id }) => action_id)).toEqual(human.map(({ action_id }) => action_id));
      for (const { decision } of blocked) expect(decision.decision).toBe("BLOCKED");
    });
  });

  it("more spend, and every price, waits for a person", () => {
    holdsOfEveryCycle((input, { output }) => {
      for (const action of output.actions)
        if (action.owner_subsystem === "pricing" || spendOf(input, action) > 0)
          expect(action.requires_human).not.toBeNull();
    });
  });

  it("what is suppressed says by what and why, and is never emitted as well", () => {
    holdsOfEveryCycle((_, { output }) => {
      const emitted = new Set(output.actions.map(({ action_id }) => action_id));
      for (const each of output.suppressed_actions) {
        expect(each.rules.length + each.reason_codes.length).toBeGreaterThan(0);
        expect(each.reason).not.toBe("");
        expect(emitted.has(each.action_id)).toBe(false);
      }
    });
  });

  it("every action says when it is stopped early, and there is one per lever and entity", () => {
    holdsOfEveryCycle((_, { output }) => {
      for (const { guardrails } of output.actions)
        expect(guardrails.abort_conditions.length).toBeGreaterThan(0);
      const pulled = output.actions.map((action) => leverAndEntity(leverOf(action), action.target_entity));
      expect(new Set(pulled).size).toBe(pulled.length);
    });
  });
});

describe("the same company gets the same answer", () => {
  const facts = standing({ T3: "WATCH" });

  it("the same input gives the same bytes", () => {
    fc.assert(
      fc.property(anInput, aSituation, (input, situation) => {
        expect(JSON.stringify(cycleOf(structuredClone(input), situation))).toBe(
          JSON.stringify(cycleOf(input, situation)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("the order in which rows, figures and results come changes no byte", () => {
    const results = firstResults(underperformingInput());
    fc.assert(
      fc.property(anInput, fc.integer({ min: 1, max: 1_000_000 }), (drawn, seed) => {
        const input = { ...drawn, recent_action_results: results };
        expect(JSON.stringify(cycleOf(shuffled(input, seed), facts))).toBe(
          JSON.stringify(cycleOf(input, facts)),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("a cycle learns from the ones before", () => {
  const outcomes = ["improved", "no_change", "hurt", "failed", "aborted", "reverted", "rejected"] as const;

  it("over six cycles, whatever came of its actions, nothing that did not work is tried again unchanged", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.constantFrom(...outcomes), { minLength: 42, maxLength: 42 }),
        (isHealthy, fates) => {
          let input = isHealthy ? healthyInput() : underperformingInput();
          const inVain = new Set<string>();
          for (let cycle = 0; cycle < 6; cycle += 1) {
            const { actions } = cycleOf(input).output;
            expect(actions.length).toBeGreaterThanOrEqual(3);
            for (const action of actions) expect(inVain.has(changeOf(action))).toBe(false);
            const ended = actions.map((action, index) => ({
              action,
              fate: fates[cycle * 7 + index] ?? "no_change",
            }));
            for (const { action, fate } of ended) if (fate !== "improved") inVain.add(changeOf(action));
            input = {
              ...input,
              recent_action_results: [
                ...input.recent_action_results,
                ...ended.map(({ action, fate }) => resultOf(action, fate)),
              ],
            };
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  const changeOf = (action: Action) =>
    `${leverAndEntity(leverOf(action), action.target_entity)}=${valueText(action.proposed_change.new_value)}`;
});

function firstResults(input: KernelInput): KernelInput["recent_action_results"] {
  const fates: Fate[] = ["improved", "hurt", "failed", "rejected", "no_change", "reverted", "aborted"];
  return cycleOf(input).output.actions.flatMap((action, index) =>
    fates.slice(0, index + 1).map((fate) => resultOf(action, fate)),
  );
}

it("the compiled reference policy can be enforced, so that the gates of these tests decide", () => {
  expect(referencePolicy.codes).toEqual([]);
});
