import canonicalize from "canonicalize";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, disconnect } from "./client";
import { type Actor, governedWrite, hashContent } from "./governed-write";
import { verifyLog } from "./log-verification";
import { addCompany, noteEntry, recordDecision } from "./testing/log-fixtures";
import { createTestDatabase } from "./testing/test-database";

let superuser: pg.Client;
let app: pg.Client;
let company: Actor;
let companies = 0;

beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([superuser.connect(), app.connect()]);
  // A superuser is the one who can do this; nobody the application knows can.
  await superuser.query("set session_replication_role = replica");
  connect(database.appUrl, 2);
});
afterAll(() => Promise.all([superuser.end(), app.end(), disconnect()]));

/** Ten entries: notes, with decisions as entries 4 and 8. */
beforeEach(async () => {
  company = await addCompany(superuser, `verified-${++companies}`);
  for (const seq of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    if (seq % 4 === 0) await recordDecision(company, `EXT-${seq}`);
    else await governedWrite(company, ({ append }) => append([noteEntry(`Entry ${seq}`)]));
  }
});

const tamper = (sql: string, values: unknown[] = []) =>
  superuser.query(sql.replaceAll("$t", `'${company.tenantId}'`), values);
const find = async (noted?: { seq: bigint; hash: string }) =>
  (await verifyLog(app, company.tenantId, { noted })).finding;
const sentence = async (noted?: { seq: bigint; hash: string }) =>
  (await find(noted))?.sentence ?? "nothing found";
const entry = async (seq: number) =>
  (await tamper("select * from decision_log_entries where tenant_id = $t and seq = $1", [seq])).rows[0];

async function rewrite(seq: number, changes: Record<string, unknown>): Promise<string> {
  const content = canonicalize({ ...JSON.parse((await entry(seq)).content), ...changes }) ?? "";
  const hash = hashContent(content);
  await tamper(
    "update decision_log_entries set content = $2, hash = $3, title = $4, prev_hash = $5 where tenant_id = $t and seq = $1",
    [seq, content, hash, JSON.parse(content).title, JSON.parse(content).prev_hash],
  );
  return hash;
}

test("a log that nobody touched is found whole, and its end is named", async () => {
  const { entries, last, finding } = await verifyLog(app, company.tenantId);
  expect([entries, finding]).toEqual([10, null]);
  expect(last).toEqual({ seq: 10n, hash: (await entry(10)).hash });
  expect(await sentence({ seq: 10n, hash: last.hash })).toBe("nothing found");
  expect(await sentence({ seq: 6n, hash: (await entry(6)).hash })).toBe("nothing found");
});

test("an empty log is whole", async () => {
  const empty = await addCompany(superuser, "nothing-yet");
  expect(await verifyLog(app, empty.tenantId)).toMatchObject({ entries: 0, finding: null });
});

describe("an altered entry is named", () => {
  test("when its content was changed", async () => {
    await tamper(
      "update decision_log_entries set content = replace(content, 'Entry 5', 'Entry V') where tenant_id = $t and seq = 5",
    );
    expect(await sentence()).toBe(
      "Entry 5 was altered: its content does not have the hash it was logged under.",
    );
  });

  test("when its content and its hash were changed together", async () => {
    await rewrite(5, { title: "Something else" });
    expect(await sentence()).toBe("Entry 5 was altered: entry 6 was logged after another content of it.");
  });

  test("when it is the last, and its hash was changed with it", async () => {
    await rewrite(10, { title: "Something else" });
    expect(await sentence()).toBe("Entry 10 was altered: the head of the log holds another hash for it.");
  });

  test("when only the way its content is written was changed", async () => {
    const content = (await entry(5)).content.replace("{", "{ ");
    await tamper("update decision_log_entries set content = $1, hash = $2 where tenant_id = $t and seq = 5", [
      content,
      hashContent(content),
    ]);
    expect(await sentence()).toBe(
      "Entry 5 was altered: its content is not the canonical JSON that is logged.",
    );
  });

  test.each(["no json", "null", '{"title":"\\ud800"}'])("when its content became %s", async (content) => {
    await tamper("update decision_log_entries set content = $1, hash = $2 where tenant_id = $t and seq = 5", [
      content,
      hashContent(content),
    ]);
    expect(await sentence()).toBe(
      "Entry 5 was altered: its content is not the canonical JSON that is logged.",
    );
  });

  test.each([
    ["kind", "'mode_change'"],
    ["occurred_at", "occurred_at - interval '1 day'"],
    ["occurred_at", "'infinity'"],
    ["actor", "'Somebody Else'"],
    ["source", "'application'"],
    ["title", "'Another title'"],
    ["request_ref", "'EXT-99'"],
    ["gate_id", "'G1_HEADCOUNT'"],
    ["outcome", "'ALLOWED'"],
    ["reason_codes", "'{}'"],
    ["prev_hash", "repeat('0', 64)"],
    ["decision_id", "gen_random_uuid()"],
  ])("when its column %s was changed", async (column, value) => {
    await tamper(`update decision_log_entries set ${column} = ${value} where tenant_id = $t and seq = 8`);
    expect(await sentence()).toBe(`Entry 8 was altered: its column ${column} says other than its content.`);
  });

  test.each([
    ["decision", "'ALLOWED'"],
    ["reason_codes", "'{}'"],
    ["states", "jsonb_set(states, '{T1_FCF_TRAJECTORY}', '\"PASS\"')"],
    ["report", "jsonb_set(report, '{blocked_by}', '[]')"],
    ["policy_version", "'2'"],
    ["kernel_version", "'2'"],
  ])("when the %s of its decision was changed", async (column, value) => {
    await tamper("alter table gate_decisions drop constraint if exists a_code_blocks");
    await tamper(`update gate_decisions set ${column} = ${value} where tenant_id = $t and log_seq = 8`);
    expect(await sentence()).toBe(
      `Entry 8 was altered: the decision that it records says other than its content (${column}).`,
    );
  });

  test("when its decision was removed", async () => {
    await tamper("delete from gate_decisions where tenant_id = $t and log_seq = 8");
    expect(await sentence()).toBe("Entry 8 was altered: the decision that it records is gone.");
  });
});

describe("a missing entry is named", () => {
  test("when it was deleted", async () => {
    await tamper("delete from decision_log_entries where tenant_id = $t and seq = 7");
    expect(await find()).toEqual({
      fault: "missing",
      seq: 7n,
      sentence: "Entry 7 is missing: entry 8 is the next one that is there.",
    });
  });

  test("when it was the first", async () => {
    await tamper("delete from decision_log_entries where tenant_id = $t and seq <= 2");
    expect(await sentence()).toBe("Entry 1 is missing: entry 3 is the next one that is there.");
  });

  test("when the gap was closed by counting anew", async () => {
    await tamper("delete from decision_log_entries where tenant_id = $t and seq = 7");
    for (const seq of [8, 9, 10])
      await tamper("update decision_log_entries set seq = seq - 1 where tenant_id = $t and seq = $1", [seq]);
    expect(await sentence()).toBe("Entry 7 is out of order: what stands there was logged as entry 8.");
  });
});

test("a reordered entry is named", async () => {
  for (const [from, to] of [
    [5, 99],
    [6, 5],
    [99, 6],
  ])
    await tamper("update decision_log_entries set seq = $2 where tenant_id = $t and seq = $1", [from, to]);
  expect(await find()).toEqual({
    fault: "reordered",
    seq: 5n,
    sentence: "Entry 5 is out of order: what stands there was logged as entry 6.",
  });
});

describe("a log that is cut off at its end is noticed", () => {
  const cut = () => tamper("delete from decision_log_entries where tenant_id = $t and seq > 8");
  const moveHead = async () =>
    tamper("update decision_log_heads set seq = 8, hash = $1 where tenant_id = $t", [(await entry(8)).hash]);

  test("by the head, which is kept apart", async () => {
    await cut();
    expect(await sentence()).toBe(
      "The log is cut off before entry 9: the head of the log counts 10 entries, and 8 are there.",
    );
  });

  test("by a head noted down elsewhere, when the one in the database was moved too", async () => {
    const noted = { seq: 10n, hash: (await entry(10)).hash };
    await cut();
    await moveHead();
    expect(await sentence()).toBe("nothing found");
    expect(await sentence(noted)).toBe(
      "The log is cut off before entry 9: entry 10 was noted down, and 8 are there.",
    );
  });

  test("when every entry is gone", async () => {
    await tamper("delete from decision_log_entries where tenant_id = $t");
    expect(await sentence()).toMatch(
      /^The log is cut off before entry 1: .* counts 10 entries, and 0 are there\.$/,
    );
  });

  test("by a decision whose entry was cut off, when the head was moved and nothing was noted", async () => {
    await tamper("delete from decision_log_entries where tenant_id = $t and seq > 7");
    await tamper("update decision_log_heads set seq = 7, hash = $1 where tenant_id = $t", [
      (await entry(7)).hash,
    ]);
    expect(await sentence()).toBe("Entry 8 is missing: a decision on EXT-8 names it.");
  });
});

test("a log written anew from one entry on, head and all, is noticed by a head noted down elsewhere", async () => {
  const noted = { seq: 10n, hash: (await entry(10)).hash };
  let prev = await rewrite(9, { title: "What should have been" });
  prev = await rewrite(10, { prev_hash: prev });
  await tamper("update decision_log_heads set hash = $1 where tenant_id = $t", [prev]);
  expect(await sentence()).toBe("nothing found");
  expect(await sentence(noted)).toMatch(/^Entry 10 was altered: it, or one before it, was written anew/);
});

test("an entry that was put behind the head is noticed", async () => {
  await tamper("update decision_log_heads set seq = 9, hash = $1 where tenant_id = $t", [
    (await entry(9)).hash,
  ]);
  expect(await sentence()).toBe(
    "Entry 10 was altered: it stands after the head of the log, which counts 9 entries.",
  );
});
