// Figures that are corrected after a close, through the real commands: what is listed, and that the record stands.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cadence } from "../../kernel/enforcement";
import { certifyClose } from "../commands/certify-close";
import { evaluateCycle } from "../commands/evaluate-cycle";
import { ingestRawEvents } from "../commands/ingest-events";
import { overrideInput } from "../commands/override-input";
import { reopenClose } from "../commands/reopen-close";
import { signRequest } from "../commands/sign-request";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { must } from "../commands/testing/policies";
import { backfill, renewal } from "../commands/testing/requests";
import { undoImport } from "../commands/undo-import";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { correctedSince } from "./corrected-since";
import type { RequestContent } from "./request-content";
import type { RestatedCycleLine } from "./restated-cycles";
import { loadRestatements } from "./restatements";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const instant = (day: string, hour = 9) => new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`);
const TODAY = instant("2026-10-01");
/** Two accounts of 900,000 and a burn of 100,000 make eighteen months; with 100,000 in one, ten. */
const cash = (balance: number) => [
  ["Date", "Bank account", "Balance"],
  ["2026-06-30", "first", balance],
];

const june = ({ cycles }: { cycles: RestatedCycleLine[] }) =>
  cycles.find(({ cycleKey }) => cycleKey === "2026-06");

const RECORD = [
  "decision_log_entries",
  "gate_decisions",
  "evaluation_cycles",
  "trigger_evaluations",
  "cycle_inputs",
];

/** How far the log goes, and digests of what it, the decisions and the evaluations held up to an entry of it. */
function recordOf(tenantId: string) {
  const ask = <T>(sql: string, ...values: unknown[]) =>
    inTenant({ tenantId }, (tx) => tx.$queryRawUnsafe<T[]>(sql, tenantId, ...values));
  const head = async () => {
    const [row] = await ask<{ seq: bigint }>(
      "select max(seq) as seq from decision_log_entries where tenant_id = $1::uuid",
    );
    return row?.seq ?? 0n;
  };
  const digest = async (until: bigint) => {
    const sums: string[] = [];
    for (const table of RECORD) {
      const [row] = await ask<{ sum: string }>(
        `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), 'empty') as sum from ${table} t
         where tenant_id = $1::uuid and ($2::bigint > 0)${table === "decision_log_entries" ? " and seq <= $2" : ""}`,
        until,
      );
      sums.push(`${table} ${row?.sum}`);
    }
    return sums;
  };
  return { head, digest };
}

async function company() {
  const { tenantId, hire } = await createCompany();
  await writeHealthySpine(tenantId, "2026-07", undefined, "2025-04");
  const [analyst, lead] = [await hire("FP&A", "Fay"), await hire("Team lead")];
  const [cfo, ceo] = [await hire("CFO"), await hire("CEO")];
  const evaluate = async (cadence: Cadence, cycleKey: string, at: Date) =>
    must(await evaluateCycle(analyst, { cadence, cycleKey }, at));
  const ask = async (content: RequestContent, at: Date) =>
    must(await submitRequest(lead, { content }, at)).reference;
  const list = async (at = TODAY) => must(await loadRestatements({ ...cfo, role: "CFO" }, at));
  return { tenantId, analyst, lead, cfo, ceo, evaluate, ask, list, record: recordOf(tenantId) };
}

/** June is closed with eighteen months of runway, a renewal is approved on it, and a week follows. */
async function closed() {
  const acme = await company();
  const { evaluate, ask, cfo } = acme;
  await evaluate("monthly_close", "2026-05", instant("2026-06-08"));
  await evaluate("monthly_close", "2026-06", instant("2026-07-08"));
  const approved = await ask(renewal(), instant("2026-07-09"));
  must(await signRequest(cfo, { reference: approved, revision: 1 }, instant("2026-07-10")));
  const hire = await ask(backfill(), instant("2026-07-10"));
  await evaluate("weekly", "2026-W28", instant("2026-07-13"));
  return { ...acme, approved, hire };
}

describe("Figures that were corrected later", () => {
  test("a company whose figures stand as they were has nothing to list", async () => {
    const { list } = await closed();
    expect(await list()).toMatchObject({ figures: [], cycles: [], decisions: [], notReplayed: [] });
  });

  test("a figure that flips a state names its cycle, the decisions on it and their money; an undo clears the list", async () => {
    const acme = await closed();
    const { list, analyst, approved, record, tenantId } = acme;
    const head = await record.head();
    const before = await record.digest(head);
    const { importId } = await load(analyst, "cash", cash(100_000), instant("2026-08-01"), "statement.csv");
    const found = await list();
    expect(found.figures).toEqual([
      expect.objectContaining({
        was: 900_000,
        now: 100_000,
        how: "import",
        by: "Fay",
        source: "statement.csv",
        importId,
        at: instant("2026-08-01"),
        cycles: [{ cadence: "monthly_close", cycleKey: "2026-06" }],
      }),
    ]);
    expect(june(found)).toMatchObject({
      cadence: "monthly_close",
      cycleKey: "2026-06",
      version: 1,
      standsNow: null,
      inputs: [{ name: "CashBalance", was: 1_800_000, now: 1_000_000 }],
      triggers: [{ shortId: "T4", was: { state: "PASS", value: 18 }, now: { state: "FAIL", value: 10 } }],
      difference: { states: [{ trigger: "T4", before: "PASS", after: "FAIL" }] },
    });
    expect(found.decisions.map(({ cycle }) => cycle)).toEqual(
      found.decisions.map(() => ({ cadence: "monthly_close", cycleKey: "2026-06" })),
    );
    const last = found.decisions.find(({ reference, approved: final }) => reference === approved && final);
    expect(last).toMatchObject({
      kind: "blocked",
      asked: { title: "Renew the ticket system", isRequest: true },
      before: { standing: "ALLOWED" },
      after: { standing: "BLOCKED" },
      amount: { usdPerMonth: 3200 },
    });
    expect(found.money.approved).toMatchObject({ requests: 1, usdPerMonth: 3200 });
    const notes = await inTenant({ tenantId }, async (tx) => {
      const cycles = await tx.evaluationCycle.findMany({
        where: { tenantId },
        select: { id: true, cycleKey: true },
      });
      const corrected = await correctedSince(
        tx,
        tenantId,
        cycles.map(({ id }) => id),
        TODAY,
      );
      return cycles.filter(({ id }) => corrected.has(id)).map(({ cycleKey }) => cycleKey);
    });
    // The week keeps the states of that close.
    expect(notes.sort()).toEqual(["2026-06", "2026-W28"]);
    // Neither the import nor the reading of the page touches what was evaluated, decided and written: the log has one
    // entry more, the import's own.
    expect(await record.digest(head)).toEqual(before);
    expect(await record.head()).toBe(head + 1n);
    must(
      await undoImport(analyst, { importId, reason: "The wrong account's statement" }, instant("2026-08-02")),
    );
    expect(await list()).toMatchObject({ figures: [], cycles: [], decisions: [] });
    expect(await record.digest(head)).toEqual(before);
    expect(await record.head()).toBe(head + 2n);
  });

  test("a figure that no threshold sees is listed with its cycle, and no decision with it", async () => {
    const { list, analyst } = await closed();
    await load(analyst, "cash", cash(900_000.5), instant("2026-08-01"));
    const { figures, cycles, decisions, money } = await list();
    expect(figures).toMatchObject([{ was: 900_000, now: 900_000.5 }]);
    expect(cycles).toMatchObject([{ cycleKey: "2026-06", difference: null }]);
    expect(decisions).toEqual([]);
    expect(money.approved.requests + money.blocked.requests).toBe(0);
  });

  test("an import that a cycle was closed on and that is undone after it is a correction of that cycle", async () => {
    const { list, analyst, evaluate } = await closed();
    const { importId } = await load(analyst, "cash", cash(100_000), instant("2026-07-15"), "wrong.csv");
    await evaluate("monthly_close", "2026-06", instant("2026-07-16"));
    // Evaluated again on it: the first version still knew another figure, and what was decided on it as well.
    expect(june(await list(instant("2026-07-17")))).toMatchObject({ version: 1, standsNow: 2 });
    must(
      await undoImport(analyst, { importId, reason: "The wrong account's statement" }, instant("2026-07-20")),
    );
    const found = await list();
    expect(found.figures).toMatchObject([{ was: 100_000, now: 900_000, how: "undo", source: "wrong.csv" }]);
    expect(june(found)).toMatchObject({ version: 2, standsNow: null });
  });

  test("a posting of the ledger's feed that comes after the close is a correction by its own event", async () => {
    const { list, tenantId } = await closed();
    const late = {
      event_id: "late-1",
      event_type: "ledger.cogs",
      source: "erp",
      occurred_at: "2026-06-30T12:00:00Z",
      entity_type: "ledger account",
      entity_id: "5000",
      amount_usd: 70_000,
      payload: { component: "other" },
    };
    expect(await ingestRawEvents(tenantId, [late], instant("2026-08-01"))).toMatchObject({ accepted: 1 });
    const { figures, cycles } = await list();
    expect(figures).toMatchObject([
      {
        words: "Cost of revenue · 2026-06",
        was: 200_000,
        now: 270_000,
        how: "feed",
        source: "erp, 1 later posting",
      },
    ]);
    expect(cycles[0]?.inputs.map(({ name }) => name)).toContain("COGS");
  });

  test("a reopened close that is evaluated again on FP&A's figure keeps the first version beside it", async () => {
    const { list, analyst, cfo, evaluate } = await company();
    await evaluate("monthly_close", "2026-05", instant("2026-06-08"));
    const certified = { cycleKey: "2026-06", deliveredAt: "2026-07-08" };
    must(await certifyClose(analyst, certified, instant("2026-07-08")));
    must(
      await reopenClose(
        cfo,
        { cycleKey: "2026-06", reason: "The bank corrected a balance." },
        instant("2026-07-20"),
      ),
    );
    const order = {
      cadence: "monthly_close",
      cycleKey: "2026-06",
      name: "CashBalance",
      value: 1_000_000,
    } as const;
    must(await overrideInput(analyst, { ...order, reason: "The bank corrected it" }, instant("2026-07-21")));
    const open = await list(instant("2026-07-21", 10));
    expect(open.figures).toMatchObject([{ was: 1_800_000, now: 1_000_000, how: "override", by: "Fay" }]);
    expect(open.cycles).toMatchObject([{ version: 2, standsNow: null }]);
    await evaluate("monthly_close", "2026-06", instant("2026-07-22"));
    expect((await list()).cycles).toMatchObject([{ version: 2, standsNow: 3 }]);
  });

  test("a deal that moves on after the week corrects nothing; one whose import is undone does", async () => {
    const { list, analyst, evaluate } = await company();
    const deal = (id: string, amount: number, closes: string) => [
      ["Deal ID", "Name", "Stage", "Kind", "Amount", "Expected close", "Owner", "Created", "Qualified"],
      [id, "A large one", "qualified", "new business", amount, closes, "Ana", "2026-03-31", "2026-04-01"],
    ];
    await load(analyst, "pipeline", deal("D-1", 500_000, "2026-11-15"), instant("2026-04-02"));
    const wrong = await load(analyst, "pipeline", deal("D-2", 900_000, "2026-11-15"), instant("2026-04-03"));
    await evaluate("monthly_close", "2026-05", instant("2026-06-08"));
    await evaluate("monthly_close", "2026-06", instant("2026-07-08"));
    await evaluate("weekly", "2026-W28", instant("2026-07-13"));
    await load(analyst, "pipeline", deal("D-1", 100_000, "2027-02-15"), instant("2026-07-20"));
    expect((await list()).cycles).toEqual([]);
    must(
      await undoImport(
        analyst,
        { importId: wrong.importId, reason: "Deals of another company" },
        instant("2026-07-21"),
      ),
    );
    const { cycles } = await list();
    expect(cycles.flatMap(({ inputs }) => inputs.map(({ name }) => name))).toContain(
      "QualifiedPipelineAmount_next_quarter",
    );
  });
});
