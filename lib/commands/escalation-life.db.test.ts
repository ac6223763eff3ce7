import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { listEscalations, loadEscalation } from "../queries/escalations";
import { acknowledgeEscalation } from "./acknowledge-escalation";
import { resolveEscalation } from "./resolve-escalation";
import { type Company, createCompany } from "./testing/company";
import { closeMonth } from "./testing/judged-cycles";

const at = new Date("2026-04-10T10:00:00Z");
const PLAN = { plan: "The CEO brings a cost programme of $90k a month to the Board.", dueOn: "2026-05-15" };

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

/** Two failing closes in a row raise the rule on T1. */
async function escalated() {
  const company = await createCompany();
  const [cfo, ceo, lead, auditor] = [
    await company.hire("CFO"),
    await company.hire("CEO"),
    await company.hire("Team lead"),
    await company.hire("Auditor"),
  ];
  await closeMonth(company, "2026-01");
  await closeMonth(company, "2026-02", { T1: "FAIL" });
  await closeMonth(company, "2026-03", { T1: "FAIL" });
  const { id } = await inTenant(company, (tx) =>
    tx.escalation.findFirstOrThrow({ where: { tenantId: company.tenantId } }),
  );
  return { company, cfo, ceo, lead, auditor, id };
}

const logOf = ({ tenantId }: Company) =>
  inTenant({ tenantId }, (tx) =>
    tx.decisionLogEntry.findMany({ where: { tenantId, kind: "escalation" }, orderBy: { seq: "asc" } }),
  );

const failure = async (answer: Promise<{ ok: boolean; failure?: { code: string } }>) =>
  (await answer).failure?.code;

test("an escalation is acknowledged with a plan, then resolved, and each step is in the log", async () => {
  const { company, cfo, ceo, id } = await escalated();
  expect((await acknowledgeEscalation(cfo, { escalationId: id, ...PLAN }, at)).ok).toBe(true);
  const resolution = "The Board took the programme; the April close is back on target.";
  expect((await resolveEscalation(ceo, { escalationId: id, resolution }, at)).ok).toBe(true);
  const detail = await loadEscalation(cfo, id);
  expect(detail.ok && detail.value).toMatchObject({
    status: "RESOLVED",
    acknowledgedBy: "CFO",
    planDueOn: "2026-05-15",
    resolvedBy: "CEO",
    resolution,
  });
  expect((await logOf(company)).map(({ title }) => title)).toEqual([
    "Escalation raised: Two consecutive monthly FAILs on T1/T2",
    "Escalation acknowledged with a plan: Two consecutive monthly FAILs on T1/T2",
    "Escalation resolved: Two consecutive monthly FAILs on T1/T2",
  ]);
  expect(detail.ok && detail.value.log).toHaveLength(3);
});

test("its page shows the two closes that raised it, and not the passing one before", async () => {
  const { cfo, id } = await escalated();
  const detail = await loadEscalation(cfo, id);
  expect(detail.ok && detail.value.causes.map(({ cycleKey }) => cycleKey)).toEqual(["2026-02", "2026-03"]);
  expect(detail.ok && detail.value.causes[1]?.states).toMatchObject([{ state: "FAIL" }]);
});

test("nobody dismisses an escalation: without a plan of 20 characters, or before one, nothing changes", async () => {
  const { company, cfo, id } = await escalated();
  const short = { escalationId: id, plan: "   noted, thanks    ", dueOn: "2026-05-15" };
  expect(await failure(acknowledgeEscalation(cfo, short, at))).toBe("INVALID_INPUT");
  const past = { escalationId: id, plan: PLAN.plan, dueOn: "2026-04-09" };
  expect(await failure(acknowledgeEscalation(cfo, past, at))).toBe("INVALID_INPUT");
  const resolution = "It will surely be better next month.";
  expect(await failure(resolveEscalation(cfo, { escalationId: id, resolution }, at))).toBe("CONFLICT");
  expect(await logOf(company)).toHaveLength(1);
});

test("only the CFO and the CEO may take it up", async () => {
  const { lead, auditor, id } = await escalated();
  expect(await failure(acknowledgeEscalation(lead, { escalationId: id, ...PLAN }, at))).toBe("FORBIDDEN");
  expect(await failure(acknowledgeEscalation(auditor, { escalationId: id, ...PLAN }, at))).toBe("FORBIDDEN");
});

test("a second acknowledgement finds the first", async () => {
  const { cfo, ceo, id } = await escalated();
  const answers = await Promise.all([
    acknowledgeEscalation(cfo, { escalationId: id, ...PLAN }, at),
    acknowledgeEscalation(ceo, { escalationId: id, ...PLAN }, at),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

test("another company's escalation does not exist", async () => {
  const { id } = await escalated();
  const stranger = await (await createCompany()).hire("CFO");
  expect(await failure(acknowledgeEscalation(stranger, { escalationId: id, ...PLAN }, at))).toBe("NOT_FOUND");
});

test("the list counts what needs a plan", async () => {
  const { cfo, id } = await escalated();
  const before = await listEscalations(cfo, null);
  expect(before.ok && before.value.counts).toEqual({ OPEN: 1, ACKNOWLEDGED: 0, RESOLVED: 0 });
  await acknowledgeEscalation(cfo, { escalationId: id, ...PLAN }, at);
  const after = await listEscalations(cfo, null);
  expect(after.ok && after.value.counts).toEqual({ OPEN: 0, ACKNOWLEDGED: 1, RESOLVED: 0 });
});
