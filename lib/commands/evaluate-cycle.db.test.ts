import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cadence } from "../../kernel/enforcement";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { closedCycles } from "../queries/cycle-history";
import { type MonthFigures, writeHealthySpine } from "../queries/testing/spine-fixture";
import { acknowledgeEscalation } from "./acknowledge-escalation";
import { evaluateCycle } from "./evaluate-cycle";
import { overrideInput } from "./override-input";
import { resolveEscalation } from "./resolve-escalation";
import { createCompany } from "./testing/company";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** A company with books up to October 2026, and somebody to evaluate them. */
async function bookkept(changes?: (month: string) => Partial<MonthFigures>) {
  const company = await createCompany();
  const { tenantId } = company;
  await writeHealthySpine(tenantId, "2026-10", changes, "2025-04");
  const [analyst, cfo, ceo] = [
    await company.hire("FP&A"),
    await company.hire("CFO"),
    await company.hire("CEO"),
  ];
  const evaluate = (
    cadence: Cadence,
    cycleKey: string,
    day: string,
    more: { certifyFinal?: boolean; deliveredAt?: string } = {},
  ) => evaluateCycle(analyst, { cadence, cycleKey, ...more }, new Date(`${day}T09:00:00Z`));
  const close = async (month: string, day: string) =>
    must(await evaluate("monthly_close", month, day, { deliveredAt: day, certifyFinal: true }));
  const week = async (key: string, day: string) => must(await evaluate("weekly", key, day));
  const read = <T>(work: Parameters<typeof inTenant<T>>[1]) => inTenant({ tenantId }, work);
  return { tenantId, analyst, cfo, ceo, evaluate, close, week, read };
}

/** Free cash flow so far below plan that its three-month average FAILs from this month on. */
const burningFrom =
  (from: string, until = "9999") =>
  (month: string) =>
    month >= from && month <= until ? { capex: 900_000 } : {};

describe("one evaluation", () => {
  test("stores states, figures with their sources and the kernel's report, and says so in the log", async () => {
    const { tenantId, analyst, close, read } = await bookkept();
    const result = await close("2026-05", "2026-06-08");
    expect(result).toMatchObject({
      version: 1,
      status: "CLOSED",
      mode: "NORMAL",
      reasonCodes: [],
      rerun: [],
    });
    const row = await read((tx) =>
      tx.evaluationCycle.findUniqueOrThrow({
        where: { tenantId_id: { tenantId, id: result.cycleId } },
        include: { triggers: true, inputs: true },
      }),
    );
    expect(row).toMatchObject({
      certifiedFinal: true,
      monthIndex: 10,
      outcome: "COMPLETED",
      evaluatedBy: analyst.userId,
    });
    expect(row.document).not.toHaveProperty("artifacts");
    expect(row.triggers).toHaveLength(8);
    expect(row.inputs).toHaveLength(20);
    const runway = row.triggers.find(({ triggerId }) => triggerId.startsWith("T4"));
    expect([Number(runway?.value), runway?.unit]).toEqual([18, "months"]);
    const gap = row.triggers.find(({ triggerId }) => triggerId.startsWith("T1"));
    expect([Number(gap?.value), gap?.unit]).toEqual([0, "USD"]);
    const log = await read((tx) => tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" } }));
    expect(log.map(({ kind, title }) => [kind, title])).toEqual([
      ["cycle_evaluated", "Close 2026-05 evaluated: 7 PASS, 1 WATCH; NORMAL"],
      ["mode_change", "Mode begins as NORMAL: no critical trigger FAIL or UNKNOWN"],
    ]);
  });

  test("with a critical input missing stays open: no history, no mode, but a record of the attempt", async () => {
    const { tenantId, evaluate, read } = await bookkept((month) =>
      month === "2026-05" ? { capex: Number.NaN } : {},
    );
    const result = must(await evaluate("monthly_close", "2026-05", "2026-06-08"));
    expect(result).toMatchObject({ status: "OPEN", reasonCodes: ["CFO-16"] });
    expect(await read((tx) => closedCycles(tx, tenantId))).toEqual([]);
    expect(await read((tx) => tx.modePeriod.count())).toBe(0);
    expect(await read((tx) => tx.decisionLogEntry.count({ where: { kind: "cycle_evaluated" } }))).toBe(1);
  });

  test("a close delivered late cannot be certified as final (CFO-32); uncertified it closes", async () => {
    const { evaluate, read } = await bookkept();
    const late = { deliveredAt: "2026-06-16" };
    const refused = await evaluate("monthly_close", "2026-05", "2026-06-16", { ...late, certifyFinal: true });
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT", message: expect.stringContaining("CFO-32") },
    });
    expect(await read((tx) => tx.evaluationCycle.count())).toBe(0);
    expect(must(await evaluate("monthly_close", "2026-05", "2026-06-16", late)).status).toBe("CLOSED");
  });

  test("only FP&A and the CFO evaluate", async () => {
    const { ceo, cfo } = await bookkept();
    const order = { cadence: "monthly_close", cycleKey: "2026-05" } as const;
    const at = new Date("2026-06-08T09:00:00Z");
    expect(await evaluateCycle(ceo, order, at)).toMatchObject({ ok: false, failure: { code: "FORBIDDEN" } });
    expect((await evaluateCycle(cfo, order, at)).ok).toBe(true);
  });

  test("two at once give two versions, one after the other", async () => {
    const { tenantId, analyst, read } = await bookkept();
    const order = { cadence: "monthly_close", cycleKey: "2026-05" } as const;
    const at = new Date("2026-06-08T09:00:00Z");
    const both = await Promise.all([evaluateCycle(analyst, order, at), evaluateCycle(analyst, order, at)]);
    expect(both.map((each) => must(each).version).sort()).toEqual([1, 2]);
    expect(await read((tx) => closedCycles(tx, tenantId))).toHaveLength(1);
    expect(await read((tx) => tx.modePeriod.count())).toBe(1);
  });
});

describe("mode", () => {
  test("a critical FAIL enters DEFENSIVE with four owned actions; two cycles of PASS leave it", async () => {
    const { tenantId, cfo, ceo, close, week, read } = await bookkept(burningFrom("2026-06", "2026-06"));
    expect((await close("2026-05", "2026-06-08")).mode).toBe("NORMAL");
    expect((await close("2026-06", "2026-07-08")).mode).toBe("DEFENSIVE");
    const open = await read((tx) =>
      tx.modePeriod.findFirstOrThrow({
        where: { endedAt: null },
        include: { actions: { orderBy: { position: "asc" } } },
      }),
    );
    expect(open.cause).toBe("T1 FAIL, T4 FAIL");
    expect(open.actions).toHaveLength(4);
    expect(open.actions.map(({ ownerId }) => ownerId)).toEqual([ceo.userId, cfo.userId, cfo.userId, null]);
    expect(open.actions.every(({ dueOn }) => dueOn?.toISOString().startsWith("2026-07-15"))).toBe(true);
    // The expensive month leaves the average in September's close.
    expect((await close("2026-09", "2026-10-08")).mode).toBe("DEFENSIVE");
    expect((await week("2026-W41", "2026-10-12")).mode).toBe("NORMAL");
    const stretches = await read((tx) =>
      tx.modePeriod.findMany({ where: { tenantId }, orderBy: { startedAt: "asc" } }),
    );
    expect(stretches.map(({ mode, endedAt }) => [mode, endedAt === null])).toEqual([
      ["NORMAL", false],
      ["DEFENSIVE", false],
      ["NORMAL", true],
    ]);
  });

  test("a week carries the states that only a close measures, and its own runway", async () => {
    const { close, week } = await bookkept(burningFrom("2026-06"));
    await close("2026-06", "2026-07-08");
    const { states, status } = await week("2026-W28", "2026-07-13");
    expect(status).toBe("CLOSED");
    expect(states).toMatchObject({
      T1_FCF_BREAKEVEN_TRAJECTORY: "FAIL",
      T8_GROSS_MARGIN_FLOOR: "PASS",
      T4_RUNWAY_FLOOR: "FAIL",
    });
  });

  test("a week before the first close has nothing to carry and stays open", async () => {
    const { week } = await bookkept();
    expect(await week("2026-W28", "2026-07-13")).toMatchObject({
      status: "OPEN",
      reasonCodes: ["CFO-16", "CFO-17"],
    });
  });
});

describe("escalation", () => {
  test("is raised once for a run of FAILs, and again when it was resolved and the FAILs go on", async () => {
    const { cfo, close, read } = await bookkept(burningFrom("2026-05"));
    const raised = () => read((tx) => tx.escalation.findMany({ orderBy: { raisedAt: "asc" } }));
    await close("2026-05", "2026-06-08");
    expect(await raised()).toEqual([]);
    await close("2026-06", "2026-07-08");
    await close("2026-07", "2026-08-10");
    const [first, ...more] = await raised();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      rule: "Two consecutive monthly FAILs on T1/T2",
      triggerIds: ["T1"],
      status: "OPEN",
    });
    const escalationId = first?.id ?? "";
    const day = new Date("2026-08-11T09:00:00Z");
    must(
      await acknowledgeEscalation(
        cfo,
        { escalationId, plan: "Capital spend stops until the plan is met.", dueOn: "2026-08-20" },
        day,
      ),
    );
    must(
      await resolveEscalation(
        cfo,
        { escalationId, resolution: "Spend has stopped; the average follows." },
        day,
      ),
    );
    await close("2026-08", "2026-09-08");
    expect(await raised()).toHaveLength(2);
  });

  test("four weeks of a runway below its floor escalate with the fourth, not before", async () => {
    const { close, week, read } = await bookkept(burningFrom("2026-05"));
    await close("2026-05", "2026-06-08");
    const count = () => read((tx) => tx.escalation.count({ where: { rule: { contains: "weekly" } } }));
    await week("2026-W24", "2026-06-15");
    await week("2026-W25", "2026-06-22");
    await week("2026-W26", "2026-06-29");
    expect(await count()).toBe(0);
    await week("2026-W27", "2026-07-06");
    await week("2026-W28", "2026-07-13");
    expect(await count()).toBe(1);
  });
});

describe("a cycle evaluated again", () => {
  const cashOf = { cadence: "monthly_close", cycleKey: "2026-05", name: "CashBalance" } as const;

  test("whose states stay the same is a further version and moves nothing else", async () => {
    const { tenantId, analyst, evaluate, week, read } = await bookkept();
    must(await evaluate("monthly_close", "2026-05", "2026-06-08"));
    await week("2026-W24", "2026-06-15");
    const reason = "A transfer between the accounts was booked twice.";
    must(
      await overrideInput(analyst, { ...cashOf, value: 1_790_000, reason }, new Date("2026-06-16T09:00:00Z")),
    );
    const again = must(await evaluate("monthly_close", "2026-05", "2026-06-17"));
    expect(again).toMatchObject({ version: 2, status: "CLOSED", rerun: [] });
    const sequence = await read((tx) => closedCycles(tx, tenantId));
    expect(sequence.map(({ cycleKey, version }) => [cycleKey, version])).toEqual([
      ["2026-05", 2],
      ["2026-W24", 1],
    ]);
    const input = await read((tx) =>
      tx.cycleInput.findFirstOrThrow({ where: { cycleId: again.cycleId, name: "CashBalance" } }),
    );
    expect(input).toMatchObject({ value: 1_790_000, spineValue: 1_800_000 });
  });

  test("whose states change runs the later cycles again in order, on their own figures, and the mode follows", async () => {
    const { tenantId, analyst, evaluate, week, read } = await bookkept(burningFrom("2026-05", "2026-05"));
    expect(must(await evaluate("monthly_close", "2026-05", "2026-06-08")).mode).toBe("DEFENSIVE");
    const { cycleId } = await week("2026-W24", "2026-06-15");
    const at = new Date("2026-06-16T09:00:00Z");
    const reason = "The building was booked as spend; it is leased.";
    const set = (name: string, value: number[]) =>
      overrideInput(analyst, { ...cashOf, name, value, reason }, at);
    must(await set("Capex", [130_000, 130_000, 130_000]));
    must(await set("NetBurn", [100_000, 100_000, 100_000]));
    const again = must(await evaluate("monthly_close", "2026-05", "2026-06-17"));
    expect(again).toMatchObject({ mode: "NORMAL", version: 2, rerun: ["2026-W24"] });
    const [close2, week2] = await read((tx) => closedCycles(tx, tenantId));
    expect(close2).toMatchObject({ cycleKey: "2026-05", mode: "NORMAL" });
    // The week carries the corrected T1; its own runway it keeps, because its own figures were not corrected.
    expect(week2).toMatchObject({ cycleKey: "2026-W24", version: 2, mode: "DEFENSIVE" });
    expect(week2?.states).toMatchObject({ T1_FCF_BREAKEVEN_TRAJECTORY: "PASS", T4_RUNWAY_FLOOR: "FAIL" });
    const figures = (id: string) =>
      read((tx) =>
        tx.cycleInput.findMany({ where: { cycleId: id }, omit: { cycleId: true }, orderBy: { name: "asc" } }),
      );
    expect(await figures(week2?.id ?? "")).toEqual(await figures(cycleId));
    // Correct the week as well, and the company is out from now on; what governed before stays on record.
    must(
      await overrideInput(
        analyst,
        {
          cadence: "weekly",
          cycleKey: "2026-W24",
          name: "NetBurn",
          value: [100_000, 100_000, 100_000],
          reason,
        },
        at,
      ),
    );
    expect(must(await evaluate("weekly", "2026-W24", "2026-06-18")).mode).toBe("NORMAL");
    const stretches = await read((tx) => tx.modePeriod.findMany({ orderBy: { startedAt: "asc" } }));
    expect(stretches.map(({ mode }) => mode)).toEqual(["DEFENSIVE", "NORMAL"]);
    expect(stretches[0]?.endedAt?.toISOString()).toBe("2026-06-18T09:00:00.000Z");
  });
});
