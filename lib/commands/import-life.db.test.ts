import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { abandonImport } from "./abandon-import";
import { applyImport } from "./apply-import";
import { restageImport } from "./restage-import";
import { stageImport } from "./stage-import";
import { type Company, createCompany } from "./testing/company";
import { csv, type Lines, load, spineOf, stage } from "./testing/imports";
import { undoImport } from "./undo-import";

const AT = new Date("2026-05-10T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const HEADER = ["Month", "Function", "Fixed or variable", "Purpose", "Account", "Amount"];
const OPEX: Lines = [
  HEADER,
  ["2026-03", "R&D", "fixed", "", "6100", "1000.00"],
  ["2026-03", "S&M", "variable", "acquisition", "6200", "500.50"],
  ["2026-03", "G&A", "fixed", "", "6300", "250.25"],
];

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

type Analyst = Awaited<ReturnType<Company["hire"]>>;
let company: Company;
let analyst: Analyst;
beforeEach(async () => {
  company = await createCompany();
  analyst = await company.hire("FP&A", "Fay");
});

const events = () =>
  inTenant(company, (tx) =>
    tx.eventRaw.findMany({ where: { tenantId: company.tenantId }, orderBy: { eventId: "asc" } }),
  );
const log = () =>
  inTenant(company, (tx) =>
    tx.decisionLogEntry.findMany({
      where: { tenantId: company.tenantId, kind: "data_import" },
      orderBy: { seq: "asc" },
    }),
  );
const superseded = () =>
  inTenant(company, (tx) =>
    tx.supersededFigure.findMany({ where: { tenantId: company.tenantId }, orderBy: { knownUntil: "asc" } }),
  );
const fates = async (importId: string) =>
  (
    await inTenant(company, (tx) =>
      tx.importRow.findMany({
        where: { tenantId: company.tenantId, importId },
        orderBy: { rowNumber: "asc" },
      }),
    )
  ).map(({ rowNumber, fate }) => [rowNumber, fate]);

async function feed(amount: number, eventId = "erp-1", account = "6100") {
  await inTenant(company, (tx) =>
    tx.eventRaw.create({
      data: {
        tenantId: company.tenantId,
        eventId,
        eventType: "ledger.opex",
        source: "erp",
        entityType: "ledger account",
        entityId: account,
        occurredAt: new Date("2026-03-31T12:00:00Z"),
        receivedAt: new Date("2026-04-05T04:00:00Z"),
        amountUsd: amount,
        payload: { account, function: "R&D", behaviour: "fixed" },
      },
    }),
  );
}

describe("a file of figures", () => {
  test("changes nothing while it is staged, and stands in the spine with its lineage once it is applied", async () => {
    const staged = await stage(analyst, "opex", OPEX, AT);
    expect(staged).toMatchObject({
      status: "STAGED",
      counts: { NEW: 3, FAULT: 0, statedUsd: 1750.75, replacedUsd: 0 },
    });
    expect(await events()).toEqual([]);
    const applied = await applyImport(analyst, { importId: staged.importId }, later(1));
    expect(applied).toMatchObject({ ok: true, value: { appliedAt: later(1) } });
    const rows = await events();
    expect(rows.map(({ amountUsd, importRow }) => [Number(amountUsd), importRow])).toEqual([
      [1000, 2],
      [500.5, 3],
      [250.25, 4],
    ]);
    expect(rows[1]).toMatchObject({
      eventType: "ledger.opex",
      importId: staged.importId,
      entityId: "6200",
      payload: { function: "S&M", behaviour: "variable", purpose: "acquisition", account: "6200" },
      receivedAt: later(1),
    });
    expect(rows[1]?.occurredAt.toISOString()).toBe("2026-03-31T12:00:00.000Z");
    const [entry] = await log();
    expect(entry?.title).toBe(
      "Operating expense by function imported from opex.csv: 3 new, 0 restated, 0 the same",
    );
    expect(JSON.parse(entry?.content ?? "{}")).toMatchObject({
      import_id: staged.importId,
      file_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      counts: { NEW: 3, statedUsd: 1750.75 },
      actor: { id: analyst.userId, name: "Fay" },
    });
  });

  test("restates what stands under its key, whoever brought it, and the old figure is kept with its time", async () => {
    await feed(400, "erp-1");
    await feed(500, "erp-2");
    const staged = await stage(analyst, "opex", OPEX, AT);
    expect(await fates(staged.importId)).toEqual([
      [2, "RESTATES"],
      [3, "NEW"],
      [4, "NEW"],
    ]);
    const [row] = await inTenant(company, (tx) =>
      tx.importRow.findMany({ where: { tenantId: company.tenantId, rowNumber: 2 } }),
    );
    expect(row?.before).toMatchObject({ says: { amount: 900 }, rows: 2, sources: [{ source: "erp" }] });
    await applyImport(analyst, { importId: staged.importId }, later(1));
    expect((await events()).map(({ amountUsd }) => Number(amountUsd))).toEqual([1000, 500.5, 250.25]);
    const kept = await superseded();
    expect(kept).toHaveLength(2);
    expect(kept[0]).toMatchObject({
      sourceTable: "events_raw",
      key: '["opex", "2026-03", "R&D", "fixed", "", "6100"]',
      knownFrom: new Date("2026-04-05T04:00:00Z"),
      knownUntil: later(1),
      importId: staged.importId,
      supersededBy: analyst.userId,
    });
  });

  test("that says what is there already is the same, and there is nothing to apply", async () => {
    await load(analyst, "opex", OPEX, AT);
    const again = await stage(analyst, "opex", OPEX, later(5), "again.csv");
    expect(again.counts).toMatchObject({ SAME: 3, NEW: 0, RESTATES: 0 });
    expect(await applyImport(analyst, { importId: again.importId }, later(6))).toMatchObject({
      ok: false,
      failure: { code: "CONFLICT", message: "Everything in this file is there already." },
    });
    expect(await log()).toHaveLength(1);
  });

  test("with one wrong row is not applied at all, and each fault names its cell and the remedy", async () => {
    const staged = await stage(
      analyst,
      "opex",
      [
        ...OPEX,
        ["2026-03", "R&D", "fixed", "", "6100", "1"],
        ["2026-13", "Sales team", "sometimes", "", "6", "abc"],
      ],
      AT,
    );
    expect(await fates(staged.importId)).toEqual([
      [2, "DUPLICATE"],
      [3, "NEW"],
      [4, "NEW"],
      [5, "DUPLICATE"],
      [6, "FAULT"],
    ]);
    const rows = await inTenant(company, (tx) =>
      tx.importRow.findMany({
        where: { tenantId: company.tenantId, importId: staged.importId },
        orderBy: { rowNumber: "asc" },
      }),
    );
    expect(rows[0]?.faults).toEqual([
      {
        field: null,
        what: "Rows 2, 5 state the same figure.",
        remedy: "Keep one of them, or add them up into one row.",
      },
    ]);
    expect(rows[4]?.faults).toEqual([
      { field: "month", what: "“2026-13” is no month.", remedy: "Write it as 2026-03." },
      {
        field: "function",
        what: "“Sales team” is no word for Function that is known here.",
        remedy: "Write one of R&D, S&M, G&A.",
      },
      {
        field: "behaviour",
        what: "“sometimes” is no word for Fixed or variable that is known here.",
        remedy: "Write one of fixed, variable, depreciation.",
      },
      { field: "amount", what: "“abc” is no figure.", remedy: "Write it as 125000.00." },
    ]);
    expect(await applyImport(analyst, { importId: staged.importId }, later(1))).toMatchObject({
      ok: false,
      failure: {
        code: "INVALID_INPUT",
        message: "3 rows have faults, so nothing is written. Correct them in the file and upload it again.",
      },
    });
    expect(await events()).toEqual([]);
  });

  test("is decided again when it is applied: books that have changed since the preview refuse it", async () => {
    const staged = await stage(analyst, "opex", OPEX, AT);
    await feed(900);
    expect(await applyImport(analyst, { importId: staged.importId }, later(1))).toMatchObject({
      ok: false,
      failure: {
        code: "STALE",
        message:
          "The books have changed since this preview: row 2 was NEW and is RESTATES. Nothing was written; look at it again.",
      },
    });
    expect(await events()).toHaveLength(1);
  });
});

describe("undoing an import", () => {
  test("leaves the spine as it was, but for the moment at which it was received", async () => {
    await feed(400, "erp-1");
    await feed(500, "erp-2");
    await feed(70, "erp-3", "6900");
    const before = await spineOf(company.tenantId);
    const { importId } = await load(analyst, "opex", OPEX, AT);
    expect(await spineOf(company.tenantId)).not.toEqual(before);
    expect(
      await undoImport(analyst, { importId, reason: "The wrong version of the file" }, later(3)),
    ).toMatchObject({ ok: true });
    expect(await spineOf(company.tenantId)).toEqual(before);
    const back = (await events()).find(({ eventId }) => eventId === "erp-1");
    expect(back?.receivedAt).toEqual(later(3));
    expect(await superseded()).toHaveLength(5);
    expect((await log()).map(({ title }) => title)[1]).toBe(
      "Import of opex.csv (Operating expense by function) undone: The wrong version of the file",
    );
  });

  test("needs a reason, and happens once", async () => {
    const { importId } = await load(analyst, "opex", OPEX, AT);
    expect(await undoImport(analyst, { importId, reason: "oops" }, later(1))).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT" },
    });
    const both = await Promise.all([
      undoImport(analyst, { importId, reason: "Sent by mistake" }, later(2)),
      undoImport(analyst, { importId, reason: "Sent by mistake" }, later(2)),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "ALREADY_DECIDED" } });
    expect(await events()).toEqual([]);
    expect(await log()).toHaveLength(2);
  });

  test("is refused while a later import restates the same figures, and names it", async () => {
    const first = await load(analyst, "opex", OPEX, AT, "march.csv");
    const second = await load(
      analyst,
      "opex",
      [HEADER, ["2026-03", "R&D", "fixed", "", "6100", "1100"]],
      later(5),
      "march corrected.csv",
    );
    expect(
      await undoImport(analyst, { importId: first.importId, reason: "Sent by mistake" }, later(6)),
    ).toMatchObject({
      ok: false,
      failure: {
        code: "CONFLICT",
        message:
          "A later import, march corrected.csv of 2026-05-10 09:05 UTC, restates 1 of its figures. Undo that one first.",
      },
    });
    expect(
      (await undoImport(analyst, { importId: second.importId, reason: "Sent by mistake" }, later(7))).ok,
    ).toBe(true);
    expect((await events()).map(({ amountUsd }) => Number(amountUsd))).toEqual([1000, 500.5, 250.25]);
    expect(
      (await undoImport(analyst, { importId: first.importId, reason: "Sent by mistake" }, later(8))).ok,
    ).toBe(true);
    expect(await events()).toEqual([]);
  });
});

test("an event whose figure was restated is still known when its feed sends it again", async () => {
  await feed(900);
  await load(analyst, "opex", OPEX, AT);
  await feed(900).catch(() => undefined);
  expect((await events()).map(({ amountUsd }) => Number(amountUsd))).toEqual([1000, 500.5, 250.25]);
});

test("two that apply the same import at once write it once", async () => {
  const { importId } = await stage(analyst, "opex", OPEX, AT);
  const both = await Promise.all([
    applyImport(analyst, { importId }, later(1)),
    applyImport(analyst, { importId }, later(1)),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "ALREADY_DECIDED" } });
  expect(await events()).toHaveLength(3);
  expect(await log()).toHaveLength(1);
});

test("only those who may bring figures do, and only into their own company", async () => {
  const lead = await company.hire("Team lead");
  const bytes = csv(OPEX);
  expect(await stageImport(lead, { kind: "opex", fileName: "a.csv", bytes }, AT)).toMatchObject({
    ok: false,
    failure: { code: "FORBIDDEN" },
  });
  const { importId } = await stage(analyst, "opex", OPEX, AT);
  for (const role of ["Team lead", "Auditor", "CEO", "Administrator"] as const) {
    const person = await company.hire(role);
    expect(await applyImport(person, { importId }, later(1))).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN" },
    });
    expect(await abandonImport(person, { importId })).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN" },
    });
  }
  const stranger = await (await createCompany()).hire("CFO");
  for (const attempt of [
    applyImport(stranger, { importId }, later(1)),
    abandonImport(stranger, { importId }),
  ])
    expect(await attempt).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
  expect(await events()).toEqual([]);
});

test("an import that was set aside keeps its name and loses its rows", async () => {
  const { importId } = await stage(analyst, "opex", OPEX, AT);
  expect(await abandonImport(analyst, { importId })).toEqual({ ok: true, value: { importId } });
  expect(await fates(importId)).toEqual([]);
  expect(await applyImport(analyst, { importId }, later(1))).toMatchObject({
    ok: false,
    failure: { code: "CONFLICT" },
  });
});

test("a preview that the books have overtaken is looked at again, and then applied", async () => {
  const staged = await stage(analyst, "opex", OPEX, AT);
  await feed(900);
  expect((await applyImport(analyst, staged, later(1))).ok).toBe(false);
  const again = await restageImport(analyst, { importId: staged.importId }, later(2));
  expect(again).toMatchObject({ ok: true, value: { counts: { RESTATES: 1, NEW: 2, replacedUsd: 900 } } });
  expect((await applyImport(analyst, staged, later(3))).ok).toBe(true);
});

test("a customer of the same name who was added since the preview is not made a second time", async () => {
  const lines: Lines = [
    ["Month", "Movement", "Customer", "ARR"],
    ["2026-03", "new", "Amber Labs", 1000],
  ];
  const staged = await stage(analyst, "arr-bridge", lines, AT);
  await inTenant(company, (tx) =>
    tx.spineAccount.create({
      data: {
        tenantId: company.tenantId,
        name: "AMBER  Labs",
        segment: "SMB",
        status: "customer",
        createdOn: new Date("2026-03-01"),
      },
    }),
  );
  expect(await applyImport(analyst, staged, later(1))).toMatchObject({
    ok: false,
    failure: { code: "STALE", message: expect.stringContaining("A customer called Amber Labs was added") },
  });
  await restageImport(analyst, { importId: staged.importId }, later(2));
  expect((await applyImport(analyst, staged, later(3))).ok).toBe(true);
  const customers = await inTenant(company, (tx) =>
    tx.spineAccount.count({ where: { tenantId: company.tenantId } }),
  );
  expect(customers).toBe(1);
});

test("two customers of one name are asked apart, and a deal with activities is not undone away", async () => {
  const customer = (name: string) =>
    inTenant(company, (tx) =>
      tx.spineAccount.create({
        data: {
          tenantId: company.tenantId,
          name,
          segment: "SMB",
          status: "customer",
          createdOn: new Date("2026-03-01"),
        },
      }),
    );
  const [first] = [await customer("Amber Labs"), await customer("amber labs")];
  const deals: Lines = [
    ["Deal ID", "Name", "Stage", "Kind", "Created", "Customer"],
    ["D-1", "One", "qualified", "new business", "2026-03-02", "Amber Labs"],
    ["D-2", "Two", "qualified", "new business", "2026-03-02", first.id],
  ];
  const staged = await stage(analyst, "pipeline", deals, AT);
  expect(await fates(staged.importId)).toEqual([
    [2, "FAULT"],
    [3, "NEW"],
  ]);
  const { importId } = await load(
    analyst,
    "pipeline",
    deals.filter((_line, index) => index !== 1),
    later(1),
  );
  await inTenant(company, async (tx) => {
    const deal = await tx.spineOpportunity.findFirstOrThrow({ where: { tenantId: company.tenantId } });
    await tx.spineCrmActivity.create({
      data: { tenantId: company.tenantId, opportunityId: deal.id, activityType: "call", occurredAt: AT },
    });
  });
  expect(await undoImport(analyst, { importId, reason: "Sent by mistake" }, later(2))).toMatchObject({
    ok: false,
    failure: { code: "CONFLICT", message: expect.stringContaining("1 of its deals have activities") },
  });
});
