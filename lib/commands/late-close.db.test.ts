import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { writeDeals } from "../queries/testing/spine-fixture";
import { certifyClose } from "./certify-close";
import { evaluateCycle } from "./evaluate-cycle";
import { setCloseCalendar } from "./set-close-calendar";
import { bookkept, codeOf, MAY, must, on } from "./testing/closing-company";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

/** May 2026 ends on a Sunday. Its business days, Monday to Friday: */
const DAYS = [
  [4, "2026-06-04"],
  [5, "2026-06-05"],
  [6, "2026-06-08"],
  [7, "2026-06-09"],
  [8, "2026-06-10"],
  [10, "2026-06-12"],
  [11, "2026-06-15"],
  [12, "2026-06-16"],
] as const;
const UNOWNED = [{ amount: 5_000, closes: "2026-08-01", qualified: "2026-05-20", owner: " " }];

const codesOf = (result: Result<unknown>): string[] =>
  result.ok ? [] : [...new Set(JSON.stringify(result.failure).match(/CFO-\d\d/g))].sort();

describe("certifying a month on each business day", () => {
  test.each([
    { figures: "complete", crm: "clean", punctual: [], late: ["CFO-32"] },
    { figures: "complete", crm: "unclean", punctual: ["CFO-33"], late: ["CFO-32"] },
    { figures: "incomplete", crm: "clean", punctual: ["CFO-31"], late: ["CFO-31", "CFO-32"] },
    { figures: "incomplete", crm: "unclean", punctual: ["CFO-31", "CFO-33"], late: ["CFO-31", "CFO-32"] },
  ])("with $figures figures and a $crm CRM", async ({ figures, crm, punctual, late }) => {
    const { tenantId, certify, reopen, read } = await bookkept((month) =>
      month === MAY && figures === "incomplete" ? { headcount: false } : {},
    );
    if (crm === "unclean") await writeDeals(tenantId, UNOWNED);
    const versions = () => read((tx) => tx.evaluationCycle.count({ where: { tenantId, cycleKey: MAY } }));
    for (const [day, date] of DAYS) {
      const before = await versions();
      const result = await certify(MAY, date);
      expect([day, codesOf(result)]).toEqual([day, day > 10 ? late : punctual]);
      expect([day, result.ok]).toEqual([day, day <= 10 && punctual.length === 0]);
      // An attempt that only lacks figures is kept, and stays open; what is late or unclean leaves nothing.
      const isKept = result.ok || (day <= 10 && punctual.join() === "CFO-31");
      expect([day, await versions()]).toEqual([day, before + Number(isKept)]);
      if (result.ok) must(await reopen(date));
    }
    const final = await read((tx) =>
      tx.evaluationCycle.findMany({ where: { tenantId, certifiedFinal: true }, select: { status: true } }),
    );
    expect(final).toEqual(punctual.length === 0 ? Array(6).fill({ status: "CLOSED" }) : []);
  });
});

describe("the last day", () => {
  test("is over with its last second in UTC; the weekend behind it adds no business day", async () => {
    const { analyst, reopen, certify, month } = await bookkept();
    for (const [day, isOverdue] of [
      ["2026-06-12", false],
      ["2026-06-14", false],
      ["2026-06-15", true],
    ] as const)
      expect([day, (await month(MAY, day)).clock.isOverdue]).toEqual([day, isOverdue]);
    const certifyAt = (deliveredAt: string, moment: string) =>
      certifyClose(analyst, { cycleKey: MAY, deliveredAt }, new Date(moment));
    expect(codeOf(await certifyAt("2026-06-13", "2026-06-12T23:59:59.999Z")), "the future").toBe(
      "INVALID_INPUT",
    );
    must(await certifyAt("2026-06-12", "2026-06-12T23:59:59.999Z"));
    must(await reopen("2026-06-13"));
    must(await certify(MAY, "2026-06-14"));
    must(await reopen("2026-06-14"));
    expect(codesOf(await certifyAt("2026-06-15", "2026-06-15T00:00:00.000Z"))).toEqual(["CFO-32"]);
  });

  test("is moved by a holiday on a weekday, and by none on a weekend or in the month itself", async () => {
    for (const [day, last, late] of [
      ["2026-06-10", "2026-06-15", "2026-06-16"],
      ["2026-06-15", "2026-06-15", "2026-06-16"],
      ["2026-06-06", "2026-06-14", "2026-06-15"],
      ["2026-05-29", "2026-06-14", "2026-06-15"],
    ] as const) {
      const { cfo, certify } = await bookkept();
      must(await setCloseCalendar(cfo, { year: 2026, days: day, seen: [] }, on("2026-05-20")));
      expect([day, codesOf(await certify(MAY, late))]).toEqual([day, ["CFO-32"]]);
      expect([day, codeOf(await certify(MAY, last))]).toEqual([day, "done"]);
    }
  });

  test("once it is over, only the CFO certifies that the close was delivered before; what is on record is anybody's", async () => {
    const { analyst, cfo, reopen, month, read } = await bookkept();
    const order = { cycleKey: MAY, deliveredAt: "2026-06-11" };
    expect((await month(MAY, "2026-06-12")).closing?.onlyTheCfo, "in time").toBeNull();
    expect(await certifyClose(analyst, order, on("2026-06-15"))).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN", fields: { deliveredAt: expect.stringContaining("only the CFO") } },
    });
    expect(await read((tx) => tx.evaluationCycle.count())).toBe(0);
    must(await certifyClose(cfo, order, on("2026-06-15")));
    must(await reopen("2026-06-16"));
    expect(
      codeOf(await certifyClose(analyst, { ...order, deliveredAt: "2026-06-10" }, on("2026-06-16"))),
    ).toBe("FORBIDDEN");
    expect((await month(MAY, "2026-06-16")).closing).toMatchObject({
      onlyTheCfo: null,
      delivery: "2026-06-11",
    });
    must(await certifyClose(analyst, order, on("2026-06-16")));
  });

  test("once it is over, the page says that a day which was named before is the CFO's word now", async () => {
    const { analyst, month } = await bookkept();
    const order = { cadence: "monthly_close", cycleKey: MAY, deliveredAt: "2026-06-10" } as const;
    must(await evaluateCycle(analyst, order, on("2026-06-10")));
    expect((await month(MAY, "2026-06-11")).closing).toMatchObject({ onlyTheCfo: null, refusedWith: [] });
    const { closing } = await month(MAY, "2026-06-15");
    expect(closing).toMatchObject({ delivery: "2026-06-10", refusedWith: [] });
    expect(closing?.onlyTheCfo).toContain("only the CFO certifies");
    expect(
      await certifyClose(analyst, { cycleKey: MAY, deliveredAt: "2026-06-10" }, on("2026-06-15")),
    ).toMatchObject({
      failure: { code: "FORBIDDEN", message: closing?.onlyTheCfo },
    });
  });
});

test("two who certify the same month at once certify it once", async () => {
  const { analyst, cfo, read } = await bookkept();
  const results = await Promise.all(
    [analyst, cfo].map((person) =>
      certifyClose(person, { cycleKey: MAY, deliveredAt: "2026-06-10" }, on("2026-06-10")),
    ),
  );
  expect(results.map(codeOf).sort()).toEqual(["CERTIFIED", "done"]);
  expect(await read((tx) => tx.evaluationCycle.count())).toBe(1);
});
