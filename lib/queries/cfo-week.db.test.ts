import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { type Company, createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inScope, inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { type CfoWeek, loadCfoWeek, mondayOf, newestWholeWeek, weekInAddress } from "./cfo-week";
import { daily, writeSnapshots } from "./testing/metric-snapshots";
import { writeCycle } from "./testing/optimized-week";

const WEEK = "2026-03-16";
const SUNDAY = "2026-03-22";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
});
afterAll(disconnect);

const weekOf = (company: Pick<Company, "tenantId">, weekStart = WEEK) =>
  inTenant(company, (tx) => loadCfoWeek(tx, company.tenantId, weekStart));

const figure = (week: CfoWeek | null, id: string) => week?.figures.find((each) => each.id === id);

describe("the figures of a week", () => {
  test("are those of its last day, with the last day of the week before beside them", async () => {
    const company = await createCompany();
    // 20 days up to Sunday: Sunday 22, Monday 16 (6 days before) and the Sunday before it (7 days before).
    await writeSnapshots(
      company.tenantId,
      daily("payback_months", SUNDAY, 20, (before) => 12 + before),
    );
    expect(figure(await weekOf(company), "payback_months")).toMatchObject({
      value: 12,
      asOf: SUNDAY,
      valueBefore: 19,
      asOfBefore: "2026-03-15",
      unit: "months",
      direction: "down",
    });
  });

  test("come from the newest computed day where the week has holes, and never from another week", async () => {
    const company = await createCompany();
    await writeSnapshots(company.tenantId, [
      { metric: "cac_blended", day: "2026-03-18", value: 900 },
      { metric: "cac_blended", day: "2026-03-23", value: 1 },
      { metric: "cash_runway_months", day: "2026-03-08", value: 2 },
    ]);
    const week = await weekOf(company);
    expect(figure(week, "cac_blended")).toMatchObject({ value: 900, asOf: "2026-03-18", valueBefore: null });
    expect(figure(week, "cash_runway_months")).toMatchObject({ value: null, asOf: null, asOfBefore: null });
  });

  test("a day that could not be computed stays without a value, though the day before had one", async () => {
    const company = await createCompany();
    await writeSnapshots(company.tenantId, [
      { metric: "payback_months", day: "2026-03-21", value: 12 },
      { metric: "payback_months", day: SUNDAY, value: null },
    ]);
    expect(figure(await weekOf(company), "payback_months")).toMatchObject({ value: null, asOf: SUNDAY });
  });

  test("are the company's totals, not those of a channel", async () => {
    const company = await createCompany();
    await writeSnapshots(company.tenantId, [
      { metric: "cac_blended", day: SUNDAY, value: 900 },
      { metric: "cac_blended", day: SUNDAY, value: 100, dimension: "search" },
    ]);
    expect(figure(await weekOf(company), "cac_blended")?.value).toBe(900);
  });

  test("the six stand in their order, and the flat columns say the same", async () => {
    const company = await createCompany();
    const ids = [
      "payback_months",
      "cac_blended",
      "gross_margin_pct",
      "contribution_margin_pct",
      "revenue_per_fte",
      "cash_runway_months",
    ];
    await writeSnapshots(
      company.tenantId,
      ids.map((metric, index) => ({ metric, day: SUNDAY, value: index + 1 })),
    );
    const week = await weekOf(company);
    expect(week?.figures.map(({ id, value }) => [id, value])).toEqual(
      ids.map((id, index) => [id, index + 1]),
    );
    const [flat] = await inTenant(
      company,
      (tx) =>
        tx.$queryRaw<
          Record<string, unknown>[]
        >`select * from get_weekly_cfo_snapshot(${company.tenantId}::uuid, ${WEEK}::date)`,
    );
    expect(ids.map((id) => Number(flat?.[id]))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("the actions of a week", () => {
  test("are those asked for, at work or measured in it; what improved and hurt is among them", async () => {
    const company = await createCompany();
    const { tenantId } = company;
    await writeCycle(tenantId, "2026-03-02T02:00:00Z", {
      actions: [
        { startedAt: "2026-03-02T03:00:00Z", measuredAt: "2026-03-16T00:00:00Z", outcome: "improved" },
        { startedAt: "2026-03-02T03:00:00Z", measuredAt: "2026-03-22T23:59:59Z", outcome: "hurt" },
        // Measured in the week before: no action of this one.
        { startedAt: "2026-03-02T03:00:00Z", measuredAt: "2026-03-15T23:59:59Z", outcome: "improved" },
        { startedAt: "2026-03-02T03:00:00Z" },
        // Asked for long ago, and still waiting: it did nothing in this week.
        {},
      ],
    });
    await writeCycle(tenantId, "2026-03-16T02:00:00Z", {
      actions: [{}, { startedAt: "2026-03-16T03:00:00Z" }],
    });
    await writeCycle(tenantId, "2026-03-23T00:00:00Z", { actions: [{ startedAt: "2026-03-23T00:00:00Z" }] });
    const week = await weekOf(company);
    expect(week?.actions).toEqual({ total: 5, improved: 1, hurt: 1, askedFor: 2, atWork: 4, measured: 2 });
    expect(week?.cyclesRun).toBe(1);
  });

  test("of a week in which no cycle ran are none", async () => {
    expect(await weekOf(await createCompany())).toMatchObject({
      actions: { total: 0, improved: 0, hurt: 0 },
      cyclesRun: 0,
      gates: [],
    });
  });
});

test("a CFO gate that several cycles of the week triggered is listed once, as the last of them saw it", async () => {
  const company = await createCompany();
  const payback = (observed: number) => ({ gate: "payback_exceeded", observed, threshold: 15 });
  await writeCycle(company.tenantId, "2026-03-16T02:00:00Z", { gates: [payback(18)] });
  const last = await writeCycle(company.tenantId, "2026-03-18T02:00:00Z", {
    gates: [payback(17), { gate: "cash_constrained", observed: 5, threshold: 6 }],
  });
  await writeCycle(company.tenantId, "2026-03-23T02:00:00Z", {
    gates: [{ gate: "margin_below_floor", observed: 60, threshold: 70 }],
  });
  expect((await weekOf(company))?.gates).toEqual([
    expect.objectContaining({ gate: "cash_constrained", observed: 5, threshold: 6, cycleId: last }),
    expect.objectContaining({ gate: "payback_exceeded", observed: 17, cycleId: last }),
  ]);
});

test("the mode is the one that held as Sunday ended, and unknown before the first cycle", async () => {
  const company = await createCompany();
  const { tenantId } = company;
  const cycle = await company.closeCycle();
  const stretch = (mode: string, startedAt: string, endedAt: string | null) =>
    inTenant(company, (tx) =>
      tx.modePeriod.create({
        data: {
          tenantId,
          mode,
          startedAt: new Date(startedAt),
          endedAt: endedAt === null ? null : new Date(endedAt),
          startedByCycle: cycle,
          cause: "a test",
        },
      }),
    );
  await stretch("NORMAL", "2026-03-10T09:00:00Z", "2026-03-22T10:00:00Z");
  await stretch("DEFENSIVE", "2026-03-22T10:00:00Z", "2026-03-23T10:00:00Z");
  await stretch("NORMAL", "2026-03-23T10:00:00Z", null);
  const modes = ["2026-03-02", "2026-03-09", WEEK, "2026-03-23"].map((week) => weekOf(company, week));
  expect((await Promise.all(modes)).map((week) => week?.mode)).toEqual([
    "UNKNOWN",
    "NORMAL",
    "DEFENSIVE",
    "NORMAL",
  ]);
});

test("an escalation counts in every week at whose end it was open, with or without a plan", async () => {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  const cycle = await company.closeCycle();
  const raise = (rule: string, raisedAt: string, resolvedAt: string | null) =>
    inTenant(company, (tx) =>
      tx.escalation.create({
        data: {
          tenantId: company.tenantId,
          rule,
          action: "convene the Board",
          triggerIds: ["T1"],
          raisedAt: new Date(raisedAt),
          raisedByCycle: cycle,
          status: resolvedAt === null ? "OPEN" : "RESOLVED",
          ...(resolvedAt && {
            plan: "A plan that says what will be done, and by whom.",
            acknowledgedBy: cfo.userId,
            acknowledgedAt: new Date(raisedAt),
            resolvedBy: cfo.userId,
            resolvedAt: new Date(resolvedAt),
            resolution: "Done.",
          }),
        },
      }),
    );
  await raise("A", "2026-03-10T00:00:00Z", "2026-03-22T23:00:00Z");
  await raise("B", "2026-03-17T00:00:00Z", "2026-03-23T01:00:00Z");
  await raise("C", "2026-03-25T00:00:00Z", null);
  const counts = ["2026-03-02", "2026-03-09", WEEK, "2026-03-23"].map((week) => weekOf(company, week));
  expect((await Promise.all(counts)).map((week) => week?.openEscalations)).toEqual([0, 1, 1, 1]);
});

describe("whose week", () => {
  test("another company's week is no row at all: not by name, not as somebody of both, not as the operator", async () => {
    const [own, other] = [await createCompany(), await createCompany()];
    const person = await own.hire("CFO");
    await writeSnapshots(other.tenantId, [{ metric: "payback_months", day: SUNDAY, value: 12 }]);
    await withClient(database.superuserUrl, async (client) => {
      await client.query("insert into memberships (tenant_id, user_id, role) values ($1, $2, 'CFO')", [
        other.tenantId,
        person.userId,
      ]);
      await client.query("update users set is_operator = true where id = $1", [person.userId]);
    });
    expect(await inTenant(person, (tx) => loadCfoWeek(tx, other.tenantId, WEEK))).toBeNull();
    expect(
      await inScope({ userId: person.userId }, (tx) => loadCfoWeek(tx, other.tenantId, WEEK)),
    ).toBeNull();
    expect(await inScope({}, (tx) => loadCfoWeek(tx, other.tenantId, WEEK))).toBeNull();
    expect(
      figure(await inTenant(other, (tx) => loadCfoWeek(tx, other.tenantId, WEEK)), "payback_months")?.value,
    ).toBe(12);
  });

  test("a day that is no Monday is refused rather than moved", async () => {
    const company = await createCompany();
    await expect(weekOf(company, "2026-03-17")).rejects.toThrow("a week is named by its Monday");
  });
});

describe("weeks in an address", () => {
  test("any day of a week stands for it, and anything else for none", () => {
    expect([WEEK, "2026-03-18", SUNDAY].map(weekInAddress)).toEqual([WEEK, WEEK, WEEK]);
    expect(["2026-13-01", "last", undefined, ["2026-03-16"]].map(weekInAddress)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(mondayOf("2026-03-23")).toBe("2026-03-23");
  });

  test("on a Monday the newest whole week is the one that ended the day before", () => {
    expect(newestWholeWeek(new Date("2026-03-23T00:00:00Z"))).toBe(WEEK);
    expect(newestWholeWeek(new Date("2026-03-22T23:59:59Z"))).toBe("2026-03-09");
  });
});
