import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { addDays, addMonths } from "@/lib/queries/cycle-calendar";
import { evaluateCycle } from "./evaluate-cycle";
import { createCompany } from "./testing/company";
import { type Lines, load } from "./testing/imports";

const AT = new Date("2026-07-06T09:00:00Z");
/** The plan of the test company begins in July 2025; June 2026 is its month 11. */
const MONTHS = Array.from({ length: 12 }, (_, index) => addMonths("2025-07", index));
const lastDay = (month: string) => addDays(`${addMonths(month, 1)}-01`, -1);

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

/** A year of a company that grows from 9 to 12.36 million: 200 k won, 100 k grown and 20 k lost a month. */
function arrBridge(): Lines {
  const movements = MONTHS.flatMap((month, index): (string | number)[][] => [
    [month, "new", `Won in ${month}`, 200_000, "SMB"],
    [month, "expansion", "Amber Labs", 100_000, "Enterprise"],
    [month, "contraction", "Copper Rail", 5_000, "Mid-market"],
    [month, "churn", "Copper Rail", 15_000, "Mid-market"],
    [month, "closing balance", "", 9_000_000 + (index + 1) * 280_000, ""],
  ]);
  return [
    ["Month", "Movement", "Customer", "ARR (USD)", "Segment"],
    ["2025-07", "opening balance", "", 9_000_000, ""],
    ["2025-07", "opening balance", "Amber Labs", 6_000_000, "Enterprise"],
    ["2025-07", "opening balance", "Copper Rail", 3_000_000, "Mid-market"],
    ...movements,
  ];
}

const FILES: [kind: string, lines: Lines][] = [
  [
    "targets",
    [
      ["Month of the plan", "Metric", "Low", "Target", "High"],
      ...[...MONTHS.keys()].flatMap((index) => [
        [index, "FCF", -150_000, -100_000, -50_000],
        [index, "EBITDA", -50_000, "", 50_000],
      ]),
    ],
  ],
  [
    "bookings-targets",
    [
      ["Quarter", "Target"],
      ["2026-Q3", 2_000_000],
      ["Q4 2026", 2_000_000],
    ],
  ],
  [
    "pipeline-stages",
    [
      ["Stage", "Definition", "Qualified"],
      ["qualified", "Budget and date are known", "yes"],
    ],
  ],
  ["arr-bridge", arrBridge()],
  ["revenue", [["Month", "Revenue"], ...MONTHS.map((month) => [month, 800_000])]],
  [
    "cogs",
    [
      ["Month", "Component", "Amount"],
      ...MONTHS.flatMap((month) => [
        [month, "hosting", 100_000],
        [month, "customer support", 60_000],
        [month, "other", 40_000],
      ]),
    ],
  ],
  [
    "opex",
    [
      ["Month", "Department", "Fixed or variable", "Purpose", "Amount"],
      ...MONTHS.flatMap((month) => [
        [month, "S&M", "variable", "acquisition", 200_000],
        [month, "R&D", "fixed", "", 200_000],
        [month, "G&A", "fixed", "", 200_000],
        [month, "", "depreciation", "", 50_000],
      ]),
    ],
  ],
  [
    "cash-flow",
    [
      ["Month", "Line", "Amount"],
      ...MONTHS.flatMap((month) => [
        [month, "operating cash flow", 30_000],
        [month, "capex", 130_000],
      ]),
    ],
  ],
  [
    "cash",
    [
      ["Date", "Bank account", "Balance"],
      ...MONTHS.flatMap((month) => [
        [lastDay(month), "operating", 900_000],
        [lastDay(month), "reserve", 900_000],
      ]),
    ],
  ],
  [
    "headcount",
    [
      ["Month", "Function", "FTE", "Loaded cost"],
      ...MONTHS.flatMap((month) => ["R&D", "S&M", "G&A"].map((team) => [month, team, "8", 90_000])),
    ],
  ],
  [
    "pipeline",
    [
      ["Deal ID", "Name", "Stage", "Kind", "Amount", "Expected close", "Owner", "Created", "Qualified"],
      [
        "D-1",
        "Third quarter",
        "qualified",
        "new business",
        7_000_000,
        "2026-08-15",
        "Ana",
        "2026-01-31",
        "2026-02-01",
      ],
      [
        "D-2",
        "Fourth quarter",
        "qualified",
        "new business",
        7_000_000,
        "2026-11-15",
        "Ana",
        "2026-01-31",
        "2026-02-01",
      ],
    ],
  ],
];

test("a company filled by nothing but files closes its month with all eight triggers known", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A");
  for (const [kind, lines] of FILES) await load(analyst, kind, lines, AT);
  const closed = await evaluateCycle(analyst, { cadence: "monthly_close", cycleKey: "2026-06" }, AT);
  if (!closed.ok) throw new Error(closed.failure.message);
  const inputs = await inTenant(company, (tx) =>
    tx.cycleInput.findMany({
      where: { tenantId: company.tenantId, cycleId: closed.value.cycleId },
      select: { name: true, value: true },
    }),
  );
  const value = (name: string) => inputs.find((input) => input.name === name)?.value;
  expect(inputs.filter((input) => input.value === null)).toEqual([]);
  expect(value("OperatingCashFlow")).toEqual([30_000, 30_000, 30_000]);
  expect(value("Capex")).toEqual([130_000, 130_000, 130_000]);
  expect(value("Revenue")).toEqual([800_000, 800_000, 800_000]);
  expect(value("COGS")).toEqual([200_000, 200_000, 200_000]);
  // Depreciation came in the same file, and is no part of it.
  expect(value("Opex_excl_DA")).toEqual([600_000, 600_000, 600_000]);
  expect(value("CashBalance")).toBe(1_800_000);
  expect(value("ARR_Growth_Rate_TTM")).toBe(37.333333);
  expect(value("StartingARR")).toBe(9_000_000);
  // Of the customers of the opening balance; the ones won since are none of the cohort.
  expect(value("Expansion")).toBe(1_200_000);
  expect(value("Contraction")).toBe(60_000);
  expect(value("Churn")).toBe(180_000);
  expect(value("CAC")).toBe(600_000);
  // Three months' wins; the customers of the opening balance were not won in them.
  expect(value("NewARR_per_month")).toBe(50_000);
  expect(value("TargetFCF_3mo_avg")).toBe(-100_000);
  expect(value("TargetEBITDA_3mo_avg")).toBe(0);
  expect(value("BookingsTarget_next_quarter")).toBe(2_000_000);
  expect(value("QualifiedPipelineAmount_next_quarter")).toEqual([7_000_000, 7_000_000, 7_000_000, 7_000_000]);
  expect(Object.keys(closed.value.states)).toHaveLength(8);
  expect(Object.values(closed.value.states)).not.toContain("UNKNOWN");
  expect([closed.value.status, closed.value.reasonCodes]).toEqual(["CLOSED", []]);
});

test("without one of the files the close says so, and nothing becomes zero", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A");
  for (const [kind, lines] of FILES) if (kind !== "cash-flow") await load(analyst, kind, lines, AT);
  const closed = await evaluateCycle(analyst, { cadence: "monthly_close", cycleKey: "2026-06" }, AT);
  expect(closed).toMatchObject({ ok: true, value: { status: "OPEN" } });
});
