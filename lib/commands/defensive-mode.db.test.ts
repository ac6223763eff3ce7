import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadDefensive } from "../queries/defensive";
import { loadCodeInCompany } from "../queries/reason-code";
import { leaveDefensiveMode } from "./leave-defensive-mode";
import { createCompany } from "./testing/company";
import { closeMonth } from "./testing/judged-cycles";
import { updateDefensiveAction } from "./update-defensive-action";

const at = new Date("2026-04-10T10:00:00Z");
const reason = "The March close looks good again.";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function defensive() {
  const company = await createCompany();
  const [cfo, fpa, auditor] = [
    await company.hire("CFO"),
    await company.hire("FP&A"),
    await company.hire("Auditor"),
  ];
  await closeMonth(company, "2026-01");
  await closeMonth(company, "2026-02", { T4: "FAIL" });
  return { company, cfo, fpa, auditor };
}

const screenOf = async (person: Parameters<typeof loadDefensive>[0]) => {
  const screen = await loadDefensive(person);
  if (!screen.ok) throw new Error(screen.failure.message);
  return screen.value;
};

test("leaving while runway fails answers CFO-28 and names what does not pass", async () => {
  const { cfo } = await defensive();
  const answer = await leaveDefensiveMode(cfo, { reason }, at);
  expect(answer.ok && answer.value).toMatchObject({
    codes: ["CFO-28"],
    mode: "DEFENSIVE",
    notPassing: [{ trigger: "T4", state: "FAIL" }],
  });
});

test("leaving after one passing close answers CFO-29, and the second passing close ends the mode by itself", async () => {
  const { company, cfo } = await defensive();
  await closeMonth(company, "2026-03");
  const answer = await leaveDefensiveMode(cfo, { reason }, at);
  expect(answer.ok && answer.value).toMatchObject({
    codes: ["CFO-29"],
    consecutivePassCycles: 1,
    notPassing: [],
  });
  expect((await screenOf(cfo)).mode?.mode).toBe("DEFENSIVE");
  await closeMonth(company, "2026-04");
  const after = await screenOf(cfo);
  expect(after.mode?.mode).toBe("NORMAL");
  expect(after.stretches).toMatchObject([{ startedBy: "2026-02", endedBy: "2026-04", cause: "T4 FAIL" }]);
  const late = await leaveDefensiveMode(cfo, { reason }, at);
  expect(late.ok ? null : late.failure.code).toBe("CONFLICT");
});

test("the attempt stands in the log with its code, its reason and the states it met", async () => {
  const { company, cfo } = await defensive();
  await leaveDefensiveMode(cfo, { reason }, at);
  const { examples, lately } = await loadCodeInCompany(cfo, "CFO-28", at);
  const [example] = examples;
  expect(lately).toBe(1);
  expect(example).toMatchObject({ kind: "mode_change", actor: "CFO" });
  const entry = await inTenant(company, (tx) =>
    tx.decisionLogEntry.findFirstOrThrow({
      where: { tenantId: company.tenantId, seq: BigInt(example?.seq ?? 0) },
    }),
  );
  expect(JSON.parse(entry.content)).toMatchObject({ asserted_mode: "NORMAL", rationale: reason });
  expect((await screenOf(cfo)).attempts).toMatchObject([{ codes: ["CFO-28"] }]);
});

test("an auditor can neither ask to leave nor touch an action", async () => {
  const { auditor, cfo } = await defensive();
  const asked = await leaveDefensiveMode(auditor, { reason }, at);
  expect(asked.ok ? null : asked.failure.code).toBe("FORBIDDEN");
  const [action] = (await screenOf(cfo)).actions;
  const touched = await updateDefensiveAction(
    auditor,
    { actionId: action?.id ?? "", ownerId: null, dueOn: null, done: false, evidence: "" },
    at,
  );
  expect(touched.ok ? null : touched.failure.code).toBe("FORBIDDEN");
});

test("the four mandated actions get owner and day, and are done only with evidence", async () => {
  const { fpa, cfo } = await defensive();
  const { actions, people } = await screenOf(fpa);
  expect(actions).toHaveLength(4);
  expect(people.map(({ name }) => name)).toEqual(["Auditor", "CFO", "FP&A"]);
  const change = { actionId: actions[0]?.id ?? "", ownerId: cfo.userId, dueOn: "2026-04-20" };
  const bare = await updateDefensiveAction(fpa, { ...change, done: true, evidence: "  " }, at);
  expect(bare.ok ? null : bare.failure.fields).toHaveProperty("evidence");
  const done = await updateDefensiveAction(
    fpa,
    { ...change, done: true, evidence: "Offers withdrawn 3 Apr" },
    at,
  );
  expect(done.ok).toBe(true);
  expect((await screenOf(fpa)).actions[0]).toMatchObject({
    ownerName: "CFO",
    dueOn: "2026-04-20",
    doneAt: at,
  });
  const again = await updateDefensiveAction(fpa, { ...change, done: false, evidence: "" }, at);
  expect(again.ok ? null : again.failure.code).toBe("CONFLICT");
});

test("an action's owner is somebody of the company", async () => {
  const { cfo } = await defensive();
  const stranger = await (await createCompany()).hire("CFO");
  const [action] = (await screenOf(cfo)).actions;
  const answer = await updateDefensiveAction(
    cfo,
    { actionId: action?.id ?? "", ownerId: stranger.userId, dueOn: null, done: false, evidence: "" },
    at,
  );
  expect(answer.ok ? null : answer.failure.fields).toHaveProperty("ownerId");
});

test("the cycles of the stretch show the way out, newest first", async () => {
  const { company, cfo } = await defensive();
  await closeMonth(company, "2026-03");
  const { cycles } = await screenOf(cfo);
  expect(cycles.map(({ cycleKey, consecutivePassCycles }) => [cycleKey, consecutivePassCycles])).toEqual([
    ["2026-03", 1],
    ["2026-02", 0],
  ]);
});
