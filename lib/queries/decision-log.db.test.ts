import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { type Actor, governedWrite } from "../db/governed-write";
import { addCompany, noteEntry, recordDecision } from "../db/testing/log-fixtures";
import { createTestDatabase } from "../db/testing/test-database";
import { loadLogPage } from "./decision-log";
import { loadLogEntry } from "./decision-log-entry";
import { type ExportFormat, exportLog } from "./decision-log-export";
import { logViewQuery, parseLogView } from "./decision-log-filter";

const DAY_MS = 24 * 3_600_000;
const NOTES = 118;

let superuser: pg.Client;
let company: Actor;
let viewer: { tenantId: string; userId: string };

/** 118 notes, one a day from 1 January 2026, and two decisions from outside on 2 March. */
beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl, 3);
  company = await addCompany(superuser, "read");
  viewer = { tenantId: company.tenantId, userId: company.tenantId };
  await governedWrite(company, ({ append }) =>
    append(
      Array.from({ length: NOTES }, (_, index) => ({
        ...noteEntry(index % 10 === 0 ? `=SUM(A${index}) tenth note` : `Note number ${index}`),
        occurredAt: new Date(Date.UTC(2026, 0, 1, 12) + index * DAY_MS),
      })),
    ),
  );
  await recordDecision({ ...company, name: "Ben Okafor" }, "EXT-7");
  await recordDecision({ ...company, name: "Ben Okafor" }, "EXT-70");
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));

const page = (query: string) => loadLogPage(viewer, parseLogView(new URLSearchParams(query)));
const seqs = async (query: string) => (await page(query)).lines.map((line) => Number(line.seq));

describe("the log is narrowed by", () => {
  test.each<[string, string, number[]]>([
    ["outcome", "outcome=BLOCKED", [120, 119]],
    ["gate", "gate=G4_VENDOR_AND_NON_LABOR", [120, 119]],
    ["reason code", "code=CFO-26", [120, 119]],
    ["a code that nobody got", "code=CFO-01", []],
    ["person", "person=Ben+Okafor", [120, 119]],
    ["source", "source=api", [120, 119]],
    ["kind and outcome together", "kind=cycle_evaluated&outcome=BLOCKED", []],
    ["whole days, both included", "from=2026-01-02&to=2026-01-04", [4, 3, 2]],
    ["the beginning of a word", "q=ext-7", [120, 119]],
    ["a whole word", "q=EXT-70", [120]],
    ["two words, in any order and case", "q=OKAFOR+ext-70", [120]],
    ["words that no entry has together", "q=okafor+tenth", []],
    ["a word and a filter", "q=note&from=2026-01-02&to=2026-01-03", [3, 2]],
    ["a word with signs in it", "q=%25tenth%25&to=2026-01-01", [1]],
  ])("%s", async (_what, query, expected) => {
    expect(await seqs(query)).toEqual(expected);
  });

  test("a value that no filter has is as if it were not there", async () => {
    const strange = "outcome=MAYBE&gate=G9&from=yesterday&sort=size&after=x";
    expect(await seqs(strange)).toEqual(await seqs(""));
  });
});

describe("pages", () => {
  test("go through the whole log and back, each entry once, in either order and by either column", async () => {
    for (const order of ["", "dir=asc", "sort=time", "sort=time&dir=asc"]) {
      const forward: number[] = [];
      let query = order;
      let view = await page(query);
      for (;;) {
        forward.push(...view.lines.map((line) => Number(line.seq)));
        if (!view.next) break;
        query = `${order}&after=${view.next}`;
        view = await page(query);
      }
      expect([order, new Set(forward).size, forward.length]).toEqual([order, 120, 120]);
      const back = await page(`${order}&before=${view.previous}`);
      expect(back.lines.map((line) => Number(line.seq))).toEqual(forward.slice(50, 100));
      const first = await page(`${order}&before=${back.previous}`);
      expect([first.lines.map((line) => Number(line.seq)), first.previous]).toEqual([
        forward.slice(0, 50),
        null,
      ]);
    }
  });

  test("name the size of the log without counting it, and the address of a view is short", async () => {
    expect((await page("")).total).toBe(120);
    expect(logViewQuery(parseLogView(new URLSearchParams("q=&sort=seq&dir=desc&gate=")))).toBe("");
  });

  test("of one company hold nothing of another", async () => {
    const other = await addCompany(superuser, "somebody-else");
    const theirs = await loadLogPage({ tenantId: other.tenantId, userId: other.tenantId }, parseLogView({}));
    expect([theirs.lines, theirs.total, theirs.people]).toEqual([[], 0, []]);
  });
});

describe("an export", () => {
  const read = async (format: ExportFormat, query = "") => {
    let text = "";
    for await (const part of exportLog(viewer, parseLogView(new URLSearchParams(query)), format))
      text += part;
    return text;
  };

  test("holds exactly what is filtered, in its order", async () => {
    const lines = (await read("jsonl", "q=tenth&dir=asc")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).entry.seq)).toEqual([
      1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111,
    ]);
    expect((await read("jsonl")).trim().split("\n")).toHaveLength(120);
  });

  test("as JSON Lines can be hashed again by whoever receives it", async () => {
    let before = "0".repeat(64);
    for (const line of (await read("jsonl", "dir=asc")).trim().split("\n")) {
      const [, entry = "", hash] = /^\{"entry":(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
      expect(createHash("sha256").update(entry).digest("hex")).toBe(hash);
      expect(JSON.parse(entry).prev_hash).toBe(before);
      before = hash ?? "";
    }
  });

  test("as CSV has no cell that a spreadsheet would run", async () => {
    const csv = await read("csv", "q=tenth");
    expect(csv.split("\r\n")[0]).toMatch(/^seq,occurred_at,kind/);
    expect(csv).toContain(",'=SUM(A0) tenth note,");
    expect(csv).not.toMatch(/[,\n]"?=/);
  });

  test("of nothing is a heading and no row", async () => {
    expect((await read("csv", "q=zebra")).trim().split("\r\n")).toHaveLength(1);
    expect(await read("jsonl", "q=zebra")).toBe("");
  });
});

describe("an entry's page", () => {
  test("shows the decision with its proof", async () => {
    const entry = await loadLogEntry(viewer, 119n);
    expect(entry?.decision).toMatchObject({
      requestRef: "EXT-7",
      outcome: "BLOCKED",
      report: { missing: ["roi_case"] },
    });
    expect(entry?.proof).toMatchObject({ fault: null, hasPrevious: true, hasNext: true });
    expect(
      createHash("sha256")
        .update(entry?.content ?? "")
        .digest("hex"),
    ).toBe(entry?.proof.hash);
  });

  test("knows the ends of the log", async () => {
    expect((await loadLogEntry(viewer, 1n))?.proof).toMatchObject({ fault: null, hasPrevious: false });
    expect((await loadLogEntry(viewer, 120n))?.proof).toMatchObject({ fault: null, hasNext: false });
    expect(await loadLogEntry(viewer, 121n)).toBeNull();
  });

  test("says what is wrong with an entry that somebody altered", async () => {
    await superuser.query("begin");
    await superuser.query("set local session_replication_role = replica");
    await superuser.query(
      "update gate_decisions set report = jsonb_set(report, '{missing}', '[]') where tenant_id = $1",
      [company.tenantId],
    );
    await superuser.query("commit");
    expect((await loadLogEntry(viewer, 119n))?.proof.fault).toMatch(/^Entry 119 was altered: the decision/);
  });
});
