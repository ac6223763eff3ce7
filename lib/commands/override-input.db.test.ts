import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { cycleInputs, valueUsed } from "../queries/cycle-run";
import { writeHealthySpine } from "../queries/testing/spine-fixture";
import { overrideInput } from "./override-input";
import { createCompany } from "./testing/company";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const at = new Date("2026-06-08T09:00:00Z");
const later = new Date("2026-06-09T09:00:00Z");
const cash = {
  cadence: "monthly_close",
  cycleKey: "2026-05",
  name: "CashBalance",
  value: 2_000_000,
  reason: "The deposit account is not connected yet.",
} as const;

async function bookkept() {
  const company = await createCompany();
  await writeHealthySpine(company.tenantId, "2026-05");
  const analyst = await company.hire("FP&A");
  const used = async (when = later) => {
    const inputs = await inTenant(company, (tx) => cycleInputs(tx, company.tenantId, cash, when));
    const input = inputs.find(({ name }) => name === cash.name);
    return input && { used: valueUsed(input), spine: input.value };
  };
  return { company, analyst, used };
}

test("FP&A's figure takes the place of the spine's, which is kept beside it, and both stand in the log", async () => {
  const { company, analyst, used } = await bookkept();
  expect(await overrideInput(analyst, cash, at)).toMatchObject({
    ok: true,
    value: { spineValue: 1_800_000, value: 2_000_000, needsEvaluation: false },
  });
  expect(await used()).toEqual({ used: 2_000_000, spine: 1_800_000 });
  const entry = await inTenant(company, (tx) =>
    tx.decisionLogEntry.findFirstOrThrow({ where: { kind: "input_override" } }),
  );
  expect(JSON.parse(entry.content)).toMatchObject({
    input: "CashBalance",
    spine_value: 1_800_000,
    before: null,
    value: 2_000_000,
    rationale: cash.reason,
  });
});

test("the newest override counts, and lifting it lets the spine's figure count again", async () => {
  const { analyst, used } = await bookkept();
  await overrideInput(analyst, cash, at);
  await overrideInput(analyst, { ...cash, value: 2_100_000 }, new Date(at.getTime() + 1000));
  expect((await used())?.used).toBe(2_100_000);
  const lift = { ...cash, value: null, reason: "The deposit account is connected now." };
  expect((await overrideInput(analyst, lift, new Date(at.getTime() + 2000))).ok).toBe(true);
  expect(await used()).toEqual({ used: 1_800_000, spine: 1_800_000 });
  expect(await overrideInput(analyst, lift, later)).toMatchObject({
    ok: false,
    failure: { code: "CONFLICT" },
  });
});

test("zero is a figure like any other, and no lifting", async () => {
  const { analyst, used } = await bookkept();
  await overrideInput(analyst, { ...cash, value: 0 }, at);
  expect((await used())?.used).toBe(0);
});

test.each([
  ["a reason of fewer than ten characters", { reason: "  typo     " }, "INVALID_INPUT"],
  ["one figure in the place of a series", { name: "Capex", value: 5 }, "INVALID_INPUT"],
  ["a series of another length", { name: "Capex", value: [1, 2] }, "INVALID_INPUT"],
  ["an input that the cycle does not have", { name: "Luck" }, "NOT_FOUND"],
  ["a month that is not over", { cycleKey: "2026-06" }, "INVALID_INPUT"],
])("%s is refused and leaves nothing behind", async (_words, change, code) => {
  const { company, analyst } = await bookkept();
  const refused = await overrideInput(analyst, { ...cash, ...change }, at);
  expect(refused).toMatchObject({ ok: false, failure: { code } });
  const left = await inTenant(company, async (tx) => [
    await tx.inputOverride.count(),
    await tx.decisionLogEntry.count(),
  ]);
  expect(left).toEqual([0, 0]);
});

test("nobody but FP&A and the CFO overrides, an auditor least of all", async () => {
  const { company } = await bookkept();
  for (const role of ["CEO", "Team lead", "Auditor", "Administrator"] as const) {
    const refused = await overrideInput(await company.hire(role), cash, at);
    expect(refused, role).toMatchObject({ ok: false, failure: { code: "FORBIDDEN" } });
  }
  expect((await overrideInput(await company.hire("CFO"), cash, at)).ok).toBe(true);
});

test("an override of one company is none of another's", async () => {
  const { analyst } = await bookkept();
  const other = await bookkept();
  await overrideInput(analyst, cash, at);
  expect(await other.used()).toEqual({ used: 1_800_000, spine: 1_800_000 });
});
