import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { connect, disconnect } from "../db/client";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { lineageIn, SETTINGS } from "./figure-lineage";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { rowsNow } from "./superseded-rows";

const AT = new Date("2026-12-10T09:00:00Z");
const ACCOUNTS = 1_500;

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

const keyOf = (account: number) => `["cogs", "2026-03", "cloud", "${account}"]`;

/** Rows of the ledger that the database reads for a piece of work, however often it reads the same one. */
async function rowsRead(tx: Transaction, work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    const [found] = await tx.$queryRaw<{ rows: number }[]>`
      select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables where relname = 'events_raw'`;
    return found?.rows ?? 0;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

test("where a figure comes from is found in one pass over the ledger, also a moment after a large file was applied", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const lines = Array.from({ length: ACCOUNTS }, (_none, row) => ["2026-03", "cloud", `${row}`, 10 + row]);
  await load(analyst, "cogs", [["Month", "Component", "Account", "Amount"], ...lines], AT);
  await inTenant(company, async (tx) => {
    const lineage = () => lineageIn(tx, company.tenantId, keyOf(7));
    expect((await lineage())?.present).toMatchObject([{ amountUsd: 17, import: { row: 9, person: "Fay" } }]);
    expect(await rowsRead(tx, lineage)).toBeLessThanOrEqual(ACCOUNTS);
  });
});

test("what stands now under many corrected figures is found in one pass over the ledger", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const lines = Array.from({ length: ACCOUNTS }, (_none, row) => ["2026-03", "cloud", `${row}`, 10 + row]);
  const { importId } = await load(
    analyst,
    "cogs",
    [["Month", "Component", "Account", "Amount"], ...lines],
    AT,
  );
  const corrected = Array.from({ length: ACCOUNTS }, (_none, row) => ({
    key: keyOf(row),
    changedAt: AT,
    by: null,
    fileName: "cogs.csv",
    importId,
    isUndo: false,
  }));
  await inTenant(company, async (tx) => {
    const now = () => rowsNow(tx, company.tenantId, corrected);
    expect(await now()).toHaveLength(ACCOUNTS);
    expect(await rowsRead(tx, now)).toBeLessThanOrEqual(ACCOUNTS);
  });
});

test("a figure of the settings that no file brought stands in the settings, and one changed by hand is no longer the file's", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const key = '["opex-budget", "2026-10", "R&D"]';
  const present = () =>
    inTenant(company, async (tx) => (await lineageIn(tx, company.tenantId, key))?.present);
  const set = (value: number, at: Date) =>
    inTenant(company, (tx) =>
      tx.optimizerConfig.upsert({
        where: { tenantId_key: { tenantId: company.tenantId, key: CONFIG_KEYS.opexBudget } },
        create: {
          tenantId: company.tenantId,
          key: CONFIG_KEYS.opexBudget,
          value: { "2026-10|R&D": value },
          updatedAt: at,
        },
        update: { value: { "2026-10|R&D": value }, updatedAt: at },
      }),
    );
  expect(await present()).toEqual([]);
  await set(282_000, AT);
  expect(await present()).toMatchObject([
    { amountUsd: 282_000, source: SETTINGS, import: null, knownFrom: AT },
  ]);
  await load(
    analyst,
    "opex-budget",
    [
      ["Month", "Function", "Budget"],
      ["2026-10", "R&D", 290_000],
    ],
    AT,
  );
  expect(await present()).toMatchObject([{ amountUsd: 290_000, import: { row: 2, person: "Fay" } }]);
  const later = new Date(AT.getTime() + 3_600_000);
  await set(300_000, later);
  expect(await present()).toMatchObject([
    { amountUsd: 300_000, source: SETTINGS, import: null, knownFrom: later },
  ]);
});
