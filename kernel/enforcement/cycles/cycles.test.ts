import { describe, expect, it } from "vitest";
import { compile } from "../artifacts/compile";
import type { HistoryEntry } from "../document";
import { referenceDocument, standing } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import type { Cadence, TriggerState } from "../vocabulary";
import { checkAssertions } from "./assertions";
import { checkDataSla } from "./data-sla";
import { dueEscalations } from "./escalations";
import { replayMode } from "./mode";

const policy = compile(referenceArtifacts);
const fullId = (shortId: string) => policy.triggers.find((t) => t.shortId === shortId)?.id ?? shortId;

function entry(
  cycle_id: string,
  states: Record<string, TriggerState>,
  cadence: Cadence = "monthly_close",
): HistoryEntry {
  const all = { T1: "PASS", T4: "PASS", T5: "PASS", T8: "PASS", ...states };
  return {
    cycle_id,
    cadence,
    states: Object.fromEntries(Object.entries(all).map(([id, state]) => [fullId(id), state as TriggerState])),
  };
}

function modeAfter(history: HistoryEntry[], states: Record<string, TriggerState>, id = "now") {
  return replayMode(policy, history, { id, cadence: "monthly_close", states: standing(states).states });
}

describe("The mode", () => {
  it("starts NORMAL, and a critical FAIL or UNKNOWN enters DEFENSIVE", () => {
    expect(modeAfter([], {})).toEqual({ before: "NORMAL", after: "NORMAL", consecutive_pass_cycles: 1 });
    expect(modeAfter([], { T4: "FAIL" })).toEqual({
      before: "NORMAL",
      after: "DEFENSIVE",
      consecutive_pass_cycles: 0,
    });
    expect(modeAfter([], { T8: "UNKNOWN" }).after).toBe("DEFENSIVE");
    expect(modeAfter([], { T6: "FAIL", T4: "WATCH" }).after).toBe("NORMAL");
  });

  it("leaves DEFENSIVE after two cycles in a row with every critical trigger PASS, the current one included", () => {
    const failed = entry("1", { T1: "FAIL" });
    expect(modeAfter([failed], {})).toEqual({
      before: "DEFENSIVE",
      after: "DEFENSIVE",
      consecutive_pass_cycles: 1,
    });
    expect(modeAfter([failed, entry("2", {})], {})).toEqual({
      before: "DEFENSIVE",
      after: "NORMAL",
      consecutive_pass_cycles: 2,
    });
    expect(modeAfter([failed, entry("2", {}), entry("3", { T5: "WATCH" })], {}).after).toBe("DEFENSIVE");
  });

  it("counts weekly and monthly cycles as one sequence", () => {
    const history = [entry("1", { T1: "FAIL" }), entry("W1", {}, "weekly"), entry("W2", {}, "weekly")];
    expect(modeAfter(history, { T4: "WATCH" })).toMatchObject({ before: "NORMAL", after: "NORMAL" });
  });

  it("lets a later entry replace the earlier one in its place, and drops the current cycle's", () => {
    const history = [
      entry("1", { T1: "FAIL" }),
      entry("2", {}),
      entry("1", {}),
      entry("now", { T1: "FAIL" }),
    ];
    expect(modeAfter(history, {})).toEqual({ before: "NORMAL", after: "NORMAL", consecutive_pass_cycles: 3 });
    expect(modeAfter([entry("now", { T1: "FAIL" }, "weekly")], {}).before).toBe("DEFENSIVE");
  });

  it("takes a critical trigger that an entry lacks for UNKNOWN", () => {
    expect(modeAfter([{ cycle_id: "1", cadence: "weekly", states: {} }], {}).before).toBe("DEFENSIVE");
  });
});

describe("Escalations", () => {
  const due = (history: HistoryEntry[], states: Record<string, TriggerState>, cadence: Cadence) =>
    dueEscalations(policy, history, { id: "now", cadence, states: standing(states).states }).map(
      (e) => e.emitted,
    );

  it("are due when the same trigger fails in so many cycles of the cadence", () => {
    expect(due([entry("1", { T1: "FAIL" })], { T1: "FAIL" }, "monthly_close")).toEqual([true, false]);
    const apart = { ...entry("1", {}), states: { [fullId("T2")]: "FAIL" as const } };
    expect(due([apart], { T1: "FAIL" }, "monthly_close")).toEqual([false, false]);
  });

  it("skip UNKNOWN, and need the current cycle to fail", () => {
    const history = [entry("1", { T1: "FAIL" }), entry("2", { T1: "UNKNOWN" })];
    expect(due(history, { T1: "FAIL" }, "monthly_close")[0]).toBe(true);
    expect(due([entry("0", { T1: "FAIL" }), ...history], { T1: "UNKNOWN" }, "monthly_close")[0]).toBe(false);
    expect(due([...history, entry("3", { T1: "WATCH" })], { T1: "FAIL" }, "monthly_close")[0]).toBe(false);
  });

  it("are due only in a cycle of their cadence", () => {
    const weeks = ["1", "2", "3"].map((id) => entry(id, { T4: "FAIL" }, "weekly"));
    expect(due(weeks, { T4: "FAIL" }, "weekly")).toEqual([false, true]);
    expect(due(weeks.slice(1), { T4: "FAIL" }, "weekly")).toEqual([false, false]);
    expect(due(weeks, { T4: "FAIL" }, "monthly_close")).toEqual([false, false]);
  });
});

describe("What another worker claims", () => {
  const rules = [{ rule: "Two consecutive monthly FAILs on T1/T2", emitted: true }];
  const check = (asserted: object, states: Record<string, TriggerState>, history: HistoryEntry[] = []) =>
    checkAssertions(policy, asserted, standing(states).states, modeAfter(history, states), rules);

  it("may not be NORMAL mode while a critical trigger fails or is unknown", () => {
    expect(check({ mode: "NORMAL" }, { T5: "FAIL" })).toEqual(["CFO-28"]);
    expect(check({ mode: "NORMAL" }, { T5: "UNKNOWN" })).toEqual(["CFO-28"]);
    expect(check({ mode: "DEFENSIVE" }, { T5: "FAIL" })).toEqual([]);
  });

  it("may not be NORMAL mode before two passing cycles", () => {
    expect(check({ mode: "NORMAL" }, {}, [entry("1", { T1: "FAIL" })])).toEqual(["CFO-29"]);
    expect(check({ mode: "NORMAL" }, {}, [entry("1", { T1: "FAIL" }), entry("2", {})])).toEqual([]);
  });

  it("must hold every escalation that is due, once it claims any list", () => {
    expect(check({ escalations_emitted: [] }, {})).toEqual(["CFO-30"]);
    expect(check({ escalations_emitted: null }, {})).toEqual([]);
    expect(check({ escalations_emitted: [rules[0]?.rule, "another"] }, {})).toEqual([]);
  });
});

describe("A monthly close", () => {
  const { period_end, delivered_at } = { period_end: "2026-03-31", delivered_at: "2026-04-15" };

  it("needs every minimum field, compared without case and extra space", () => {
    const document = referenceDocument();
    const fields = (document.dataset?.fields ?? []).map(
      (field) => `  ${field.toUpperCase().replaceAll(" ", "  ")} `,
    );
    expect(checkDataSla(policy, { ...document, dataset: { fields } })).toEqual([]);
    expect(checkDataSla(policy, { ...document, dataset: { fields: fields.slice(1) } })).toEqual(["CFO-31"]);
    expect(checkDataSla(policy, { ...document, dataset: null })).toEqual(["CFO-31"]);
  });

  it("is certified only with both dates and within the business days of the SLA", () => {
    const close = (given: object) => checkDataSla(policy, referenceDocument({ close: given }));
    expect(close({ certify_final: true, period_end })).toEqual(["CFO-31"]);
    expect(close({ certify_final: true, period_end, delivered_at })).toEqual(["CFO-32"]);
    expect(close({ certify_final: true, period_end, delivered_at, holidays: ["2026-04-03"] })).toEqual([]);
    expect(close({ certify_final: false, period_end, delivered_at })).toEqual([]);
  });

  it("is not asked of a weekly cycle", () => {
    const weekly = referenceDocument({ cycle: { id: "W1", cadence: "weekly" }, dataset: null });
    expect(checkDataSla(policy, { ...weekly, close: { certify_final: true } })).toEqual([]);
  });
});
