import { expect, test } from "vitest";
import { actionOf } from "../commands/testing/optimization";
import { type ComparedCycle, cycleDifference, type PastResult } from "./cycle-difference";

const change = (field: "max_touches" | "sequence_delay_days", to: number) => ({
  ...actionOf({ subsystem: "crm", entity: { type: "settings", id: "crm" }, field, from: 5, to }),
  action_id: `crm.${field}=${to}`,
});

const cycle = (given: Partial<ComparedCycle> & { binds?: "demand" | "economics" } = {}): ComparedCycle => ({
  cycle_summary: {
    binding_constraint: given.binds ?? "demand",
    priority_metric: given.binds === "economics" ? "payback_months" : "pipeline_total",
    diagnosis: "As it is",
    confidence: 0.8,
    cfo_gates_triggered: [],
  },
  actions: [],
  suppressed_actions: [],
  results: [],
  ...given,
});

const result = (actionId: string, finishedOn: string): PastResult => ({
  action_id: actionId,
  lever: "crm.max_touches",
  type: "config_change",
  target_entity: { type: "settings", id: "crm", name: "CRM settings" },
  proposed_change: { field: "max_touches", current_value: 5, new_value: 7 },
  target_metric: "pipeline_total",
  target_direction: "up",
  status: "completed",
  baseline_value: 1,
  observed_value: 2,
  delta: 1,
  confidence: 0.9,
  outcome: "improved",
  economic_deltas: {},
  finished_on: finishedOn,
});

test("a cycle that says the same differs in nothing", () => {
  const same = cycle({ actions: [change("max_touches", 7)] });
  expect(cycleDifference(same, same, new Map())).toMatchObject({
    constraint: null,
    priority: null,
    learnt: [],
    added: [],
    altered: [],
    repeated: [{ action_id: "crm.max_touches=7" }],
    gone: [],
  });
});

test("another constraint, and gates that were triggered or eased, are named", () => {
  const gate = { gate: "payback_exceeded", observed: 20, threshold: 16, effect: "" } as const;
  const before = cycle();
  const now = cycle({ binds: "economics" });
  now.cycle_summary.cfo_gates_triggered.push(gate);
  expect(cycleDifference(before, now, new Map())).toMatchObject({
    constraint: ["demand", "economics"],
    priority: ["pipeline_total", "payback_months"],
    gatesTriggered: ["payback_exceeded"],
    gatesEased: [],
  });
  expect(cycleDifference(now, before, new Map()).gatesEased).toEqual(["payback_exceeded"]);
});

test("the same lever at another value is altered, not new and gone; and the result there is what it learnt from", () => {
  const old = result("crm.max_touches=6", "2026-05-01");
  const fresh = result("crm.max_touches=7", "2026-05-10");
  const difference = cycleDifference(
    cycle({ actions: [change("max_touches", 7)], results: [old] }),
    cycle({ actions: [change("max_touches", 9), change("sequence_delay_days", 2)], results: [fresh, old] }),
    new Map(),
  );
  expect(difference.learnt).toEqual([fresh]);
  expect(difference.altered).toMatchObject([
    { action: { action_id: "crm.max_touches=9" }, before: 7, results: [fresh] },
  ]);
  expect(difference.added).toMatchObject([
    { action: { action_id: "crm.sequence_delay_days=2" }, results: [] },
  ]);
  expect(difference.gone).toEqual([]);
});

test("what is gone says what held it back, and what has become of it", () => {
  const gone = change("max_touches", 7);
  const suppressed = {
    action_id: "crm.max_touches=8",
    lever: "crm.max_touches",
    type: "config_change",
    target_entity: gone.target_entity,
    proposed_change: gone.proposed_change,
    by: "open_action",
    reason_codes: [],
    rules: ["open_action"],
    reason: "Another action is under way.",
  } as const;
  const now = cycle({ suppressed_actions: [{ ...suppressed, reason_codes: [], rules: ["open_action"] }] });
  const [found] = cycleDifference(
    cycle({ actions: [gone] }),
    now,
    new Map([[gone.action_id, "executing"]]),
  ).gone;
  expect(found).toMatchObject({
    heldBack: { by: "open_action", reason: "Another action is under way." },
    status: "executing",
  });
  expect(cycleDifference(cycle({ actions: [gone] }), cycle(), new Map()).gone[0]).toMatchObject({
    heldBack: null,
    status: null,
  });
});
