import { createHash, randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect, database as prisma } from "./client";
import { type Actor, governedWrite, insertRows } from "./governed-write";
import { inTenant } from "./tenant-transaction";
import {
  addCompany,
  blockedReport,
  decisionEntry,
  decisionRow,
  noteEntry,
  recordDecision,
} from "./testing/log-fixtures";
import { createTestDatabase } from "./testing/test-database";

let superuser: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([superuser.connect(), app.connect()]);
  connect(database.appUrl, 6);
});
afterAll(() => Promise.all([superuser.end(), app.end(), disconnect()]));

let companies = 0;
const newCompany = () => addCompany(superuser, `company-${++companies}`);
const chainOf = async (actor: Actor) =>
  (
    await superuser.query(
      "select seq::int, prev_hash, hash, content, title from decision_log_entries where tenant_id = $1 order by seq",
      [actor.tenantId],
    )
  ).rows;

describe("the chain", () => {
  test("fifty writers at once make one chain without a gap, and the head names its end", async () => {
    const actor = await newCompany();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        governedWrite(actor, ({ append }) =>
          append(
            Array.from({ length: 1 + (index % 3) }, (_, part) => noteEntry(`Write ${index}, part ${part}`)),
          ),
        ),
      ),
    );
    const chain = await chainOf(actor);
    expect(chain.map((entry) => entry.seq)).toEqual(chain.map((_, index) => index + 1));
    expect(chain).toHaveLength(99);
    let before = "0".repeat(64);
    for (const entry of chain) {
      expect(entry.prev_hash).toBe(before);
      expect(createHash("sha256").update(entry.content).digest("hex")).toBe(entry.hash);
      before = entry.hash;
    }
    const head = await inTenant(actor, (tx) =>
      tx.decisionLogHead.findUnique({ where: { tenantId: actor.tenantId } }),
    );
    expect([head?.seq, head?.hash]).toEqual([99n, before]);
  });

  test("what is rolled back leaves no gap", async () => {
    const actor = await newCompany();
    await governedWrite(actor, ({ append }) => append([noteEntry("First")]));
    await expect(
      governedWrite(actor, async ({ append }) => {
        await append([noteEntry("Never happened")]);
        throw new Error("the work failed");
      }),
    ).rejects.toThrow("the work failed");
    await governedWrite(actor, ({ append }) => append([noteEntry("Second")]));
    expect((await chainOf(actor)).map((entry) => entry.title)).toEqual(["First", "Second"]);
  });

  test("two companies keep chains of their own", async () => {
    const [first, second] = [await newCompany(), await newCompany()];
    await Promise.all(
      [first, second, first, second].map((actor) =>
        governedWrite(actor, ({ append }) => append([noteEntry("Entry")])),
      ),
    );
    for (const actor of [first, second])
      expect((await chainOf(actor)).map((entry) => entry.seq)).toEqual([1, 2]);
  });

  test("governed work that logs nothing is rolled back", async () => {
    const actor = await newCompany();
    const quiet = governedWrite(actor, ({ tx }) =>
      tx.optimizerConfig.create({ data: { tenantId: actor.tenantId, key: "k", value: 1 } }),
    );
    await expect(quiet).rejects.toThrow("not written without a log entry");
    expect(await inTenant(actor, (tx) => tx.optimizerConfig.count())).toBe(0);
  });

  test("facts cannot pose as the entry's own fields", async () => {
    const actor = await newCompany();
    await governedWrite(actor, ({ append }) =>
      append([noteEntry("Honest", { seq: 7, title: "Forged", source: "api" })]),
    );
    expect(JSON.parse((await chainOf(actor))[0].content)).toMatchObject({
      seq: 1,
      title: "Honest",
      source: "system",
    });
    const posing = governedWrite(actor, ({ append }) =>
      append([noteEntry("Posing", { outcome: "ALLOWED" })]),
    );
    await expect(posing).rejects.toThrow(/disagree with its content/);
  });

  test("ten thousand entries in one write are one gap-free stretch of the chain", async () => {
    const actor = await newCompany();
    const positions = await governedWrite(actor, ({ append }) =>
      append(Array.from({ length: 10_000 }, (_, index) => noteEntry(`Row ${index}`))),
    );
    expect(positions.map(({ seq }) => Number(seq))).toEqual(positions.map((_, index) => index + 1));
    expect(new Set(positions.map(({ hash }) => hash)).size).toBe(10_000);
  });
});

describe("an entry written past the application is refused", () => {
  type Raw = Record<string, unknown>;
  let actor: Actor;
  let head: { seq: number; hash: string };

  beforeAll(async () => {
    actor = await newCompany();
    await governedWrite(actor, ({ append }) => append([noteEntry("First"), noteEntry("Second")]));
    const last = (await chainOf(actor)).at(-1);
    head = { seq: last.seq, hash: last.hash };
    await app.query("select set_config('app.tenant_id', $1, false)", [actor.tenantId]);
  });

  function validRow(changes: Raw = {}, columnsOnly: Raw = {}): Raw {
    const body: Raw = {
      tenant_id: actor.tenantId,
      seq: head.seq + 1,
      prev_hash: head.hash,
      kind: "cycle_evaluated",
      occurred_at: "2026-03-02T09:00:00.000Z",
      actor: { id: null, name: "Nora Lind", role: "CFO" },
      source: "system",
      title: "By hand",
      reason_codes: ["CFO-12"],
      ...changes,
    };
    const content = canonicalize(body) ?? "";
    const hash = createHash("sha256").update(content).digest("hex");
    return { ...body, actor: "Nora Lind", content, hash, ...columnsOnly };
  }
  const attempt = async (...rows: Raw[]) => {
    await app.query("begin");
    try {
      await app.query(
        "insert into decision_log_entries select * from jsonb_populate_recordset(null::decision_log_entries, $1)",
        [JSON.stringify(rows)],
      );
      await app.query("set constraints all immediate");
      return "taken";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await app.query("rollback");
    }
  };

  test("a right one is taken, so the refusals below are for their reasons", async () => {
    expect(await attempt(validRow())).toBe("taken");
  });
  test("a number that skips one", async () => {
    expect(await attempt(validRow({ seq: head.seq + 2 }))).toMatch(/does not follow entry 2/);
  });
  test("a number that is taken", async () => {
    expect(await attempt(validRow({ seq: 1 }))).toMatch(/duplicate key|does not follow/);
  });
  test("a gap inside one statement", async () => {
    const first = validRow();
    expect(await attempt(first, validRow({ seq: head.seq + 3, prev_hash: first.hash }))).toMatch(
      /gap between/,
    );
  });
  test("another hash before it", async () => {
    expect(await attempt(validRow({ prev_hash: "0".repeat(64) }))).toMatch(/entry 3 is not chained/);
  });
  test("a second entry that is not chained to the first of the same statement", async () => {
    expect(await attempt(validRow(), validRow({ seq: head.seq + 2 }))).toMatch(/entry 4 is not chained/);
  });
  test("a hash that is not its content's", async () => {
    expect(await attempt(validRow({}, { hash: "a".repeat(64) }))).toMatch(/hash of log entry 3 is not/);
  });
  test.each<[string, unknown]>([
    ["kind", "policy_activated"],
    ["occurred_at", "2026-03-02T09:00:01Z"],
    ["actor", "Somebody Else"],
    ["source", "api"],
    ["title", "Something else"],
    ["request_ref", "REQ-1"],
    ["gate_id", "G1_HEADCOUNT"],
    ["outcome", "ALLOWED"],
    ["decision_id", randomUUID()],
    ["reason_codes", ["CFO-13"]],
    ["reason_codes", []],
  ])("a column %s that says other than its content", async (column, value) => {
    expect(await attempt(validRow({}, { [column]: value }))).toMatch(/columns of log entry 3 disagree/);
  });
  test("content that is no JSON", async () => {
    const content = "not json";
    const hash = createHash("sha256").update(content).digest("hex");
    expect(await attempt(validRow({}, { content, hash }))).toMatch(/invalid input syntax for type json/);
  });
  test("an entry for another company", async () => {
    const other = await newCompany();
    expect(await attempt(validRow({ tenant_id: other.tenantId, seq: 1, prev_hash: "0".repeat(64) }))).toMatch(
      /row-level security/,
    );
  });
});

describe("a decision and its entry come together or not at all", () => {
  test("together they are taken", async () => {
    const actor = await newCompany();
    expect((await recordDecision(actor, "EXT-1")).seq).toBe(1n);
  });

  test("a decision without an entry is refused", async () => {
    const actor = await newCompany();
    const row = decisionRow(actor.tenantId, randomUUID(), blockedReport("EXT-1"), 1n);
    await expect(inTenant(actor, (tx) => insertRows(tx, "gate_decisions", [row]))).rejects.toThrow(
      /has no log entry of its own/,
    );
  });

  test("an entry without its decision cannot be committed", async () => {
    const actor = await newCompany();
    const alone = governedWrite(actor, ({ append }) =>
      append([decisionEntry(randomUUID(), blockedReport("EXT-1"))]),
    );
    await expect(alone).rejects.toThrow(/records a decision that does not exist/);
    expect(await chainOf(actor)).toEqual([]);
  });

  test.each([
    ["another verdict", { decision: "ALLOWED", reason_codes: [] }],
    ["other codes", { reason_codes: ["CFO-27"] }],
    ["another gate", { gate_id: "G1_HEADCOUNT" }],
    ["another request", { request_ref: "EXT-2" }],
    ["another decision's number", { id: randomUUID() }],
  ])("a decision with %s than its entry is refused", async (_what, changes) => {
    const actor = await newCompany();
    const id = randomUUID();
    const report = blockedReport("EXT-1");
    const write = governedWrite(actor, async ({ tx, append }) => {
      const [position] = await append([decisionEntry(id, report)]);
      await insertRows(tx, "gate_decisions", [
        { ...decisionRow(actor.tenantId, id, report, position?.seq ?? 0n), ...changes },
      ]);
    });
    await expect(write).rejects.toThrow(/has no log entry of its own/);
  });

  test("two decisions do not share one entry", async () => {
    const actor = await newCompany();
    const { seq } = await recordDecision(actor, "EXT-1");
    const second = decisionRow(actor.tenantId, randomUUID(), blockedReport("EXT-1"), seq);
    await expect(inTenant(actor, (tx) => insertRows(tx, "gate_decisions", [second]))).rejects.toThrow();
    expect(await inTenant(actor, (tx) => tx.gateDecision.count())).toBe(1);
  });
});

test("an entry is found by the words of its title, its actor, its request and its codes", async () => {
  const actor = await newCompany();
  await recordDecision(actor, "REQ-1042");
  const { rows } = await superuser.query(
    "select term from decision_log_terms where tenant_id = $1 order by term",
    [actor.tenantId],
  );
  expect(rows.map((row) => row.term)).toEqual(["blocked", "cfo-26", "is", "lind", "nora", "req-1042"]);
});

test("reading the log outside a company's transaction gives nothing", async () => {
  expect(await prisma().decisionLogEntry.count()).toBe(0);
});
