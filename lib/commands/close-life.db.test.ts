import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { closedCycles } from "../queries/cycle-history";
import { writeDeals } from "../queries/testing/spine-fixture";
import { certifyClose } from "./certify-close";
import { evaluateCycle } from "./evaluate-cycle";
import { overrideInput } from "./override-input";
import { reopenClose } from "./reopen-close";
import { setCloseCalendar } from "./set-close-calendar";
import { bookkept, burning, codeOf, MAY, must, on, REASON } from "./testing/closing-company";

let appUrl: string;
beforeAll(async () => {
  appUrl = (await createTestDatabase()).appUrl;
  connect(appUrl);
});
afterAll(disconnect);

describe("certifying a month as final", () => {
  test("late is refused with CFO-32 in words, and nothing is written", async () => {
    const { certify, read } = await bookkept();
    const refused = await certify(MAY, "2026-06-16");
    expect(refused).toMatchObject({
      ok: false,
      failure: {
        code: "INVALID_INPUT",
        fields: { certifyFinal: expect.stringMatching(/^CFO-32: .*within the agreed business days\.$/) },
      },
    });
    expect(await read((tx) => tx.evaluationCycle.count())).toBe(0);
    expect(codeOf(await certify(MAY, "2026-06-12"))).toBe("done");
  });

  test("incomplete is refused with CFO-31 in words; the attempt stays open and is nothing final", async () => {
    const { certify, month, read } = await bookkept((key) =>
      key === MAY ? { headcount: false, cogs: { cloud: 150_000, support: 50_000 } } : {},
    );
    const refused = await certify(MAY, "2026-06-10");
    expect(refused).toMatchObject({
      ok: false,
      failure: { fields: { certifyFinal: expect.stringContaining("CFO-31") } },
    });
    const [attempt] = await read((tx) => tx.evaluationCycle.findMany());
    expect(attempt).toMatchObject({ status: "OPEN", certifiedFinal: false });
    const { closing, stage } = await month(MAY, "2026-06-10");
    expect(stage).toBe("DUE");
    expect(closing?.refusedWith).toEqual(["CFO-31"]);
    expect(
      closing?.checklist.missing.map(({ name, daysLate, load }) => [name, daysLate, load?.title]),
    ).toEqual([
      ["COGS breakdown (cloud, support, other)", 3, "COGS breakdown"],
      ["Headcount by function; fully-loaded cost assumptions", 3, "Headcount with loaded cost"],
    ]);
  });

  test("on a CRM that no decision may rest on is refused with CFO-33; uncertified it closes", async () => {
    const { tenantId, certify, evaluate, month } = await bookkept();
    await writeDeals(tenantId, [
      { amount: 5_000, closes: "2026-08-01", qualified: "2026-05-20", owner: " " },
    ]);
    const refused = await certify(MAY, "2026-06-10");
    expect(refused).toMatchObject({
      ok: false,
      failure: { fields: { certifyFinal: expect.stringContaining("CFO-33") } },
    });
    const { closing } = await month(MAY, "2026-06-10");
    expect(closing?.refusedWith).toEqual(["CFO-33"]);
    expect(closing?.checklist.crm).toMatchObject({
      qualified: 5,
      broken: 1,
      deals: [{ faults: ["no owner"] }],
    });
    expect(must(await evaluate("2026-06-10")).status).toBe("CLOSED");
  });

  test("shows states, mode and escalations as computed then, and what has changed since", async () => {
    const { certify, month } = await bookkept(burning);
    must(await certify(MAY, "2026-06-10"));
    must(await certify("2026-06", "2026-07-10"));
    const { closing, stage } = await month("2026-06", "2026-07-20");
    expect(closing?.certified).toMatchObject({ version: 1, deliveredAt: "2026-07-10", certifiedBy: "FP&A" });
    expect(closing?.states.mode).toEqual({ before: "NORMAL", after: "DEFENSIVE" });
    expect(closing?.changes).toContainEqual({
      triggerId: "T1_FCF_BREAKEVEN_TRAJECTORY",
      before: "PASS",
      now: "FAIL",
    });
    const capex = closing?.bridges.find(({ shortId }) => shortId === "T1")?.bridge;
    expect(capex?.steps.map(({ inputs }) => inputs)).toEqual([["Capex"]]);
    expect(stage).toBe("COMMENTARY_OUTSTANDING");
  });

  test.each(["CEO", "Team lead", "Auditor", "Administrator"] as const)(
    "a %s does not certify",
    async (role) => {
      const { company } = await bookkept();
      const person = await company.hire(role);
      const order = { cycleKey: MAY, deliveredAt: "2026-06-10" };
      expect(codeOf(await certifyClose(person, order, on("2026-06-10")))).toBe("FORBIDDEN");
    },
  );
});

describe("a certified month", () => {
  test("is neither evaluated nor overridden, by nobody", async () => {
    const { cfo, certify, evaluate, overrideCash } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    expect(codeOf(await evaluate("2026-06-11"))).toBe("CERTIFIED");
    expect(codeOf(await certify(MAY, "2026-06-11"))).toBe("CERTIFIED");
    expect(codeOf(await overrideCash(1, "2026-06-11"))).toBe("CERTIFIED");
    const order = { cadence: "monthly_close", cycleKey: MAY } as const;
    expect(codeOf(await evaluateCycle(cfo, order, on("2026-06-11")))).toBe("CERTIFIED");
  });

  test("that is not certified stays free", async () => {
    const { evaluate, overrideCash } = await bookkept();
    must(await evaluate("2026-06-10"));
    must(await overrideCash(1_700_000, "2026-06-11"));
    expect(must(await evaluate("2026-06-11")).version).toBe(2);
  });

  test("is run again where an earlier week is corrected, on its own figures, and stays certified", async () => {
    const { tenantId, analyst, cfo, certify, month, read } = await bookkept(burning);
    must(await certify(MAY, "2026-06-10"));
    const week = { cadence: "weekly", cycleKey: "2026-W24" } as const;
    must(await evaluateCycle(analyst, week, on("2026-06-15")));
    must(await certify("2026-06", "2026-07-10"));
    const figure = { ...week, name: "CashBalance", value: 100_000, reason: REASON };
    must(await overrideInput(analyst, figure, on("2026-07-11")));
    expect(must(await evaluateCycle(cfo, week, on("2026-07-11"))).rerun).toEqual(["2026-06"]);
    const shown = (await month("2026-06", "2026-07-12")).closing?.certified;
    expect(shown).toMatchObject({ version: 2, certifiedAs: 1, certifiedBy: "FP&A", deliveredOn: 8 });
    expect(shown?.certifiedAt).toEqual(on("2026-07-10"));
    const june = (await read((tx) => closedCycles(tx, tenantId))).find(
      ({ cycleKey }) => cycleKey === "2026-06",
    );
    expect(june).toMatchObject({ version: 2 });
    expect(
      await read((tx) =>
        tx.evaluationCycle.findMany({
          where: { tenantId, cycleKey: "2026-06" },
          orderBy: { version: "asc" },
          select: { version: true, certifiedFinal: true },
        }),
      ),
    ).toEqual([
      { version: 1, certifiedFinal: true },
      { version: 2, certifiedFinal: true },
    ]);
  });
});

describe("reopening a certified month", () => {
  test("is the CFO's, with a reason, in the log, and begins a version that is not final", async () => {
    const { tenantId, certify, reopen, overrideCash, month, read } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    const governing = await read((tx) => closedCycles(tx, tenantId));
    expect(must(await reopen("2026-06-20"))).toEqual({ cycleKey: MAY, version: 2 });
    const after = await read((tx) => closedCycles(tx, tenantId));
    expect(after.map(({ states, mode }) => ({ states, mode }))).toEqual(
      governing.map(({ states, mode }) => ({ states, mode })),
    );
    const entry = await read((tx) =>
      tx.decisionLogEntry.findFirstOrThrow({ where: { kind: "close_reopened" } }),
    );
    expect(JSON.parse(entry.content)).toMatchObject({
      cycle_id: MAY,
      version: 1,
      next_version: 2,
      rationale: REASON,
      actor: { name: "Ines", role: "CFO" },
    });
    expect((await month(MAY, "2026-06-20")).stage).toBe("REOPENED");
    // Delivered in time the first time; corrected and certified again, with that day.
    must(await overrideCash(1_700_000, "2026-06-21"));
    const { closing } = await month(MAY, "2026-06-21");
    expect(closing?.reopenings).toMatchObject([{ version: 1, reason: REASON, by: "Ines" }]);
    expect(closing?.refusedWith).toEqual([]);
  });

  test("lets it be certified again, and then it stands again", async () => {
    const { analyst, certify, reopen, overrideCash, evaluate } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    must(await reopen("2026-06-20"));
    must(await overrideCash(1_700_000, "2026-06-21"));
    const again = must(
      await certifyClose(analyst, { cycleKey: MAY, deliveredAt: "2026-06-10" }, on("2026-06-21")),
    );
    expect(again).toMatchObject({ version: 3, status: "CLOSED" });
    expect(codeOf(await evaluate("2026-06-22"))).toBe("CERTIFIED");
    expect(codeOf(await overrideCash(1, "2026-06-22"))).toBe("CERTIFIED");
  });

  test("twice at once is done once", async () => {
    const { certify, reopen, read } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    const both = await Promise.all([reopen("2026-06-20"), reopen("2026-06-20"), reopen("2026-06-20")]);
    expect(both.map(codeOf).sort()).toEqual(["CONFLICT", "CONFLICT", "done"]);
    expect(await read((tx) => tx.closeReopening.count())).toBe(1);
    expect(await read((tx) => tx.evaluationCycle.count())).toBe(2);
  });

  test.each(["Team lead", "FP&A", "CEO", "Auditor", "Administrator"] as const)(
    "is not a %s's",
    async (role) => {
      const { company, certify } = await bookkept();
      must(await certify(MAY, "2026-06-10"));
      const person = await company.hire(role);
      const order = { cycleKey: MAY, reason: REASON };
      expect(codeOf(await reopenClose(person, order, on("2026-06-20")))).toBe("FORBIDDEN");
    },
  );

  test("is of nothing that was not certified", async () => {
    const { evaluate, reopen } = await bookkept();
    expect(codeOf(await reopen("2026-06-20"))).toBe("CONFLICT");
    must(await evaluate("2026-06-10"));
    expect(codeOf(await reopen("2026-06-20"))).toBe("CONFLICT");
  });
});

describe("whoever goes past the application", () => {
  const asRole = (tenantId: string, userId: string, ...statements: string[]) =>
    withClient(appUrl, async (client) => {
      await client.query("begin");
      await client.query(
        "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)",
        [tenantId, userId],
      );
      for (const statement of statements) await client.query(statement);
      await client.query("commit");
    });

  test("adds no version to a certified month, overrides nothing in it and reopens nothing", async () => {
    const { company, tenantId, analyst, cfo, certify, reopen } = await bookkept();
    must(await certify(MAY, "2026-06-10"));
    const lead = await company.hire("Team lead");
    const columns = `cadence, cycle_key, period_start, period_end, month_index, evaluated_at, status, delivered_at,
      outcome, reason_codes, mode_before, mode_after, consecutive_pass_cycles, policy_bundle_id, kernel_version, report`;
    const another = (certified: string, document: string, by = analyst.userId) =>
      `insert into evaluation_cycles (tenant_id, version, certified_final, document, evaluated_by, ${columns})
       select tenant_id, version + 1, ${certified}, ${document}, '${by}', ${columns} from evaluation_cycles
       where cycle_key = '${MAY}' order by version desc limit 1`;
    const attempt = (who: string, ...statements: string[]) => asRole(tenantId, who, ...statements);
    await expect(attempt(analyst.userId, another("false", "document"))).rejects.toThrow(/certified as final/);
    const altered = "jsonb_set(document, '{inputs,CashBalance}', '1')";
    await expect(attempt(analyst.userId, another("true", altered))).rejects.toThrow(/certified as final/);
    await expect(
      attempt(
        analyst.userId,
        `insert into input_overrides (tenant_id, cadence, cycle_key, input_name, value, reason, created_by)
         values ('${tenantId}', 'monthly_close', '${MAY}', 'CashBalance', '1', 'past the application', '${analyst.userId}')`,
      ),
    ).rejects.toThrow(/its figures stand/);
    const reopening = (who: string) =>
      `insert into close_reopenings (tenant_id, cycle_key, version, reason, reopened_by, reopened_at, log_seq)
       values ('${tenantId}', '${MAY}', 1, '${REASON.replace("'", "''")}', '${who}', now(), 1)`;
    await expect(attempt(lead.userId, reopening(lead.userId))).rejects.toThrow(/only the CFO/);
    await expect(attempt(lead.userId, reopening(cfo.userId))).rejects.toThrow(/only the CFO/);
    await expect(attempt(cfo.userId, reopening(cfo.userId))).rejects.toThrow(/entry of the decision log/);
    // A reopening stays what it was; from then on the month is free again.
    must(await reopen("2026-06-20"));
    await expect(
      attempt(cfo.userId, "update close_reopenings set reason = 'another reason'"),
    ).rejects.toThrow();
    await expect(attempt(cfo.userId, "delete from close_reopenings")).rejects.toThrow();
    await expect(
      attempt(cfo.userId, another("true", "document - 'close'", cfo.userId)),
    ).resolves.toBeUndefined();
  });

  test("makes no late close punctual with a holiday that stands in no log", async () => {
    const { tenantId, analyst, cfo, certify, read } = await bookkept();
    const put = (...days: string[]) =>
      asRole(
        tenantId,
        cfo.userId,
        `update tenants set holidays = array[${days.map((day) => `'${day}'`).join()}]::date[] where id = '${tenantId}'`,
      );
    await expect(put("2026-06-08", "2026-06-09")).rejects.toThrow(/entry of the decision log/);
    expect(codeOf(await certify(MAY, "2026-06-16"))).toBe("INVALID_INPUT");
    const set = (days: string, year: number, ...seen: string[]) =>
      setCloseCalendar(analyst, { year, days, seen }, on("2026-05-20"));
    must(await set("2026-12-25\n2026-11-26", 2026));
    must(await set("2027-01-01", 2027));
    await expect(put("2026-11-26", "2026-12-25"), "a day that the log still holds").rejects.toThrow();
    await expect(put("2026-11-26", "2026-12-25", "2027-01-01"), "as it is").resolves.toBeUndefined();
    const { holidays } = await read((tx) => tx.tenant.findFirstOrThrow({ select: { holidays: true } }));
    expect(holidays.map((day) => day.toISOString().slice(0, 10))).toEqual([
      "2026-11-26",
      "2026-12-25",
      "2027-01-01",
    ]);
  });

  test("certifies nothing that stays open, and no week", async () => {
    const { tenantId, analyst, evaluate } = await bookkept();
    must(await evaluate("2026-06-10"));
    await expect(
      asRole(
        tenantId,
        analyst.userId,
        `insert into evaluation_cycles select * from jsonb_populate_recordset(null::evaluation_cycles,
           (select jsonb_agg(to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'version', 2,
             'status', 'OPEN', 'certified_final', true)) from evaluation_cycles c))`,
      ),
    ).rejects.toThrow(/is final/);
  });
});
