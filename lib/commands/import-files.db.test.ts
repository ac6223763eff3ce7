import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { KINDS } from "@/lib/imports/kinds";
import { csvTemplate, xlsxTemplate } from "@/lib/imports/templates";
import { lineageOf } from "@/lib/queries/figure-lineage";
import { exportFaults, importedRows } from "@/lib/queries/import-rows";
import { importDetail, importProgress, listImports } from "@/lib/queries/imports";
import { applyImport } from "./apply-import";
import { computeDueMetrics } from "./compute-metrics";
import { restageImport } from "./restage-import";
import { stageImport } from "./stage-import";
import { createCompany } from "./testing/company";
import { type Lines, load, spineOf, stage } from "./testing/imports";
import { undoImport } from "./undo-import";

const AT = new Date("2026-12-10T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

async function newCompany() {
  const company = await createCompany();
  return { company, analyst: await company.hire("FP&A", "Fay") };
}

describe("what a template states", () => {
  test.each(KINDS.map((kind) => [kind.id, kind] as const))(
    "%s: is written, found again as the same, and undone to the last row",
    async (id, kind) => {
      const { company, analyst } = await newCompany();
      const before = await spineOf(company.tenantId);
      const { bytes, fileName } = csvTemplate(kind);
      const read = async (minute: number) => {
        const staged = await stageImport(analyst, { kind: id, fileName, bytes }, later(minute));
        if (!staged.ok) throw new Error(staged.failure.message);
        return staged.value;
      };
      const { importId } = await read(0);
      expect(await applyImport(analyst, { importId }, later(1))).toMatchObject({ ok: true });
      expect(await spineOf(company.tenantId)).not.toEqual(before);
      expect((await read(2)).counts).toMatchObject({ SAME: 2, rows: 2 });
      const undone = await undoImport(analyst, { importId, reason: "Taken back in the test" }, later(3));
      expect(undone).toMatchObject({ ok: true });
      expect(await spineOf(company.tenantId)).toEqual(before);
      expect((await read(4)).counts).toMatchObject({ NEW: 2 });
    },
  );
});

describe("the templates that are handed out", () => {
  test.each(KINDS.map((kind) => [kind.id, kind] as const))(
    "%s: both read back without a question or a fault",
    async (id, kind) => {
      const { analyst } = await newCompany();
      for (const { bytes, fileName } of [csvTemplate(kind), await xlsxTemplate(kind)]) {
        const staged = await stageImport(analyst, { kind: id, fileName, bytes }, AT);
        if (!staged.ok) throw new Error(staged.failure.message);
        const { rows } = await importedRows(analyst, staged.value.importId, {});
        expect([staged.value.questions, rows.map(({ faults }) => faults)]).toEqual([[], [[], []]]);
        expect(staged.value.counts).toMatchObject({ NEW: 2 });
      }
    },
  );
});

const nasty = fc.constantFrom(
  "6100",
  "=1+1|cmd",
  "+49 30",
  "@SUM",
  "O'Brien; drop table imports;--",
  'a "quoted" one',
  "ÄÖ – ß",
  "日本",
  "back\\slash",
  "tab\there",
  '["x"]',
);
const figure = fc.integer({ min: 1, max: 99_999_999 }).map((cents) => cents / 100);

describe("whatever a file of valid rows states", () => {
  test("the spine holds afterwards, sum by key, and undoing it leaves the spine as it was", async () => {
    const { company, analyst } = await newCompany();
    await load(
      analyst,
      "opex",
      [
        ["Month", "Function", "Fixed or variable", "Amount", "Account"],
        ["2026-02", "R&D", "fixed", 77, "standing"],
      ],
      AT,
    );
    let minute = 1;
    const line = fc.record({
      month: fc.constantFrom("2026-01", "2026-02", "2026-03"),
      team: fc.constantFrom("R&D", "S&M", "G&A"),
      behaviour: fc.constantFrom("fixed", "variable", "depreciation"),
      account: nasty,
      amount: figure,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(line, {
          minLength: 1,
          maxLength: 12,
          selector: ({ amount: _amount, ...key }) => JSON.stringify(key),
        }),
        async (lines) => {
          const before = await spineOf(company.tenantId);
          const file: Lines = [
            ["Month", "Function", "Fixed or variable", "Account", "Amount"],
            ...lines.map(({ month, team, behaviour, account, amount }) => [
              month,
              team,
              behaviour,
              account,
              amount.toFixed(2),
            ]),
          ];
          const { importId } = await load(analyst, "opex", file, later(minute++));
          const held = await inTenant(company, (tx) =>
            tx.eventRaw.findMany({ where: { tenantId: company.tenantId, importId } }),
          );
          const byKey = new Map(
            held.map(({ eventType, occurredAt, payload, amountUsd }) => {
              const {
                function: team,
                behaviour = "depreciation",
                account,
              } = payload as Record<string, string>;
              expect(eventType).toBe(behaviour === "depreciation" ? "ledger.depreciation" : "ledger.opex");
              return [
                JSON.stringify([occurredAt.toISOString().slice(0, 7), team, behaviour, account]),
                Number(amountUsd),
              ];
            }),
          );
          expect(byKey).toEqual(
            new Map(
              lines.map(({ month, team, behaviour, account, amount }) => [
                JSON.stringify([month, team, behaviour, account.trim()]),
                amount,
              ]),
            ),
          );
          // The same file again finds each of its figures, whatever signs its names hold.
          const again = await stage(analyst, "opex", file, later(minute++));
          expect(again.counts).toMatchObject({ SAME: lines.length, rows: lines.length });
          const undone = await undoImport(
            analyst,
            { importId, reason: "Taken back in the test" },
            later(minute++),
          );
          expect(undone.ok).toBe(true);
          expect(await spineOf(company.tenantId)).toEqual(before);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe("totals and their parts", () => {
  const BROAD: Lines = [
    ["Month", "Component", "Amount"],
    ["2026-03", "cloud", 100],
  ];
  const FINE: Lines = [
    ["Month", "Component", "Account", "Amount"],
    ["2026-03", "cloud", "5100", 60],
    ["2026-03", "cloud", "5200", 50],
  ];

  test("a total restates every account that it is made of", async () => {
    const { company, analyst } = await newCompany();
    await load(analyst, "cogs", FINE, AT);
    const staged = await stage(analyst, "cogs", BROAD, later(1));
    const { rows } = await importedRows(analyst, staged.importId, {});
    expect(rows[0]).toMatchObject({
      fate: "RESTATES",
      before: { says: { amount: 110 }, rows: 2, sources: [{ source: "cogs.csv" }] },
    });
    await applyImport(analyst, staged, later(2));
    const held = await inTenant(company, (tx) =>
      tx.eventRaw.findMany({ where: { tenantId: company.tenantId } }),
    );
    expect(held.map(({ amountUsd }) => Number(amountUsd))).toEqual([100]);
  });

  test("parts are refused while the total stands, so that nothing counts twice", async () => {
    const { analyst } = await newCompany();
    await load(analyst, "cogs", BROAD, AT);
    const staged = await stage(analyst, "cogs", FINE, later(1));
    expect(staged.counts).toMatchObject({ FAULT: 2 });
    const { rows } = await importedRows(analyst, staged.importId, { fate: "FAULT" });
    expect(rows[0]?.faults[0]?.what).toBe(
      "The figure is part of a total that stands already, or in this file.",
    );
  });

  test("a month of spend and one of its days are not both taken", async () => {
    const { analyst } = await newCompany();
    const staged = await stage(
      analyst,
      "spend",
      [
        ["Date", "Channel", "Spend"],
        ["2026-03", "events", 900],
        ["2026-03-14", "events", 100],
        ["2026-04-14", "events", 100],
      ],
      AT,
    );
    const { rows } = await importedRows(analyst, staged.importId, {});
    expect(rows.map(({ fate }) => fate)).toEqual(["NEW", "FAULT", "NEW"]);
    await load(
      analyst,
      "spend",
      [
        ["Date", "Channel", "Spend"],
        ["2026-05-14", "events", 100],
        ["2026-05-20", "events", 50],
      ],
      later(1),
    );
    const month = await stage(
      analyst,
      "spend",
      [
        ["Month", "Channel", "Spend"],
        ["2026-05", "events", 150],
      ],
      later(2),
    );
    expect(month.counts).toMatchObject({ SAME: 1 });
  });
});

describe("the ARR bridge", () => {
  const HEADER = ["Month", "Movement", "Customer", "ARR"];
  test("that does not add up is told with the difference, at the balance", async () => {
    const { analyst } = await newCompany();
    const staged = await stage(
      analyst,
      "arr-bridge",
      [
        HEADER,
        ["2026-01", "opening balance", "", 1000],
        ["2026-01", "new", "Amber Labs", 300],
        ["2026-01", "churn", "Copper Rail", 100],
        ["2026-01", "closing balance", "", 1250],
      ],
      AT,
    );
    const { rows } = await importedRows(analyst, staged.importId, { fate: "FAULT" });
    expect(rows.map(({ rowNumber, faults }) => [rowNumber, faults[0]?.what])).toEqual([
      [
        5,
        "2026-01 does not add up: it opens at 1,000.00, moves by 200.00 and should close at 1,200.00; 1,250.00 is stated, a difference of 50.00.",
      ],
    ]);
  });

  test("goes on from the month that stands, and a later correction that breaks it is told too", async () => {
    const { analyst } = await newCompany();
    await load(
      analyst,
      "arr-bridge",
      [
        HEADER,
        ["2026-01", "opening balance", "", 1000],
        ["2026-01", "new", "Amber Labs", 300],
        ["2026-01", "closing balance", "", 1300],
      ],
      AT,
    );
    await load(
      analyst,
      "arr-bridge",
      [HEADER, ["2026-02", "new", "Birch Works", 50], ["2026-02", "closing balance", "", 1350]],
      later(1),
    );
    const wrong = await stage(
      analyst,
      "arr-bridge",
      [HEADER, ["2026-01", "new", "amber  labs", 310]],
      later(2),
    );
    const { rows } = await importedRows(analyst, wrong.importId, {});
    expect(rows[0]).toMatchObject({ fate: "FAULT", before: { says: { amount: 300 } } });
    expect(rows[0]?.faults[0]?.what).toContain("a difference of -10.00");
  });

  test("names each customer once, and undoing it takes the customer away again", async () => {
    const { company, analyst } = await newCompany();
    const before = await spineOf(company.tenantId);
    const { importId } = await load(
      analyst,
      "arr-bridge",
      [HEADER, ["2026-01", "new", "Amber Labs", 300], ["2026-02", "expansion", " AMBER labs ", 20]],
      AT,
    );
    expect((await spineOf(company.tenantId)).accounts).toHaveLength(1);
    await undoImport(analyst, { importId, reason: "Taken back in the test" }, later(1));
    expect(await spineOf(company.tenantId)).toEqual(before);
  });
});

describe("deals and settings", () => {
  const HEADER = ["Deal ID", "Name", "Stage", "Kind", "Amount", "Created", "Expected close"];
  test("a deal is restated in its place, keeps what the file does not speak of, and comes back as it was", async () => {
    const { company, analyst } = await newCompany();
    await load(
      analyst,
      "pipeline",
      [
        [...HEADER, "Owner", "Customer"],
        ["D-1", "Amber", "qualified", "new business", 100, "2026-01-01", "2026-12-31", "Ana", "Amber Labs"],
      ],
      AT,
    );
    const before = await spineOf(company.tenantId);
    const { importId } = await load(
      analyst,
      "pipeline",
      [
        HEADER,
        ["D-1", "Amber", "negotiation", "new business", 120, "2026-01-01", "2027-01-31"],
        ["D-2", "Birch", "qualified", "renewal", 5, "2026-01-02", ""],
      ],
      later(1),
    );
    const deals = await inTenant(company, (tx) =>
      tx.spineOpportunity.findMany({ where: { tenantId: company.tenantId }, orderBy: { name: "asc" } }),
    );
    expect(deals.map(({ stage: at, amountUsd, ownerName }) => [at, Number(amountUsd), ownerName])).toEqual([
      ["negotiation", 120, "Ana"],
      ["qualified", 5, null],
    ]);
    expect((await undoImport(analyst, { importId, reason: "Taken back in the test" }, later(2))).ok).toBe(
      true,
    );
    expect(await spineOf(company.tenantId)).toEqual(before);
  });

  test("targets are a band: the middle where none is named, the old one kept, everything put back", async () => {
    const { company, analyst } = await newCompany();
    const header = ["Month of the plan", "Metric", "Low", "Target", "High"];
    const value = async (key: string) =>
      (
        await inTenant(company, (tx) =>
          tx.optimizerConfig.findUnique({ where: { tenantId_key: { tenantId: company.tenantId, key } } }),
        )
      )?.value;
    await load(
      analyst,
      "targets",
      [header, ["0", "FCF", -200, "", -100], ["2025-08", "FCF", -180, -120, -90]],
      AT,
    );
    expect(await value("targets.fcf_3mo_avg_by_month_index")).toEqual({ "0": -150, "1": -120 });
    expect(await value("targets.fcf_band_by_month_index")).toEqual({ "0": [-200, -100], "1": [-180, -90] });
    const before = await spineOf(company.tenantId);
    const { importId } = await load(
      analyst,
      "targets",
      [header, ["0", "FCF", -90, "", -10], ["0", "EBITDA", -5, "", 5]],
      later(1),
    );
    expect(await value("targets.fcf_3mo_avg_by_month_index")).toEqual({ "0": -50, "1": -120 });
    const lineage = await lineageOf(analyst, '["targets", "FCF", "0"]');
    expect(lineage?.present).toMatchObject([
      { amountUsd: -50, import: { id: importId, row: 2, person: "Fay" } },
    ]);
    expect(lineage?.superseded.map(({ content }) => content)).toEqual(
      expect.arrayContaining([{ config: "targets.fcf_3mo_avg_by_month_index", entry: "0", value: -150 }]),
    );
    expect((await undoImport(analyst, { importId, reason: "Taken back in the test" }, later(2))).ok).toBe(
      true,
    );
    expect(await spineOf(company.tenantId)).toEqual(before);
    const narrow = await stage(analyst, "targets", [header, ["0", "FCF", -100, "", -100]], later(3));
    expect(narrow.counts).toMatchObject({ FAULT: 1 });
  });
});

describe("a mapping", () => {
  const ODD: Lines = [
    ["Monat", "Bereich", "Art", "Betrag"],
    ["2026-03", "R&D", "fixed", "1.234,50"],
  ];
  test("that is missing is asked for, and remembered for the next file with the same header", async () => {
    const { analyst } = await newCompany();
    const staged = await stage(analyst, "opex", ODD, AT);
    expect([staged.status, staged.questions.map(({ field }) => field)]).toEqual([
      "READING",
      ["month", "behaviour", "amount"],
    ]);
    expect(await applyImport(analyst, staged, later(1))).toMatchObject({
      ok: false,
      failure: { code: "CONFLICT" },
    });
    const mapping = { month: 0, function: 1, behaviour: 2, amount: 3 };
    const mapped = await restageImport(analyst, { importId: staged.importId, mapping }, later(1));
    expect(mapped).toMatchObject({
      ok: true,
      value: { status: "STAGED", counts: { NEW: 1, statedUsd: 1234.5 } },
    });
    const next = await stage(analyst, "opex", ODD, later(2));
    expect(next).toMatchObject({ status: "STAGED", mapping });
    const { analyst: stranger } = await newCompany();
    expect((await stage(stranger, "opex", ODD, later(3))).status).toBe("READING");
  });

  test("settles what 1.234 means before a row is read, and never by itself", async () => {
    const { analyst } = await newCompany();
    const staged = await stage(
      analyst,
      "cogs",
      [
        ["Month", "Component", "Amount"],
        ["2026-03", "cloud", "1.234"],
        ["2026-03", "support", "2.500"],
      ],
      AT,
    );
    expect(staged.questions).toMatchObject([
      { about: "decimal", field: "amount", samples: ["1.234", "2.500"] },
    ]);
    for (const [decimal, statedUsd] of [
      [",", 3734],
      [".", 3.73],
    ] as const) {
      const settled = await restageImport(
        analyst,
        { importId: staged.importId, choices: { "2": { decimal } } },
        later(1),
      );
      expect(settled).toMatchObject({ ok: true, value: { status: "STAGED", counts: { statedUsd } } });
    }
    expect((await importDetail(analyst, staged.importId))?.reading.rounded).toBe(1);
  });
});

test("a header alone is no import, and one that stands in the rows again is a fault of its row", async () => {
  const { analyst } = await newCompany();
  const header = ["Month", "Component", "Amount"];
  const only = await stageImport(
    analyst,
    { kind: "cogs", fileName: "a.csv", bytes: Buffer.from(header.join(",")) },
    AT,
  );
  expect(only).toMatchObject({
    ok: false,
    failure: {
      code: "FILE_REFUSED",
      message: "The file has a header and no rows. Put the figures below the header.",
    },
  });
  const joined = await stage(
    analyst,
    "cogs",
    [header, ["2026-03", "cloud", 1], header, ["2026-04", "cloud", 2, "beyond"]],
    AT,
  );
  const { rows } = await importedRows(analyst, joined.importId, { fate: "FAULT" });
  expect(rows.map(({ rowNumber, faults }) => [rowNumber, faults[0]?.what])).toEqual([
    [3, "The header stands here again."],
    [4, "The row has 4 cells and the header names 3 columns."],
  ]);
  const lines: string[] = [];
  for await (const part of exportFaults(analyst, joined.importId)) lines.push(part);
  expect(lines.join("").split("\r\n").slice(0, 2)).toEqual([
    "\ufeffrow,column,what is wrong,remedy,Month,Component,Amount",
    "3,,The header stands here again.,Delete the row.,Month,Component,Amount",
  ]);
});

test("the faults that are handed out as a file hold nothing that a spreadsheet would run", async () => {
  const { analyst } = await newCompany();
  const staged = await stage(
    analyst,
    "cogs",
    [
      ["Month", "Component", "Amount"],
      ["2026-03", "=cmd|' /C calc'!A0", 1],
    ],
    AT,
  );
  let text = "";
  for await (const part of exportFaults(analyst, staged.importId)) text += part;
  expect(text).toContain("\r\n2,Component,");
  expect(text).toContain("'=cmd|' /C calc'!A0");
});

test("ten thousand faults are counted, kept, and shown a page at a time", async () => {
  const { analyst } = await newCompany();
  const lines: Lines = [
    ["Month", "Component", "Amount"],
    ...Array.from({ length: 10_001 }, (_, index) => ["2026-03", `fog ${index}`, "x"]),
  ];
  const staged = await stage(analyst, "cogs", lines, AT);
  expect(staged.counts).toMatchObject({ FAULT: 10_001, NEW: 0 });
  const page = await importedRows(analyst, staged.importId, { fate: "FAULT" });
  expect([page.rows.length, page.after]).toEqual([50, 51]);
  const next = await importedRows(analyst, staged.importId, { fate: "FAULT", after: 51 });
  expect(next.rows[0]?.rowNumber).toBe(52);
});

test("a list tells of each import, one of them in full, and of a figure where it comes from", async () => {
  const { company, analyst } = await newCompany();
  const header = ["Month", "Component", "Account", "Amount"];
  const first = await load(analyst, "cogs", [header, ["2026-03", "cloud", "5100", 60]], AT, "march.csv");
  const second = await load(
    analyst,
    "cogs",
    [header, ["2026-03", "cloud", "5100", 65]],
    later(5),
    "corrected.csv",
  );
  const { imports, before } = await listImports(analyst);
  expect(before).toBeNull();
  expect(
    imports.map(({ fileName, status, broughtBy, appliedBy }) => [fileName, status, broughtBy, appliedBy]),
  ).toEqual([
    ["corrected.csv", "APPLIED", "Fay", "Fay"],
    ["march.csv", "APPLIED", "Fay", "Fay"],
  ]);
  expect(imports[0]).toMatchObject({ fates: { RESTATES: 1 }, statedUsd: 65, replacedUsd: 60 });
  const detail = await importDetail(analyst, first.importId);
  expect(detail).toMatchObject({
    reading: { separator: "comma", header, encoding: "UTF-8" },
    questions: [],
    mapping: { account: 2 },
  });
  expect(await importProgress(analyst, first.importId)).toEqual({
    status: "APPLIED",
    read: 1,
    of: 1,
    isThrough: true,
  });
  const lineage = await lineageOf(analyst, '["cogs", "2026-03", "cloud", "5100"]');
  expect(lineage).toMatchObject({
    words: "COGS breakdown · 2026-03 · cloud · 5100",
    present: [
      {
        amountUsd: 65,
        import: { id: second.importId, fileName: "corrected.csv", row: 2, person: "Fay" },
        knownFrom: later(5),
        knownUntil: null,
      },
    ],
    superseded: [
      {
        amountUsd: 60,
        import: { id: first.importId, fileName: "march.csv" },
        knownFrom: AT,
        knownUntil: later(5),
      },
    ],
  });
  const { analyst: stranger } = await newCompany();
  expect(await importDetail(stranger, first.importId)).toBeNull();
  expect(await importProgress(stranger, first.importId)).toBeNull();
  expect((await importedRows(stranger, first.importId, {})).rows).toEqual([]);
  expect((await lineageOf(stranger, '["cogs", "2026-03", "cloud", "5100"]'))?.present).toEqual([]);
  expect(await lineageOf(analyst, "no key")).toBeNull();
  expect(await inTenant(company, (tx) => tx.import.count({ where: { tenantId: company.tenantId } }))).toBe(2);
});

test("a database that is asked directly keeps what an applied import stated", async () => {
  const { company, analyst } = await newCompany();
  const { importId } = await load(
    analyst,
    "cogs",
    [
      ["Month", "Component", "Amount"],
      ["2026-03", "cloud", 60],
    ],
    AT,
  );
  for (const statement of [
    "delete from import_rows where import_id = $1::uuid",
    "insert into import_rows select tenant_id, import_id, 99, cells, fate, key, record, before, faults from import_rows where import_id = $1::uuid",
    "update import_rows set record = '{}' where import_id = $1::uuid",
    "update imports set file_sha256 = repeat('0', 64) where id = $1::uuid",
    "update imports set status = 'STAGED' where id = $1::uuid",
    "delete from imports where id = $1::uuid",
    "update imports set status = 'UNDONE', undone_by = created_by, undone_at = now(), undo_reason = 'short' where id = $1::uuid",
  ])
    await expect(
      inTenant(company, (tx) => tx.$executeRawUnsafe(statement, importId)),
      statement,
    ).rejects.toThrow();
});

test("the daily metrics are computed anew from the day of a figure that was taken away", async () => {
  const { company, analyst } = await newCompany();
  const header = ["Date", "Channel", "Spend"];
  await load(analyst, "spend", [header, ["2026-10-01", "events", 10]], AT);
  const { importId } = await load(analyst, "spend", [header, ["2026-11-03", "events", 900]], later(1));
  await computeDueMetrics(company.tenantId, later(180));
  const spendOn = async (date: string) =>
    (
      await inTenant(company, (tx) =>
        tx.metricSnapshotDaily.findMany({
          where: {
            tenantId: company.tenantId,
            metricId: "spend_paid_total",
            dimension: "",
            date: new Date(date),
          },
        }),
      )
    ).map(({ value }) => Number(value));
  expect(await spendOn("2026-11-03")).toEqual([900]);
  const dayAfter = new Date(AT.getTime() + 30 * 3_600_000);
  await undoImport(analyst, { importId, reason: "Taken back in the test" }, dayAfter);
  expect((await computeDueMetrics(company.tenantId, new Date(dayAfter.getTime() + 60_000)))?.from).toBe(
    "2026-11-03",
  );
  expect(await spendOn("2026-11-03")).not.toContain(900);
});
