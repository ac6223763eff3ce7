import { describe, expect, it } from "vitest";
import { standing } from "../enforcement/testing/reference-document";
import { leverOf } from "./action-identity";
import { type KernelInput, kernelInputSchema, kernelOutputSchema } from "./contract";
import type { MetricId } from "./metric-ids";
import { SEARCH } from "./testing/campaigns";
import { cycleOf } from "./testing/cycles";
import { healthyInput, underperformingInput } from "./testing/inputs";

/** Every value of a metric, changed. */
function withMetric(input: KernelInput, metric: MetricId, change: (value: number) => number): KernelInput {
  return {
    ...input,
    metrics: input.metrics.map((point) =>
      point.metric_id === metric && point.value !== null ? { ...point, value: change(point.value) } : point,
    ),
  };
}
const without = (
  input: KernelInput,
  keep: (point: KernelInput["metrics"][number]) => boolean,
): KernelInput => ({
  ...input,
  metrics: input.metrics.filter(keep),
});
const summary = (input: KernelInput) => cycleOf(input).output.cycle_summary;
const levers = (input: KernelInput, mode: "NORMAL" | "DEFENSIVE" = "NORMAL") =>
  cycleOf(input, standing({}, mode)).output.actions.map((action) => leverOf(action));

describe("two companies", () => {
  it("the contract lets both in", () => {
    kernelInputSchema.parse(healthyInput());
    kernelInputSchema.parse(underperformingInput());
  });

  it.each(["NORMAL", "DEFENSIVE"] as const)("each gets three to seven actions in %s mode", (mode) => {
    for (const input of [healthyInput(), underperformingInput()]) {
      const output = kernelOutputSchema.parse(cycleOf(input, standing({}, mode)).output);
      expect(output.actions.length).toBeGreaterThanOrEqual(3);
      expect(output.actions.length).toBeLessThanOrEqual(7);
    }
  });

  it("the healthy one scales what is proven; the other one takes money out of what returns little", () => {
    const scaled = cycleOf(healthyInput()).output.actions.find(({ type }) => type === "scale");
    expect(scaled).toMatchObject({
      target_entity: { id: SEARCH },
      proposed_change: { field: "budget_daily" },
    });
    const cut = cycleOf(underperformingInput()).output.actions.find(
      ({ proposed_change }) => proposed_change.field === "budget_daily",
    );
    expect(Number(cut?.proposed_change.new_value)).toBeLessThan(Number(cut?.proposed_change.current_value));
  });

  it("new values follow the company's own: another budget, another step", () => {
    const input = healthyInput();
    const doubled = {
      ...input,
      guardrails: { ...input.guardrails, max_daily_spend: 9_000 },
      campaigns: input.campaigns.map((each) => ({ ...each, budget_daily: each.budget_daily * 2 })),
    };
    const stepOf = (of: KernelInput) =>
      cycleOf(of).output.actions.find(({ type }) => type === "scale")?.proposed_change.new_value;
    expect(stepOf(doubled)).not.toEqual(stepOf(input));
  });
});

describe("data comes first", () => {
  it("a required metric that is missing stops all optimisation, and its remedy is named", () => {
    const { output, gated } = cycleOf(
      without(healthyInput(), ({ metric_id }) => metric_id !== "payback_months"),
    );
    expect(output.cycle_summary).toMatchObject({
      binding_constraint: "data_quality",
      priority_metric: "payback_months",
    });
    expect(output.actions).toEqual([]);
    expect(gated).toEqual([]);
    expect(output.data_quality_actions).toMatchObject([{ metric_id: "payback_months", problem: "missing" }]);
    expect(output.data_quality_actions[0]?.remedy).not.toBe("");
    kernelOutputSchema.parse(output);
  });

  it("figures of the day before yesterday are fresh enough, those of the day before are stale", () => {
    const upTo = (day: string) => without(healthyInput(), ({ date }) => date <= day);
    // At 02:00 on the 22nd the 20th ended 26 hours ago, the 19th 50 hours.
    expect(summary(upTo("2026-11-20")).binding_constraint).not.toBe("data_quality");
    const stale = cycleOf(upTo("2026-11-19")).output;
    expect(stale.cycle_summary.binding_constraint).toBe("data_quality");
    expect(new Set(stale.data_quality_actions.map(({ problem }) => problem))).toEqual(new Set(["stale"]));
  });

  it("six days of history are too few, seven are enough", () => {
    const since = (day: string) => without(healthyInput(), ({ date }) => date >= day);
    expect(summary(since("2026-11-16")).binding_constraint).toBe("data_quality");
    expect(summary(since("2026-11-15")).binding_constraint).not.toBe("data_quality");
  });

  it("a day whose value cannot be computed is no value", () => {
    const input = healthyInput();
    const metrics = input.metrics.map((point) =>
      point.metric_id === "win_rate" ? { ...point, value: null } : point,
    );
    expect(cycleOf({ ...input, metrics }).output.data_quality_actions).toMatchObject([
      { metric_id: "win_rate", problem: "missing" },
    ]);
  });

  it("sources that have been silent for two days count as stale data", () => {
    const input = withMetric(healthyInput(), "data_freshness_hours", () => 60);
    expect(cycleOf(input).output.data_quality_actions).toMatchObject([
      { metric_id: "data_freshness_hours", problem: "stale" },
    ]);
  });

  it("much without a channel and many duplicates are reported, and hold nothing up", () => {
    const { output } = cycleOf(underperformingInput());
    expect(output.data_quality_actions.map(({ problem }) => problem)).toEqual(["unattributed", "duplicates"]);
    expect(output.cycle_summary.binding_constraint).toBe("economics");
    expect(output.actions.length).toBeGreaterThanOrEqual(3);
  });
});

describe("the CFO's gates", () => {
  const gatesOf = (input: KernelInput) => summary(input).cfo_gates_triggered;

  it("payback on target plus tolerance passes; over it the gate triggers and demand is not scaled", () => {
    expect(gatesOf(withMetric(healthyInput(), "payback_months", () => 18))).toEqual([]);
    const over = withMetric(healthyInput(), "payback_months", () => 18.1);
    expect(gatesOf(over)).toMatchObject([{ gate: "payback_exceeded", observed: 18.1, threshold: 18 }]);
    const { output } = cycleOf(over);
    expect(
      output.actions.filter(
        ({ type, owner_subsystem }) => type === "scale" && owner_subsystem === "campaigns",
      ),
    ).toEqual([]);
    expect(output.suppressed_actions).toContainEqual(
      expect.objectContaining({ by: "cfo_gate", rules: ["payback_exceeded"], type: "scale" }),
    );
  });

  it("under the margin floor no channel is scaled, and pricing rises in rank", () => {
    const low = withMetric(healthyInput(), "gross_margin_pct", () => 71.9);
    expect(gatesOf(low)).toMatchObject([{ gate: "margin_below_floor", observed: 71.9, threshold: 72 }]);
    expect(gatesOf(withMetric(healthyInput(), "gross_margin_pct", () => 72))).toEqual([]);
    expect(levers(low)[0]).toBe("pricing.discount_max_pct");
    expect(levers(healthyInput())[0]).not.toBe("pricing.discount_max_pct");
    expect(cycleOf(low).output.suppressed_actions).toContainEqual(
      expect.objectContaining({ by: "cfo_gate", rules: ["margin_below_floor"], type: "scale" }),
    );
  });

  it("with a short runway exposure is at most 10%, and windows are shorter", () => {
    const short = withMetric(healthyInput(), "cash_runway_months", () => 8);
    const { actions, cycle_summary } = cycleOf(short).output;
    expect(cycle_summary.cfo_gates_triggered).toMatchObject([
      { gate: "cash_constrained", observed: 8, threshold: 12 },
    ]);
    for (const { guardrails, observation_window_days } of actions) {
      expect(guardrails.max_exposure_percent).toBeLessThanOrEqual(10);
      expect(observation_window_days).toBeLessThanOrEqual(14);
    }
  });

  it("all three at once still leave at least three actions", () => {
    const worst = withMetric(underperformingInput(), "cash_runway_months", () => 5);
    expect(gatesOf(worst).map(({ gate }) => gate)).toEqual([
      "payback_exceeded",
      "margin_below_floor",
      "cash_constrained",
    ]);
    expect(levers(worst).length).toBeGreaterThanOrEqual(3);
    expect(levers(worst, "DEFENSIVE").length).toBeGreaterThanOrEqual(3);
  });
});

describe("the constraint", () => {
  const targets = { pipeline: 4_000_000, bookings: 1_000_000, payback_max_months: 15 };
  const standingAt = (pipeline: number, bookings: number, payback: number) => {
    const levels: Partial<Record<MetricId, number>> = {
      pipeline_total: pipeline,
      bookings_new: bookings,
      payback_months: payback,
    };
    const input = healthyInput({ targets });
    return Object.entries(levels).reduce(
      (so_far, [metric, level]) => withMetric(so_far, metric as MetricId, () => level),
      input,
    );
  };

  it("short pipeline is a want of demand", () => {
    expect(summary(standingAt(3_000_000, 1_000_000, 12))).toMatchObject({
      binding_constraint: "demand",
      priority_metric: "pipeline_total",
    });
  });

  it("at the same gap conversion outweighs demand, and economics outweighs both", () => {
    expect(summary(standingAt(3_200_000, 800_000, 12)).binding_constraint).toBe("conversion");
    expect(summary(standingAt(3_200_000, 800_000, 18)).binding_constraint).toBe("economics");
  });

  it("a gap of demand half as large again outweighs economics no longer", () => {
    expect(summary(standingAt(2_000_000, 1_000_000, 18)).binding_constraint).toBe("demand");
  });

  it("the diagnosis names the figure, its target and its trend", () => {
    const { diagnosis } = summary(underperformingInput());
    expect(diagnosis).toContain("Blended CAC at $26,500 against a target of at most $16,000, 65.6% off");
    expect(diagnosis).toMatch(/seven-day mean/);
    expect(diagnosis).toContain("payback_exceeded");
  });

  it("where every target is met it says so, and is less sure of what binds", () => {
    const healthy = summary(healthyInput());
    expect(healthy.diagnosis).toMatch(/^Every target is met/);
    expect(healthy.confidence).toBeLessThan(summary(underperformingInput()).confidence);
  });
});

describe("what a cycle leaves to be watched", () => {
  it("names the metrics of its actions and of their abort conditions, and the longest window", () => {
    const { actions, learning_plan, cycle_summary } = cycleOf(underperformingInput()).output;
    for (const { target_metric, guardrails } of actions) {
      expect(learning_plan.metrics_to_monitor).toContain(target_metric);
      for (const { metric } of guardrails.abort_conditions)
        expect(learning_plan.metrics_to_monitor).toContain(metric);
    }
    expect(learning_plan.metrics_to_monitor).toContain(cycle_summary.priority_metric);
    expect(learning_plan.observation_window_days).toBe(
      Math.max(...actions.map(({ observation_window_days }) => observation_window_days)),
    );
  });
});
