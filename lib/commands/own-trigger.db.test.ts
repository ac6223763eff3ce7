// A company's own trigger, from the figure that nobody's system has to the gate that follows it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadCycle } from "../queries/cycle-detail";
import { loadOverview } from "../queries/overview";
import { writeHealthySpine } from "../queries/testing/spine-fixture";
import { loadTrigger } from "../queries/trigger";
import { evaluateCycle } from "./evaluate-cycle";
import { overrideInput } from "./override-input";
import { reevaluateOpenRequests } from "./reevaluate-open-requests";
import { submitRequest } from "./submit-request";
import { createCompany, type TestArtifacts } from "./testing/company";
import { proposeAndSign } from "./testing/policies";
import { renewal } from "./testing/requests";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const NAME = "NetNewARR_quarter";
const BURN_MULTIPLE = "MonthlyBurn = NetBurn_3mo_avg; BurnMultiple = MonthlyBurn * 3 / NetNewARR_quarter";
const CLOSE = { cadence: "monthly_close", cycleKey: "2026-05" } as const;
const WEEK = { cadence: "weekly", cycleKey: "2026-W24" } as const;
const REASON = "From the billing report of the quarter.";
const afterClose = new Date("2026-06-08T09:00:00Z");
const afterWeek = new Date("2026-06-15T09:00:00Z");

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** The reference policy with a ninth trigger, which stops renewals when it fails. */
function withOwnTrigger(window = "Monthly at close", formula = BURN_MULTIPLE): TestArtifacts {
  const artifacts = structuredClone(referenceArtifacts);
  artifacts.trigger_spec.trigger_spec.triggers.push({
    id: "T9_BURN_MULTIPLE",
    name: "Burn multiple",
    formula,
    threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
    measurement_window: window,
    action_if_pass: ["Carry on"],
    action_if_fail: ["Review what the burn buys"],
    variance_notes: "Net new ARR is counted by hand",
  });
  artifacts.gating_rules.gating_rules.gates[3]?.blocked_if.push({ when: "T9 FAIL", block: "Renewals" });
  return artifacts;
}

async function founded(artifacts = withOwnTrigger()) {
  const company = await createCompany("Burning Company", artifacts);
  await writeHealthySpine(company.tenantId, "2026-06", undefined, "2025-04");
  const [analyst, lead] = await Promise.all([company.hire("FP&A"), company.hire("Team lead")]);
  const evaluate = async (cycle: typeof CLOSE | typeof WEEK, at: Date) =>
    must(await evaluateCycle(analyst, { ...cycle, deliveredAt: null }, at));
  const supply = (cycle: typeof CLOSE | typeof WEEK, value: number | number[] | null, at: Date) =>
    overrideInput(analyst, { ...cycle, name: NAME, value, reason: REASON }, at);
  const inputOf = async (cycle: typeof CLOSE | typeof WEEK, at: Date) =>
    must(await loadCycle({ ...analyst, role: "FP&A" }, cycle.cadence, cycle.cycleKey, at)).inputs.find(
      ({ name }) => name === NAME,
    );
  return { company, analyst, lead, evaluate, supply, inputOf };
}

const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000);

describe("a figure that no source of the spine has", () => {
  test("is listed as one to be supplied, and until then the trigger is UNKNOWN and the close stays open", async () => {
    const { analyst, evaluate, inputOf } = await founded();
    expect(await inputOf(CLOSE, afterClose)).toMatchObject({
      value: null,
      spineValue: null,
      unit: "USD",
      isSupplied: true,
      series: null,
      override: null,
      triggers: ["T9"],
      source: { query: "No source in the spine: somebody supplies it", rows: 0 },
    });
    const evaluated = await evaluate(CLOSE, afterClose);
    expect(evaluated).toMatchObject({ status: "OPEN", reasonCodes: ["CFO-17"] });
    expect(evaluated.states.T9_BURN_MULTIPLE).toBe("UNKNOWN");
    const { heldUp } = must(await loadOverview(analyst, later(afterClose, 1)));
    expect(heldUp).toMatchObject({ unknown: [{ inputsMissing: [NAME] }] });
  });

  test("is supplied with a reason, kept with no spine value beside it, and gives the trigger its state", async () => {
    const { company, analyst, evaluate, supply, inputOf } = await founded();
    await evaluate(CLOSE, afterClose);
    const supplied = must(await supply(CLOSE, 300_000, later(afterClose, 1)));
    expect(supplied).toMatchObject({ spineValue: null, value: 300_000, needsEvaluation: true });
    expect(await inputOf(CLOSE, later(afterClose, 2))).toMatchObject({
      value: 300_000,
      spineValue: null,
      override: { value: 300_000, reason: REASON, by: "FP&A" },
      evaluatedWith: { value: null },
    });
    const again = await evaluate(CLOSE, later(afterClose, 2));
    expect(again).toMatchObject({ status: "CLOSED", version: 2, reasonCodes: [] });
    expect(again.states.T9_BURN_MULTIPLE).toBe("PASS");
    const { tenantId } = company;
    const stored = await inTenant({ tenantId }, (tx) =>
      tx.cycleInput.findFirstOrThrow({ where: { tenantId, cycleId: again.cycleId, name: NAME } }),
    );
    expect(stored).toMatchObject({ value: 300_000, spineValue: null, unit: "USD", rowCount: 0 });
    expect(stored.overrideId).not.toBeNull();
    const titles = await inTenant({ tenantId }, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId, kind: "input_override" }, select: { title: true } }),
    );
    expect(titles).toEqual([{ title: `${NAME} of 2026-05 supplied` }]);
    const cards = must(await loadOverview(analyst, later(afterClose, 3))).triggers;
    expect(cards.find(({ shortId }) => shortId === "T9")).toMatchObject({
      state: "PASS",
      value: 1,
      unit: "x",
      overridden: true,
      sources: ["events_raw", "supplied by hand"],
      series: [{ value: 1 }],
    });
  });

  test("stands on the trigger's page with formula, thresholds, inputs and history, under either of its names", async () => {
    const { analyst, evaluate, supply } = await founded();
    must(await supply(CLOSE, 300_000, afterClose));
    await evaluate(CLOSE, later(afterClose, 1));
    for (const name of ["T9", "T9_BURN_MULTIPLE"]) {
      const screen = must(await loadTrigger(analyst, name, null, later(afterClose, 2)));
      expect(screen).toMatchObject({
        state: "PASS",
        value: 1,
        computed: { MonthlyBurn: 100_000, BurnMultiple: 1 },
        trigger: { formula: BURN_MULTIPLE, thresholdTexts: { fail: "> 2x" } },
        inputs: [
          { name: "NetBurn", override: null },
          { name: NAME, value: 300_000, override: { reason: REASON, spineValue: null } },
        ],
        past: [{ cycleKey: "2026-05", state: "PASS", value: 1 }],
      });
    }
  });

  test("moves the gates: another figure makes the trigger FAIL, and an open request is blocked by it", async () => {
    const { company, lead, evaluate, supply } = await founded();
    must(await supply(CLOSE, 300_000, afterClose));
    await evaluate(CLOSE, later(afterClose, 1));
    const { reference, decision } = must(
      await submitRequest(lead, { content: renewal() }, later(afterClose, 2)),
    );
    expect(decision.basis.noncritical_triggers.T9).toBe("PASS");
    must(await supply(CLOSE, 100_000, later(afterClose, 3)));
    const again = await evaluate(CLOSE, later(afterClose, 4));
    expect(again.states.T9_BURN_MULTIPLE).toBe("FAIL");
    const followed = await reevaluateOpenRequests(company.tenantId, later(afterClose, 5));
    expect(followed.changed).toEqual([{ reference, status: "STALE" }]);
    const next = must(await submitRequest(lead, { content: renewal() }, later(afterClose, 6)));
    expect(next).toMatchObject({ status: "BLOCKED" });
    expect(next.decision.basis.noncritical_triggers.T9).toBe("FAIL");
  });

  test("may be withdrawn, and is missing again", async () => {
    const { supply, inputOf } = await founded();
    must(await supply(CLOSE, 300_000, afterClose));
    must(await supply(CLOSE, null, later(afterClose, 1)));
    expect(await inputOf(CLOSE, later(afterClose, 2))).toMatchObject({ value: null, override: null });
  });

  test("is one figure, or as many as the formula averages over", async () => {
    const { supply } = await founded();
    const refused = await supply(CLOSE, [1, 2], afterClose);
    expect(refused.ok ? null : refused.failure.fields).toEqual({ value: `${NAME} is one figure.` });
    const series = await founded(
      withOwnTrigger("Monthly at close", `V = NetBurn_3mo_avg / avg(${NAME} over last 2 months)`),
    );
    expect(await series.inputOf(CLOSE, afterClose)).toMatchObject({ series: 2, isSupplied: true });
    const short = await series.supply(CLOSE, [100_000], afterClose);
    expect(short.ok ? null : short.failure.fields?.value).toContain("has 2 figures or more");
    must(await series.supply(CLOSE, [90_000, 110_000], afterClose));
    const { states } = await series.evaluate(CLOSE, later(afterClose, 1));
    expect(states.T9_BURN_MULTIPLE).toBe("PASS");
  });
});

describe("in a week", () => {
  test("a trigger whose window names none keeps the state of the close, and nobody is asked for a figure", async () => {
    const { analyst, evaluate, supply, inputOf } = await founded();
    must(await supply(CLOSE, 160_000, afterClose));
    await evaluate(CLOSE, later(afterClose, 1));
    expect(await inputOf(WEEK, afterWeek)).toBeUndefined();
    const week = await evaluate(WEEK, afterWeek);
    expect(week).toMatchObject({ status: "CLOSED", states: { T9_BURN_MULTIPLE: "WATCH" } });
    const screen = must(await loadTrigger(analyst, "T9", null, later(afterWeek, 1)));
    expect(screen).toMatchObject({ state: "WATCH", carriedFrom: "2026-05", value: 1.875 });
  });

  test("with no close to keep a state from, the figure is asked for, and lets the week close", async () => {
    const { evaluate, supply, inputOf } = await founded();
    expect(await inputOf(WEEK, afterWeek)).toMatchObject({ isSupplied: true, value: null });
    must(await supply(WEEK, 300_000, afterWeek));
    const { states } = await evaluate(WEEK, later(afterWeek, 1));
    expect(states.T9_BURN_MULTIPLE).toBe("PASS");
  });

  test("a trigger whose window names the week is measured each week, with a figure of its own", async () => {
    const { evaluate, supply, inputOf } = await founded(withOwnTrigger("Weekly"));
    must(await supply(CLOSE, 300_000, afterClose));
    await evaluate(CLOSE, later(afterClose, 1));
    expect(await inputOf(WEEK, afterWeek)).toMatchObject({ isSupplied: true, value: null });
    expect((await evaluate(WEEK, afterWeek)).states.T9_BURN_MULTIPLE).toBe("UNKNOWN");
    must(await supply(WEEK, 100_000, later(afterWeek, 1)));
    expect((await evaluate(WEEK, later(afterWeek, 2))).states.T9_BURN_MULTIPLE).toBe("FAIL");
  });
});

describe("before the version that brings it in is in force", () => {
  async function signed() {
    const company = await createCompany("Soon Burning Company");
    await writeHealthySpine(company.tenantId, "2026-06", undefined, "2025-04");
    const [analyst, cfo, ceo] = [
      await company.hire("FP&A"),
      await company.hire("CFO"),
      await company.hire("CEO"),
    ];
    const { bundleId } = await proposeAndSign([cfo, ceo], { artifacts: withOwnTrigger(), at: afterClose });
    return { analyst, bundleId };
  }

  test("its page says which signed version brings it in, and before an evaluation knows no state", async () => {
    const { analyst, bundleId } = await signed();
    expect(must(await loadTrigger(analyst, "T9", null, later(afterClose, 1)))).toMatchObject({
      trigger: { name: "Burn multiple" },
      state: "UNKNOWN",
      notInForce: { bundleId, version: "2.0.0", isSigned: true, evaluation: null },
      siblings: expect.not.arrayContaining([{ shortId: "T9", name: "Burn multiple" }]),
    });
    const t4 = must(await loadTrigger(analyst, "T4", null, later(afterClose, 1)));
    expect(t4.notInForce).toBeNull();
    const none = await loadTrigger(analyst, "T10", null, later(afterClose, 1));
    expect(none.ok ? null : none.failure.code).toBe("NOT_FOUND");
  });

  test("its page says what an evaluation that stayed open found, and is like any other once that closes", async () => {
    const { analyst } = await signed();
    must(await evaluateCycle(analyst, { ...CLOSE, deliveredAt: null }, later(afterClose, 1)));
    expect(must(await loadTrigger(analyst, "T9", null, later(afterClose, 2)))).toMatchObject({
      state: "UNKNOWN",
      inputsMissing: [NAME],
      notInForce: { isSigned: true, evaluation: { ...CLOSE, isClosed: false } },
    });
    const supplied = { ...CLOSE, name: NAME, value: 300_000, reason: REASON };
    must(await overrideInput(analyst, supplied, later(afterClose, 3)));
    must(await evaluateCycle(analyst, { ...CLOSE, deliveredAt: null }, later(afterClose, 4)));
    expect(must(await loadTrigger(analyst, "T9", null, later(afterClose, 5)))).toMatchObject({
      state: "PASS",
      notInForce: null,
    });
  });
});
