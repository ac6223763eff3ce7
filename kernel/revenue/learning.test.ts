import { describe, expect, it } from "vitest";
import { leverOf } from "./action-identity";
import type { Action, KernelInput } from "./contract";
import { cycleOf } from "./testing/cycles";
import { LAST_DAY, underperformingInput } from "./testing/inputs";

type Result = KernelInput["recent_action_results"][number];

function resultOf(action: Action, changes: Partial<Result>): Result {
  return {
    action_id: action.action_id,
    lever: leverOf(action),
    type: action.type,
    target_entity: action.target_entity,
    proposed_change: action.proposed_change,
    target_metric: action.target_metric,
    target_direction: action.target_direction,
    status: "completed",
    baseline_value: 10,
    observed_value: 11,
    delta: 1,
    confidence: 0.9,
    outcome: "improved",
    economic_deltas: {},
    finished_on: LAST_DAY,
    ...changes,
  };
}

const first = cycleOf(underperformingInput()).output;
const [top] = first.actions;
if (top === undefined) throw new Error("the first cycle has actions");
const cycleAfter = (...results: Result[]) =>
  cycleOf(underperformingInput({ recent_action_results: results })).output;
/** The same company, with this one lever at hand. */
const onlyThisLever = (...recent_action_results: Result[]) => {
  const input = underperformingInput({ recent_action_results });
  return cycleOf({ ...input, guardrails: { ...input.guardrails, allowed_levers: [leverOf(top)] } }).output;
};
const sameLever = (output: typeof first) =>
  output.actions.find(
    (action) => leverOf(action) === leverOf(top) && action.target_entity.id === top.target_entity.id,
  );

describe("what a company learned", () => {
  it.each([
    ["hurt", { outcome: "hurt" }],
    ["failed", { status: "failed", outcome: "no_change" }],
    ["was stopped", { status: "aborted", outcome: null }],
    ["was taken back", { status: "reverted", outcome: null }],
    ["was refused", { status: "rejected", outcome: null, confidence: null }],
    ["changed nothing", { outcome: "no_change" }],
  ] as const)(
    "an action that %s is not proposed again with the same values, and the reason is listed",
    (_, changes) => {
      const output = cycleAfter(resultOf(top, changes));
      expect(output.actions.map(({ action_id }) => action_id)).not.toContain(top.action_id);
      expect(output.suppressed_actions).toContainEqual(
        expect.objectContaining({ action_id: top.action_id, by: "learning", rules: ["no_repetition"] }),
      );
    },
  );

  it("the lever itself may be pulled again, by another step, at a lower score", () => {
    const again = sameLever(onlyThisLever(resultOf(top, { status: "failed", outcome: "no_change" })));
    expect(again?.proposed_change.new_value).not.toEqual(top.proposed_change.new_value);
    expect(again?.cfo_score.learning).toBeLessThan(0);
    expect(again?.cfo_score.total).toBeLessThan(top.cfo_score.total);
  });

  it("what worked goes a step further, at a higher score", () => {
    const input = underperformingInput({ recent_action_results: [resultOf(top, {})] });
    const { field, new_value } = top.proposed_change;
    const moved = {
      ...input,
      config: {
        ...input.config,
        settings: { ...input.config.settings, crm: { ...input.config.settings.crm, [field]: new_value } },
      },
    };
    const next = sameLever(cycleOf(moved).output);
    expect(Number(next?.proposed_change.new_value)).toBeLessThan(Number(new_value));
    expect(next?.cfo_score.learning).toBeGreaterThan(0);
    expect(next?.cfo_score.total).toBeGreaterThan(top.cfo_score.total);
  });

  it("a sure result counts for more than an unsure one", () => {
    const learned = (confidence: number) => {
      const hurt = resultOf(top, { outcome: "hurt", confidence });
      return sameLever(onlyThisLever(hurt))?.cfo_score.learning ?? 0;
    };
    expect(learned(1)).toBeLessThan(learned(0.2));
  });

  it("a lesson holds for its own lever and entity alone", () => {
    const output = cycleAfter(resultOf(top, { outcome: "hurt" }));
    for (const action of output.actions)
      if (leverOf(action) !== leverOf(top)) expect(action.cfo_score.learning).toBe(0);
  });

  it("the second cycle differs from the first because of results, not because of its id or hour", () => {
    expect(cycleAfter().actions).toEqual(first.actions);
    expect(cycleAfter(resultOf(top, { status: "failed", outcome: "hurt" })).actions).not.toEqual(
      first.actions,
    );
  });

  it("while an action is under way, no other one on its lever and entity begins", () => {
    const input = underperformingInput();
    const open = {
      action_id: "x",
      status: "executing" as const,
      lever: leverOf(top),
      target_entity: top.target_entity,
    };
    const { output } = cycleOf({ ...input, config: { ...input.config, open_actions: [open] } });
    expect(sameLever(output)).toBeUndefined();
    expect(output.suppressed_actions).toContainEqual(
      expect.objectContaining({ action_id: top.action_id, by: "open_action" }),
    );
  });
});

describe("what worked", () => {
  const TOUCHES = "crm.max_touches";
  const CRM = { type: "settings", id: "crm", name: "CRM settings" } as const;
  const touched = (from: number, to: number, finished_on: string, changes: Partial<Result> = {}) =>
    resultOf(top, {
      action_id: `${TOUCHES}:config_change:settings:crm=${to}`,
      lever: TOUCHES,
      target_entity: CRM,
      proposed_change: { field: "max_touches", current_value: from, new_value: to },
      finished_on,
      ...changes,
    });
  /** A company that can do no more than try its leads more often, or less often. */
  const withTouches = (max_touches: number, ...recent_action_results: Result[]) => {
    const input = underperformingInput({ recent_action_results });
    const { config, guardrails } = input;
    const crm = { ...config.settings.crm, max_touches };
    return cycleOf({
      ...input,
      config: { ...config, settings: { ...config.settings, crm } },
      guardrails: { ...guardrails, allowed_levers: [TOUCHES] },
    }).output;
  };

  it("is not undone by the next idea for the same lever, so that the loop does not swing to and fro", () => {
    expect(withTouches(10).actions.map((action) => action.proposed_change.new_value)).toEqual([7]);
    const { actions, suppressed_actions } = withTouches(10, touched(7, 10, "2026-11-01"));
    expect(actions).toEqual([]);
    expect(suppressed_actions).toContainEqual(
      expect.objectContaining({ lever: TOUCHES, by: "learning", rules: ["no_undoing"] }),
    );
  });

  it("is told by the newest result: what worked after it, the other way, counts", () => {
    const [up, down] = [touched(7, 12, "2026-10-01"), touched(12, 10, "2026-11-01")];
    for (const results of [
      [up, down],
      [down, up],
    ])
      expect(withTouches(10, ...results).actions).toHaveLength(1);
  });

  it("does not keep anybody from undoing what did not work", () => {
    const failed = touched(7, 10, "2026-11-01", { status: "failed", outcome: "no_change" });
    expect(withTouches(10, failed).actions).toHaveLength(1);
  });

  it("never keeps spend from being cut", () => {
    const input = underperformingInput();
    const cut = cycleOf(input).output.actions.find(
      ({ proposed_change: { field, current_value, new_value } }) =>
        field === "budget_daily" && Number(new_value) < Number(current_value),
    );
    if (cut === undefined) throw new Error("the company cuts what returns poorly");
    const { current_value } = cut.proposed_change;
    const raised = resultOf(cut, {
      action_id: "the raise before",
      proposed_change: { field: "budget_daily", current_value: 1, new_value: current_value },
    });
    const after = cycleOf(underperformingInput({ recent_action_results: [raised] })).output;
    expect(after.actions.map(({ action_id }) => action_id)).toContain(cut.action_id);
  });
});
