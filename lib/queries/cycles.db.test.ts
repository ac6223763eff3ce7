import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluateCycle } from "../commands/evaluate-cycle";
import { overrideInput } from "../commands/override-input";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadCycle } from "./cycle-detail";
import { cycleCursor, listCycles } from "./cycles";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const at = (day: string) => new Date(`${day}T09:00:00Z`);
const ALL = { cadence: null, before: null };

async function evaluated() {
  const company = await createCompany();
  await writeHealthySpine(company.tenantId, "2026-10", undefined, "2025-04");
  const member = await company.hire("FP&A");
  const analyst = { ...member, role: "FP&A" as const };
  const evaluate = async (cadence: "weekly" | "monthly_close", cycleKey: string, day: string) =>
    must(await evaluateCycle(analyst, { cadence, cycleKey }, at(day)));
  await evaluate("monthly_close", "2026-05", "2026-06-08");
  await evaluate("weekly", "2026-W24", "2026-06-15");
  return { analyst, evaluate };
}

test("cycles stand in the order in which they were first evaluated; one evaluated again keeps its place", async () => {
  const { analyst, evaluate } = await evaluated();
  await evaluate("monthly_close", "2026-05", "2026-06-16");
  const { cycles } = must(await listCycles(analyst, ALL, at("2026-06-16")));
  expect(cycles.map(({ cycleKey, version }) => [cycleKey, version])).toEqual([
    ["2026-W24", 1],
    ["2026-05", 2],
  ]);
  expect(cycles[1]?.states.find(({ triggerId }) => triggerId.startsWith("T7"))?.state).toBe("WATCH");
  const closes = must(
    await listCycles(analyst, { cadence: "monthly_close", before: null }, at("2026-06-16")),
  );
  expect(closes.cycles.map(({ cycleKey }) => cycleKey)).toEqual(["2026-05"]);
});

test("the page after a cursor goes on where the one before stopped", async () => {
  const { analyst } = await evaluated();
  const before = cycleCursor("2026-06-15T09:00:00.000Z_2026-W24");
  const { cycles, nextCursor } = must(await listCycles(analyst, { cadence: null, before }, at("2026-06-16")));
  expect(cycles.map(({ cycleKey }) => cycleKey)).toEqual(["2026-05"]);
  expect(nextCursor).toBeNull();
  expect(cycleCursor("yesterday")).toBeNull();
});

test("what is over and not evaluated is due: the week that ended on Sunday, the month once it has ended", async () => {
  const { analyst } = await evaluated();
  const due = async (day: string) =>
    must(await listCycles(analyst, ALL, at(day))).due.map(({ cycleKey }) => cycleKey);
  expect(await due("2026-06-21")).toEqual([]);
  expect(await due("2026-06-22")).toEqual(["2026-W25"]);
  expect(await due("2026-07-01")).toEqual(["2026-06", "2026-W26"]);
});

test("nothing is due before the plan has begun, and its first close is the plan's first month", async () => {
  const company = await createCompany();
  const analyst = { ...(await company.hire("FP&A")), role: "FP&A" as const };
  const { due, close } = must(await listCycles(analyst, ALL, at("2025-06-20")));
  expect(due).toEqual([]);
  expect(close).toMatchObject({ cycleKey: "2025-07", state: "PERIOD_RUNNING", deadline: "2025-08-14" });
  const begun = must(await listCycles(analyst, ALL, at("2025-07-07")));
  expect(begun.due.map(({ cycleKey }) => cycleKey)).toEqual(["2025-W27"]);
  expect(begun.close.cycleKey).toBe("2025-07");
});

test("a close is not overdue on the weekend behind its last business day", async () => {
  const { analyst, evaluate } = await evaluated();
  await evaluate("monthly_close", "2026-06", "2026-07-08");
  const july = async (day: string) => {
    const { state, businessDays, deadline } = must(await listCycles(analyst, ALL, at(day))).close;
    return [state, businessDays, deadline];
  };
  expect(await july("2026-08-14"), "a Friday").toEqual(["DUE", 0, "2026-08-14"]);
  expect(await july("2026-08-16")).toEqual(["DUE", 0, "2026-08-14"]);
  expect(await july("2026-08-17")).toEqual(["OVERDUE", 1, "2026-08-14"]);
});

test("a due cycle shows what an evaluation would say; looking writes nothing", async () => {
  const { analyst } = await evaluated();
  const cycle = must(await loadCycle(analyst, "monthly_close", "2026-06", at("2026-07-08")));
  expect(cycle).toMatchObject({
    evaluated: null,
    versions: [],
    deadline: "2026-07-14",
    monthIndex: 11,
    missingFields: [],
  });
  expect(cycle.preview).toMatchObject({
    status: "CLOSED",
    reasonCodes: [],
    mode: { before: "NORMAL", after: "NORMAL" },
  });
  expect(cycle.inputs.find(({ name }) => name === "Revenue")?.triggers).toEqual(["T2", "T8"]);
  const { cycles } = must(await listCycles(analyst, ALL, at("2026-07-08")));
  expect(cycles).toHaveLength(2);
});

test("an override shows beside the spine's figure, with who and why, and that the evaluation used another", async () => {
  const { analyst } = await evaluated();
  const reason = "A deposit is not connected to the bank feed.";
  const order = {
    cadence: "monthly_close",
    cycleKey: "2026-05",
    name: "CashBalance",
    value: 1_000_000,
    reason,
  } as const;
  must(await overrideInput(analyst, order, at("2026-06-16")));
  const cycle = must(await loadCycle(analyst, "monthly_close", "2026-05", at("2026-06-17")));
  expect(cycle.inputs.find(({ name }) => name === "CashBalance")).toMatchObject({
    value: 1_000_000,
    spineValue: 1_800_000,
    override: { value: 1_000_000, reason, by: "FP&A" },
    evaluatedWith: { value: 1_800_000 },
  });
  const runway = (triggers: readonly { triggerId: string; state: string }[] | undefined) =>
    triggers?.find(({ triggerId }) => triggerId.startsWith("T4"))?.state;
  expect([runway(cycle.evaluated?.triggers), runway(cycle.preview.triggers)]).toEqual(["PASS", "FAIL"]);
  expect(cycle.later).toBe(1);
});

test("a cycle that cannot be is not found, and one that is not over says when it will be", async () => {
  const { analyst } = await evaluated();
  const look = (key: string) => loadCycle(analyst, "monthly_close", key, at("2026-06-17"));
  expect(await look("2026-13")).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
  expect(await look("2026-06")).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
});
