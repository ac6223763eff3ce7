import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { createCompany as createNewCompany } from "../commands/create-company";
import { dismissGettingStarted } from "../commands/dismiss-getting-started";
import { setCloseCalendar } from "../commands/set-close-calendar";
import { signRequest } from "../commands/sign-request";
import { submitRequest } from "../commands/submit-request";
import { type Company, createCompany } from "../commands/testing/company";
import { type Lines, load } from "../commands/testing/imports";
import { closeMonth } from "../commands/testing/judged-cycles";
import { renewal } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { isStartOver, loadGettingStarted, type StartStepId } from "./getting-started";

const at = new Date("2026-03-20T10:00:00Z");
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function doneIn({ tenantId }: { tenantId: string }): Promise<StartStepId[]> {
  const { steps } = await loadGettingStarted({ tenantId, userId: tenantId, role: "CFO" }, at);
  return steps.filter(({ isDone }) => isDone).map(({ id }) => id);
}

async function partsThere({ tenantId }: { tenantId: string }, step: StartStepId): Promise<string[]> {
  const { steps } = await loadGettingStarted({ tenantId, userId: tenantId, role: "CFO" }, at);
  const parts = steps.find(({ id }) => id === step)?.parts ?? [];
  return parts.filter(({ isDone }) => isDone).map(({ label }) => label);
}

test("a company that was just made has its administrator and everything before it", async () => {
  const made = must(
    await createNewCompany(
      {
        name: "Acme",
        slug: "acme-start",
        planStart: "2026-01-01",
        adminName: "Ada",
        adminEmail: "ada.start@acme.example",
      },
      referenceArtifacts,
      at,
    ),
  );
  const started = await loadGettingStarted({ ...made, userId: made.tenantId, role: "Administrator" }, at);
  expect(started).toMatchObject({
    done: 0,
    hasClosedCycle: false,
    firstClose: { month: "2026-02", opensOn: "2026-03-01", isOpen: true },
    staffed: ["Administrator"],
    isDismissed: false,
  });
  expect(isStartOver(started)).toBe(false);
});

test("the first close is a month of the plan: the one that has ended, or the one that opens when it is over", async () => {
  const firstCloseOf = async (planStart: string) => {
    const { tenantId } = await createCompany();
    await inTenant({ tenantId }, (tx) =>
      tx.tenant.update({ where: { id: tenantId }, data: { planStart: new Date(planStart) } }),
    );
    return (await loadGettingStarted({ tenantId, userId: tenantId, role: "CFO" }, at)).firstClose;
  };
  const opened = { month: "2026-02", opensOn: "2026-03-01", isOpen: true };
  expect(await firstCloseOf("2025-03-01")).toEqual(opened);
  expect(await firstCloseOf("2026-02-01")).toEqual(opened);
  expect(await firstCloseOf("2026-03-01")).toEqual({
    month: "2026-03",
    opensOn: "2026-04-01",
    isOpen: false,
  });
  expect(await firstCloseOf("2027-01-01")).toEqual({
    month: "2027-01",
    opensOn: "2027-02-01",
    isOpen: false,
  });
});

test("people are there once CFO, CEO and FP&A are, and no longer when one of them has left", async () => {
  const company = await createCompany();
  await company.hire("CFO");
  const ceo = await company.hire("CEO");
  expect(await partsThere(company, "people")).toEqual(["CFO", "CEO"]);
  expect(await doneIn(company)).toEqual([]);
  await company.hire("FP&A");
  expect(await doneIn(company)).toEqual(["people"]);
  await inTenant(company, (tx) =>
    tx.membership.updateMany({
      where: { tenantId: company.tenantId, userId: ceo.userId },
      data: { endedAt: at },
    }),
  );
  expect(await doneIn(company)).toEqual([]);
});

const FILES: [kind: string, label: string, lines: Lines][] = [
  [
    "revenue",
    "Recognised revenue",
    [
      ["Month", "Revenue"],
      ["2026-02", 800_000],
    ],
  ],
  [
    "cogs",
    "COGS breakdown",
    [
      ["Month", "Component", "Amount"],
      ["2026-02", "hosting", 100_000],
    ],
  ],
];

test("targets, stages and each kind of figures count from the moment they are in the books", async () => {
  const company = await createCompany();
  const fpa = await company.hire("FP&A");
  const targets: Lines = [
    ["Month of the plan", "Metric", "Low", "Target", "High"],
    [7, "FCF", -150_000, -100_000, -50_000],
    [7, "EBITDA", -50_000, "", 50_000],
  ];
  await load(fpa, "targets", targets, at);
  expect(await partsThere(company, "targets")).toEqual(["Free cash flow", "EBITDA"]);
  await load(
    fpa,
    "bookings-targets",
    [
      ["Quarter", "Target"],
      ["2026-Q3", 2_000_000],
    ],
    at,
  );
  await load(
    fpa,
    "pipeline-stages",
    [
      ["Stage", "Definition", "Qualified"],
      ["new", "Somebody called", "no"],
    ],
    at,
  );
  expect(await doneIn(company), "a stage that does not count is not enough").toEqual(["targets"]);
  await load(
    fpa,
    "pipeline-stages",
    [
      ["Stage", "Definition", "Qualified"],
      ["won", "Terms agreed", "yes"],
    ],
    at,
  );
  expect(await doneIn(company)).toEqual(["targets", "stages"]);
  for (const [kind, label, lines] of FILES) {
    await load(fpa, kind, lines, at);
    expect(await partsThere(company, "figures")).toContain(label);
  }
  expect(await doneIn(company), "the other kinds are still missing").not.toContain("figures");
});

test("holidays, the first close, a submitted request and a signature are seen when they are there", async () => {
  const company = await createCompany();
  const [lead, cfo] = [await company.hire("Team lead"), await company.hire("CFO")];
  must(await setCloseCalendar(cfo, { year: 2026, days: "2026-12-25", seen: [] }, at));
  expect(await doneIn(company)).toEqual(["holidays"]);
  await closeMonth(company, "2026-02");
  const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
  expect(await doneIn(company)).toEqual(["holidays", "cycle", "request"]);
  must(await signRequest(cfo, { reference, revision: 1 }, at));
  expect(await doneIn(company)).toContain("signature");
});

test("the list stays until the first cycle has closed, and is then put away by CFO or administrator alone", async () => {
  const company: Company = await createCompany();
  const [cfo, fpa] = [await company.hire("CFO"), await company.hire("FP&A")];
  expect(await dismissGettingStarted(cfo, at)).toMatchObject({ failure: { code: "NO_CLOSED_CYCLE" } });
  await closeMonth(company, "2026-02");
  expect(isStartOver(await loadGettingStarted(cfo, at))).toBe(false);
  expect(await dismissGettingStarted(fpa, at)).toMatchObject({ failure: { code: "FORBIDDEN" } });
  must(await dismissGettingStarted(cfo, at));
  expect(isStartOver(await loadGettingStarted(fpa, at))).toBe(true);
  const elsewhere = await (await createCompany()).hire("CFO");
  expect((await loadGettingStarted(elsewhere, at)).isDismissed).toBe(false);
});
