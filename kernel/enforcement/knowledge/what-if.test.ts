import { describe, expect, test } from "vitest";
import { compile } from "../artifacts/compile";
import { run } from "../decide";
import type { HistoryEntry } from "../document";
import { healthyInputs, referenceDocument } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { type AssumedMonth, projectMonths } from "./what-if";
import { askedInputs, assumedMonths } from "./what-if-inputs";

const policy = compile(referenceArtifacts);
const crmHygiene = { stage_definitions_enforced: true, required_fields_enforced: true };
const MONTHS = ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"];
const PLAN = { TargetFCF_3mo_avg: -100_000, TargetEBITDA_3mo_avg: -40_000 };

function months(...changes: Record<string, unknown>[]): AssumedMonth[] {
  return changes.map((change, at) => ({
    key: MONTHS[at] ?? "",
    monthIndex: 4 + at,
    crmHygiene,
    inputs: { ...healthyInputs(), ...PLAN, ...change },
  }));
}
const modes = (...changes: Record<string, unknown>[]) =>
  projectMonths(policy, { history: [], months: months(...changes) }).map(({ mode }) => mode.after);
const SHORT = { CashBalance: 100_000 };
const BEHIND = { TargetFCF_3mo_avg: 900_000 };

describe("the months ahead", () => {
  test("each is what the run of that close would say, on the history up to it", () => {
    const history: HistoryEntry[] = [
      { cycle_id: "2026-03", cadence: "monthly_close", states: { T4_RUNWAY_FLOOR: "FAIL" } },
    ];
    const assumed = months({}, SHORT, { Churn: 900_000 });
    const projected = projectMonths(policy, { history, months: assumed });
    for (const [at, { key, monthIndex, inputs }] of assumed.entries()) {
      const report = run(
        referenceDocument({
          cycle: { id: key, cadence: "monthly_close", month_index: monthIndex },
          inputs: { ...inputs },
          history: [
            ...history,
            ...projected.slice(0, at).map((month) => ({
              cycle_id: month.key,
              cadence: "monthly_close" as const,
              states: Object.fromEntries(month.triggers.map((each) => [each.trigger_id, each.state])),
            })),
          ],
        }),
        policy,
        { logWillTake: true },
      );
      expect(projected[at]?.mode).toEqual(report.mode);
      expect(projected[at]?.triggers.map(({ shortId: _, ...each }) => each)).toEqual(
        report.trigger_evaluation,
      );
      expect(projected[at]?.escalations.map(({ rule }) => rule)).toEqual(
        report.escalations_emitted.filter(({ emitted }) => emitted).map(({ rule }) => rule),
      );
    }
  });

  test("a runway that falls under its floor brings DEFENSIVE mode, which two passing closes end", () => {
    expect(modes({}, SHORT, {}, {}, {})).toEqual(["NORMAL", "DEFENSIVE", "DEFENSIVE", "NORMAL", "NORMAL"]);
  });

  test("a trigger failing in as many closes in a row as a monthly rule says escalates with the last of them", () => {
    const projected = projectMonths(policy, { history: [], months: months(BEHIND, BEHIND, {}) });
    expect(projected.map(({ escalations }) => escalations.length > 0)).toEqual([false, true, false]);
    expect(projected[1]?.escalations[0]?.action).not.toBe("");
  });

  test("the gates close in the month whose states close them, and not before", () => {
    const [before, after] = projectMonths(policy, { history: [], months: months({}, SHORT) });
    expect(before?.gates.every(({ verdict }) => verdict === "OPEN")).toBe(true);
    expect(after?.gates.some(({ verdict }) => verdict !== "OPEN")).toBe(true);
  });
});

describe("a figure that is left empty", () => {
  const asked = askedInputs(policy);
  const LENGTH = 4;
  const base = Object.fromEntries(
    asked.map(({ name }) => {
      const value = { ...healthyInputs(), ...PLAN }[name];
      const last = Array.isArray(value) ? value.at(-1) : value;
      return [name, Array.from({ length: LENGTH }, () => Number(last))];
    }),
  );
  const past = Object.fromEntries(
    asked.flatMap(({ name, kind }) =>
      kind === "monthly" ? [[name, healthyInputs()[name] as number[]]] : [],
    ),
  );
  const keys = MONTHS.slice(0, LENGTH).map((key, at) => ({ key, monthIndex: 4 + at }));
  const projected = (figures: Record<string, (number | null)[]>) =>
    projectMonths(policy, {
      history: [],
      months: assumedMonths(asked, keys, { figures, past }, crmHygiene),
    });
  const RANK = { OPEN: 0, PARTLY_OPEN: 1, CLOSED: 2 } as const;

  test("makes its triggers UNKNOWN, is named, and is never taken for zero", () => {
    const first = projected({ ...base, CashBalance: [null, 1, 1, 1] })[0];
    expect(first?.inputsMissing).toEqual(["CashBalance"]);
    expect(first?.triggers.find(({ shortId }) => shortId === "T4")?.state).toBe("UNKNOWN");
    expect(first?.mode.after).toBe("DEFENSIVE");
  });

  test("never opens a gate and never spares a mode, whichever figure of whichever month it is", () => {
    const whole = projected(base);
    for (const { name } of asked) {
      for (let empty = 0; empty < LENGTH; empty += 1) {
        const figures = {
          ...base,
          [name]: (base[name] ?? []).map((value, at) => (at === empty ? null : value)),
        };
        for (const [at, month] of projected(figures).entries()) {
          const before = whole[at];
          const where = `${name} in month ${empty}, seen in month ${at}`;
          expect(before?.mode.after === "DEFENSIVE" && month.mode.after === "NORMAL", where).toBe(false);
          for (const [gate, { verdict }] of month.gates.entries())
            expect(RANK[verdict], where).toBeGreaterThanOrEqual(RANK[before?.gates[gate]?.verdict ?? "OPEN"]);
        }
      }
    }
  });

  test("an empty failing month does not cut DEFENSIVE mode short", () => {
    const failing = { ...base, CashBalance: [9e6, null, 9e6, 9e6] };
    expect(projected(failing).map(({ mode }) => mode.after)).toEqual([
      "NORMAL",
      "DEFENSIVE",
      "DEFENSIVE",
      "NORMAL",
    ]);
  });
});

describe("one figure a month", () => {
  const asked = askedInputs(policy);
  test("is asked for every input of the policy, an average by its months", () => {
    expect(asked.map(({ name }) => name)).toContain("NetBurn");
    expect(asked.map(({ name }) => name)).not.toContain("NetBurn_3mo_avg");
    expect(asked.find(({ name }) => name === "Revenue")?.triggers).toEqual(["T2", "T8"]);
    expect(asked).toHaveLength(20);
  });

  test("joins the months before it, so that an average moves a third of the way", () => {
    const [first, second] = assumedMonths(
      asked,
      [
        { key: "2026-04", monthIndex: 4 },
        { key: "2026-05", monthIndex: 5 },
      ],
      { figures: { NetBurn: [30, 60], CashBalance: [1, null] }, past: { NetBurn: [10, 20] } },
      null,
    );
    expect(first?.inputs).toEqual({ NetBurn: [10, 20, 30], CashBalance: 1 });
    expect(second?.inputs).toEqual({ NetBurn: [10, 20, 30, 60] });
  });

  test("a company's own trigger asks for its own figures and is projected like the others", () => {
    const artifacts = structuredClone(referenceArtifacts) as typeof referenceArtifacts;
    const own = {
      ...structuredClone(artifacts.trigger_spec.trigger_spec.triggers[5]),
      id: "T9_BURN_MULTIPLE",
      name: "Burn multiple",
      formula: "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter",
      threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2.0x", fail: "> 2.0x" },
    };
    const withOwn = compile({
      ...artifacts,
      trigger_spec: {
        trigger_spec: {
          ...artifacts.trigger_spec.trigger_spec,
          triggers: [...artifacts.trigger_spec.trigger_spec.triggers, own],
        },
      },
    });
    expect(withOwn.findings).toEqual([]);
    const inputs = askedInputs(withOwn);
    expect(inputs.find(({ name }) => name === "NetBurn")?.triggers).toEqual(["T4", "T9"]);
    expect(inputs.find(({ name }) => name === "NetNewARR_quarter")).toMatchObject({
      kind: "amount",
      unit: "USD",
    });
    const [month] = projectMonths(withOwn, {
      history: [],
      months: assumedMonths(
        inputs,
        [{ key: "2026-04", monthIndex: 4 }],
        { figures: { NetBurn: [100], NetNewARR_quarter: [300] }, past: { NetBurn: [100, 100] } },
        null,
      ),
    });
    expect(month?.triggers.find(({ shortId }) => shortId === "T9")).toMatchObject({
      state: "PASS",
      computed_values: { BurnMultiple: 1 },
    });
  });
});
