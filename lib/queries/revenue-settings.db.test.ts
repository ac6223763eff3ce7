import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { updateRevenueSettings } from "../commands/update-revenue-settings";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadRevenueSettings } from "./revenue-settings";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { daily, writeSnapshots } from "./testing/metric-snapshots";

const at = new Date("2026-03-20T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function companyWithTargets(changes = 1) {
  const company = await createCompany();
  const cfo = await company.hire("CFO", "Naledi Okonkwo");
  let seenAt: string | null = null;
  for (let change = 0; change < changes; change += 1) {
    const moment = new Date(at.getTime() + change * 60_000);
    const value = { cac_max: 12_000 + change };
    const done = await updateRevenueSettings(cfo, { section: "targets", value, seenAt }, moment);
    if (!done.ok) throw new Error(done.failure.message);
    seenAt = done.value.updatedAt.toISOString();
  }
  return cfo;
}

test("a company that has set nothing sees that nothing is set", async () => {
  const company = await createCompany();
  const settings = await loadRevenueSettings(await company.hire("Auditor"), null, at);
  expect(settings).toMatchObject({
    targets: null,
    guardrails: null,
    cfoGuardrails: null,
    lastSet: { targets: null },
    unreadable: [],
    history: [],
    campaigns: { running: 0, total: 0 },
  });
});

test("a change of targets stands in the history with what was there before, who made it, and its log entry", async () => {
  const cfo = await companyWithTargets(2);
  const { targets, lastSet, history } = await loadRevenueSettings(cfo, null, at);
  expect(targets).toEqual({ cac_max: 12_001 });
  expect(lastSet.targets).toEqual({ at: new Date(at.getTime() + 60_000), by: "Naledi Okonkwo" });
  expect(history).toHaveLength(2);
  expect(history[0]).toMatchObject({
    section: "targets",
    by: "Naledi Okonkwo",
    before: { cac_max: 12_000 },
    after: { cac_max: 12_001 },
  });
  expect(Number(history[0]?.seq)).toBeGreaterThan(Number(history[1]?.seq));
});

test("a long history goes on page by page", async () => {
  const cfo = await companyWithTargets(12);
  const first = await loadRevenueSettings(cfo, null, at);
  const second = await loadRevenueSettings(cfo, BigInt(first.olderThan ?? 0), at);
  expect([first.history.length, second.history.length, second.olderThan]).toEqual([10, 2, null]);
});

test("what is stored in no readable shape is named instead of being taken for unset", async () => {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await inTenant(cfo, (tx) =>
    tx.optimizerConfig.create({
      data: {
        tenantId: cfo.tenantId,
        key: CONFIG_KEYS.revenueGuardrails,
        value: { max_daily_spend: "much" },
      },
    }),
  );
  const { guardrails, unreadable } = await loadRevenueSettings(cfo, null, at);
  expect({ guardrails, unreadable }).toEqual({ guardrails: null, unreadable: ["guardrails"] });
});

test("beside a target stands the newest value of its metric", async () => {
  const cfo = await companyWithTargets();
  await writeSnapshots(
    cfo.tenantId,
    daily("cac_blended", "2026-03-19", 3, (before) => (before === 0 ? null : 9_000)),
  );
  const { values } = await loadRevenueSettings(cfo, null, at);
  expect(values).toEqual({ cac_blended: { value: 9_000, day: "2026-03-18" } });
});
