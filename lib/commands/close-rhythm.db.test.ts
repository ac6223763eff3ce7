import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadCloseMonth } from "../queries/close-month";
import { listCloses } from "../queries/closes";
import { assignInputOwner } from "./assign-input-owner";
import { certifyClose } from "./certify-close";
import { commentTrigger } from "./comment-trigger";
import { overrideInput } from "./override-input";
import { setCloseCalendar } from "./set-close-calendar";
import { bookkept, burning, codeOf, MAY, must, on, REASON } from "./testing/closing-company";
import { createCompany } from "./testing/company";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

describe("a commentary", () => {
  const T1 = "T1_FCF_BREAKEVEN_TRAJECTORY";
  const why = "Capital spend of the new office was paid in June instead of September.";

  test("is asked for where a state changed, kept in versions with author and time, and logged", async () => {
    const { analyst, cfo, certify, month, read } = await bookkept(burning);
    must(await certify(MAY, "2026-06-10"));
    must(await certify("2026-06", "2026-07-10"));
    const outstanding = async () =>
      (await month("2026-06", "2026-07-20")).closing?.outstanding.map(({ triggerId }) => triggerId) ?? [];
    const asked = await outstanding();
    expect(asked).toContain(T1);
    for (const triggerId of asked)
      must(await commentTrigger(analyst, { cycleKey: "2026-06", triggerId, body: why }, on("2026-07-11")));
    expect(await outstanding()).toEqual([]);
    expect((await month("2026-06", "2026-07-20")).stage).toBe("CERTIFIED");
    const better = `${why} The lease begins in October.`;
    must(await commentTrigger(cfo, { cycleKey: "2026-06", triggerId: T1, body: better }, on("2026-07-12")));
    const { closing } = await month("2026-06", "2026-07-20");
    expect(
      closing?.commentaries.filter(({ triggerId }) => triggerId === T1).map(({ by, body }) => [by, body]),
    ).toEqual([
      ["Ines", better],
      ["FP&A", why],
    ]);
    const log = await read((tx) => tx.decisionLogEntry.count({ where: { kind: "close_commentary" } }));
    expect(log).toBe(asked.length + 1);
    const lines = must(await listCloses(analyst, on("2026-07-20"))).months;
    expect(lines.find(({ cycleKey }) => cycleKey === "2026-06")?.stage).toBe("CERTIFIED");
  });

  test("explains the change it was written on, and no other", async () => {
    const { analyst, cfo, certify, month, reopen } = await bookkept(burning);
    must(await certify(MAY, "2026-06-10"));
    must(await certify("2026-06", "2026-07-10"));
    must(await commentTrigger(analyst, { cycleKey: "2026-06", triggerId: T1, body: why }, on("2026-07-11")));
    must(await reopen("2026-07-12", "2026-06"));
    const healthy = { cadence: "monthly_close", cycleKey: "2026-06", name: "Capex", reason: REASON } as const;
    // The gap to plan narrows from FAIL to WATCH: another change, which nobody has explained.
    must(await overrideInput(cfo, { ...healthy, value: [130_000, 130_000, 340_000] }, on("2026-07-12")));
    must(await certifyClose(analyst, { cycleKey: "2026-06", deliveredAt: "2026-07-10" }, on("2026-07-13")));
    const { closing } = await month("2026-06", "2026-07-20");
    expect(closing?.outstanding).toContainEqual({ triggerId: T1, before: "PASS", now: "WATCH" });
  });

  test("is not a team lead's, and too little is refused at the door", async () => {
    const { company, certify } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    const lead = await company.hire("Team lead");
    const order = { cycleKey: MAY, triggerId: T1, body: why };
    expect(codeOf(await commentTrigger(lead, order, on("2026-06-11")))).toBe("FORBIDDEN");
    const nothing = { ...order, triggerId: "T99_NONE" };
    expect(codeOf(await commentTrigger(await company.hire("CEO"), nothing, on("2026-06-11")))).toBe(
      "NOT_FOUND",
    );
  });
});

describe("owners and calendar", () => {
  test("a figure is the contract's owner's until somebody is assigned, and again once that is lifted", async () => {
    const { company, cfo, month } = await bookkept();
    const treasurer = await company.hire("Team lead", "Tova");
    const owner = async () => {
      const { closing } = await month(MAY, "2026-06-10");
      const runway = closing?.checklist.triggers.find(({ shortId }) => shortId === "T4");
      return runway?.inputs.find(({ name }) => name === "CashBalance")?.owner.words;
    };
    expect(await owner()).toBe("CFO + Controller/Treasury");
    const assign = (ownerId: string | null) =>
      assignInputOwner(cfo, { name: "CashBalance", ownerId }, on("2026-06-10"));
    must(await assign(treasurer.userId));
    expect(await owner()).toBe("Tova");
    expect(codeOf(await assign(treasurer.userId))).toBe("CONFLICT");
    must(await assign(null));
    expect(await owner()).toBe("CFO + Controller/Treasury");
    const { cfo: stranger } = await bookkept();
    expect(codeOf(await assign(stranger.userId))).toBe("INVALID_INPUT");
    const unknown = { name: "Luck", ownerId: null };
    expect(codeOf(await assignInputOwner(cfo, unknown, on("2026-06-10")))).toBe("NOT_FOUND");
  });

  test("a holiday moves the deadline, and what is wrong in a line is named", async () => {
    const { cfo, month, read } = await bookkept();
    expect((await month(MAY, "2026-06-05")).clock.deadline).toBe("2026-06-12");
    const set = (days: string, ...seen: string[]) =>
      setCloseCalendar(cfo, { year: 2026, days, seen }, on("2026-06-05"));
    expect(await set("2026-06-08 Founders' day\n2026-02-30")).toMatchObject({
      ok: false,
      failure: { fields: { days: expect.stringContaining("Line 2") } },
    });
    must(await set("2026-06-08 Founders' day\n"));
    const { clock } = await month(MAY, "2026-06-05");
    expect(clock).toMatchObject({ deadline: "2026-06-15", holidays: ["2026-06-08"] });
    expect(clock.milestones.map(({ day, date }) => [day, date])).toEqual([
      [5, "2026-06-05"],
      [7, "2026-06-10"],
      [10, "2026-06-15"],
    ]);
    expect(codeOf(await set("2026-06-08", "2026-06-08"))).toBe("CONFLICT");
    const entry = await read((tx) =>
      tx.decisionLogEntry.findFirstOrThrow({ where: { kind: "close_setting" } }),
    );
    expect(JSON.parse(entry.content)).toMatchObject({ setting: "holidays", added: ["2026-06-08"] });
  });

  test("of two who set the same year, the second learns of the first and takes no day away unseen", async () => {
    const { cfo, analyst, read } = await bookkept();
    const set = (who: typeof cfo, days: string, ...seen: string[]) =>
      setCloseCalendar(who, { year: 2026, days, seen }, on("2026-06-05"));
    const both = await Promise.all([set(cfo, "2026-12-24"), set(analyst, "2026-12-31")]);
    expect(both.map(codeOf).sort()).toEqual(["CONFLICT", "done"]);
    const days = () => read((tx) => tx.tenant.findFirstOrThrow({ select: { holidays: true } }));
    const [first] = (await days()).holidays.map((day) => day.toISOString().slice(0, 10));
    expect(["2026-12-24", "2026-12-31"]).toContain(first);
    expect(await set(analyst, "2026-12-26")).toMatchObject({
      failure: { message: expect.stringContaining(`they are now: ${first}`) },
    });
    must(await set(analyst, `2026-12-26\n${first}`, String(first)));
    expect((await days()).holidays).toHaveLength(2);
  });

  test("nobody but the CFO makes a late close punctual with a holiday that is past", async () => {
    const { tenantId, analyst, cfo, company, certify } = await bookkept();
    await inTenant({ tenantId }, (tx) =>
      tx.tenant.update({ where: { id: tenantId }, data: { planStart: new Date("2026-05-01") } }),
    );
    const past = { year: 2026, days: "2026-06-08\n2026-06-09", seen: ["2026-12-25"] };
    for (const person of [analyst, await company.hire("Administrator")])
      expect(codeOf(await setCloseCalendar(person, { ...past, seen: [] }, on("2026-06-16")))).toBe(
        "FORBIDDEN",
      );
    const ahead = { year: 2026, days: "2026-12-25", seen: [] };
    expect(codeOf(await setCloseCalendar(analyst, ahead, on("2026-06-16")))).toBe("done");
    expect(codeOf(await certify(MAY, "2026-06-16"))).toBe("INVALID_INPUT");
    expect(codeOf(await setCloseCalendar(cfo, past, on("2026-06-16")))).toBe("done");
    for (const role of ["Team lead", "CEO", "Auditor"] as const)
      expect(codeOf(await setCloseCalendar(await company.hire(role), ahead, on("2026-06-16")))).toBe(
        "FORBIDDEN",
      );
  });
});

describe("a month in which nothing can be closed", () => {
  test("runs still, lies before the plan, or is no month at all; the first has nothing to compare with", async () => {
    const { analyst, month, certify } = await bookkept();
    expect(await month("2026-06", "2026-06-20")).toMatchObject({ stage: "RUNNING", closing: null });
    expect(await month("2025-06", "2026-06-20")).toMatchObject({ isBeforePlan: true, closing: null });
    const none = await loadCloseMonth({ ...analyst, role: "FP&A" }, "2026-13", on("2026-06-20"));
    expect(codeOf(none)).toBe("NOT_FOUND");
    must(await certify(MAY, "2026-06-10"));
    const { closing } = await month(MAY, "2026-06-10");
    expect(closing).toMatchObject({ base: null, bridges: [], changes: [], outstanding: [] });
  });

  test("an empty company sees its months, what is due and what is missing", async () => {
    const company = await createCompany();
    const analyst = await company.hire("FP&A");
    const { months } = must(await listCloses(analyst, on("2025-08-05")));
    expect(months.map(({ cycleKey, stage }) => [cycleKey, stage])).toEqual([
      ["2025-08", "RUNNING"],
      ["2025-07", "DUE"],
    ]);
    const { closing } = must(await loadCloseMonth({ ...analyst, role: "FP&A" }, "2025-07", on("2025-08-20")));
    expect(closing?.checklist.missing.length).toBeGreaterThan(15);
    expect(closing?.checklist.missing.every(({ daysLate }) => daysLate === 9)).toBe(true);
  });

  test("nobody sees another company's closes", async () => {
    const { certify } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    const other = await bookkept();
    const lines = must(await listCloses(other.analyst, on("2026-06-20"))).months;
    expect(lines.every(({ closed }) => closed === null)).toBe(true);
  });
});
