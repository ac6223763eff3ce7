import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdfHash } from "../board-pack/hash";
import { connect, disconnect } from "../db/client";
import { governedWrite } from "../db/governed-write";
import { createTestDatabase } from "../db/testing/test-database";
import { loadActivePolicy } from "../policy/active-policy";
import { addReviewAction } from "./add-review-action";
import { createApiKey } from "./create-api-key";
import { makeBoardPack } from "./make-board-pack";
import { openReview } from "./open-review";
import { bookkept, MAY, must, on } from "./testing/closing-company";
import { createCompany } from "./testing/company";
import { ask, staffed } from "./testing/delegations";
import { type Lines, load, stage } from "./testing/imports";
import { undoImport } from "./undo-import";

let app: pg.Client;
beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  app = new pg.Client({ connectionString: appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

/** One statement of the application's own role, past its commands: "done: 1", or what the database says. */
async function past(
  { tenantId, userId }: { tenantId: string; userId: string },
  text: string,
  values: unknown[] = [],
) {
  await app.query("begin");
  try {
    await app.query("select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)", [
      tenantId,
      userId,
    ]);
    const { rowCount } = await app.query(text, values);
    await app.query("commit");
    return `done: ${rowCount}`;
  } catch (error) {
    await app.query("rollback");
    return error instanceof Error ? error.message : String(error);
  }
}

const at = on("2026-05-10");
const COGS: Lines = [
  ["Month", "Component", "Amount"],
  ["2026-03", "cloud", 60],
];

describe("an import", () => {
  test("is brought, applied and undone in one's own name, and begins unread", async () => {
    const company = await createCompany();
    const [analyst, cfo] = [await company.hire("FP&A"), await company.hire("CFO")];
    const { importId } = await load(analyst, "cogs", COGS, at);
    const copy = (changes: string) =>
      `insert into imports select * from jsonb_populate_record(null::imports, (select to_jsonb(i) || '{"applied_at":null,"applied_by":null,"status":"READING"}'
        || jsonb_build_object('id', gen_random_uuid()) || ${changes} from imports i where id = $1))`;
    expect(await past(cfo, copy("'{}'"), [importId])).toMatch(/own name/);
    expect(await past(analyst, copy('\'{"status":"STAGED"}\''), [importId])).toMatch(/begins unread/);
    expect(await past(analyst, copy("'{}'"), [importId])).toBe("done: 1");
    const { importId: waiting } = await stage(analyst, "cogs", [...COGS, ["2026-04", "cloud", 1]], at);
    const apply = "update imports set status = 'APPLIED', applied_at = now(), applied_by = $2 where id = $1";
    expect(await past(cfo, apply, [waiting, analyst.userId])).toMatch(/own name/);
    const undo =
      "update imports set status = 'UNDONE', undone_at = now(), undone_by = $2, undo_reason = 'It was the wrong file' where id = $1";
    expect(await past(cfo, undo, [importId, analyst.userId])).toMatch(/own name/);
  });

  test("that was applied keeps what file it was, how it was read and who brought it; once undone it keeps why", async () => {
    const company = await createCompany();
    const [analyst, admin] = [await company.hire("FP&A"), await company.hire("Administrator")];
    const { importId } = await load(analyst, "cogs", COGS, at);
    const key = must(
      await createApiKey(admin, { name: "Feed", scopes: ["figures:import"], expiresOn: "" }, at),
    );
    for (const change of [
      "media = 'xlsx'",
      "byte_size = 1",
      "reading = '{}'",
      "created_at = now()",
      `created_by = null, api_key_id = '${key.apiKeyId}'`,
    ])
      expect(await past(analyst, `update imports set ${change} where id = $1`, [importId]), change).toMatch(
        /never changes/,
      );
    must(await undoImport(analyst, { importId, reason: "It was the wrong file" }, at));
    for (const change of [
      "undo_reason = 'Another reason altogether'",
      "undone_at = now() - interval '1 day'",
    ])
      expect(await past(analyst, `update imports set ${change} where id = $1`, [importId]), change).toMatch(
        /never changes/,
      );
  });
});

test("a close is certified as final by FP&A or the CFO, in their own name", async () => {
  const { company, analyst, certify } = await bookkept();
  must(await certify(MAY, "2026-06-10"));
  const [lead, cfo] = [await company.hire("Team lead"), await company.hire("CFO")];
  const next = (by: string) =>
    `insert into evaluation_cycles select * from jsonb_populate_recordset(null::evaluation_cycles,
       (select jsonb_agg(to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'cycle_key', '2026-06', 'evaluated_by', '${by}'))
        from evaluation_cycles c where cycle_key = '${MAY}' and tenant_id = '${company.tenantId}'))`;
  expect(await past(lead, next(lead.userId))).toMatch(/FP&A or the CFO/);
  expect(await past(cfo, next(analyst.userId))).toMatch(/FP&A or the CFO/);
  expect(await past(cfo, next(cfo.userId))).toBe("done: 1");
});

test("a board pack is released by the CFO in their own name, whatever the log says", async () => {
  const { analyst, cfo, certify } = await bookkept();
  must(await certify(MAY, "2026-06-10"));
  must(await makeBoardPack(analyst, { period: MAY }, on("2026-06-11")));
  const forged = Buffer.from("%PDF-forged");
  const hash = pdfHash(forged);
  const [position] = await governedWrite(analyst, async ({ tx, append }) => {
    const policy = await loadActivePolicy(tx, analyst.tenantId);
    return append([
      {
        kind: "board_pack",
        occurredAt: on("2026-06-11"),
        title: "Board pack May released",
        source: "application",
        policyVersion: policy.version,
        policyHash: policy.hash,
        kernelVersion: "1",
        facts: { pdf_sha256: hash, data_sha256: hash },
      },
    ]);
  });
  const release = (by: string) =>
    [
      `update board_packs set status = 'RELEASED', pdf = $1, pdf_sha256 = $2, data_sha256 = $2, released_by = '${by}',
         released_at = now(), log_seq = $3 where tenant_id = '${analyst.tenantId}'`,
      [forged, hash, Number(position?.seq)],
    ] satisfies [string, unknown[]];
  expect(await past(analyst, ...release(analyst.userId))).toMatch(/only the CFO/);
  expect(await past(analyst, ...release(cfo.userId))).toMatch(/only the CFO/);
});

test("nobody asks in somebody else's name, or rewrites what another asked for, to sign it then", async () => {
  const { lead, cfo } = await staffed();
  const reference = await ask(lead);
  const copy = `insert into requests (tenant_id, reference, gate_id, title, status, requested_by, details, amount_usd)
    select tenant_id, 'REQ-99', gate_id, title, 'DRAFT', requested_by, details, amount_usd from requests where reference = $1
      and tenant_id = '${cfo.tenantId}'`;
  expect(await past(cfo, copy, [reference])).toMatch(/in the name of somebody else/);
  for (const change of [
    "amount_usd = 1, revision = 2",
    "details = '{}', revision = 2",
    "title = 'Mine', revision = 2",
  ]) {
    const rewrite = `update requests set ${change} where reference = $1 and tenant_id = '${cfo.tenantId}'`;
    expect(await past(cfo, rewrite, [reference]), change).toMatch(/in the name of somebody else/);
  }
  expect(await past(lead, copy, [reference])).toBe("done: 1");
  const submit = `update requests set status = 'PENDING' where reference = $1 and tenant_id = '${cfo.tenantId}'`;
  expect(await past(cfo, submit, ["REQ-99"])).toMatch(/in the name of somebody else/);
  expect(await past(lead, submit, ["REQ-99"])).toBe("done: 1");
});

test("nobody opens or closes a review, writes in it, notes who is there or takes something on for somebody else", async () => {
  const company = await createCompany();
  const [fpa, cfo] = [await company.hire("FP&A"), await company.hire("CFO")];
  const reviewId = must(
    await openReview(fpa, { weekKey: "2026-W27" }, new Date("2026-07-01T09:00:00Z")),
  ).reviewId;
  const action = {
    reviewId,
    body: "Call the ten largest accounts",
    ownerId: cfo.userId,
    dueOn: "2026-07-08",
  };
  const { actionId } = must(await addReviewAction(fpa, action, new Date("2026-07-01T09:05:00Z")));
  const mine = [fpa.tenantId, reviewId, cfo.userId];
  for (const text of [
    `insert into review_notes (tenant_id, review_id, item, body, revision, updated_by, updated_at) values ($1, $2, 0, 'Agreed', 1, $3, now())`,
    `insert into review_attendance (tenant_id, review_id, user_id, is_present, noted_by, noted_at) values ($1, $2, $3, true, $3, now())`,
    `insert into review_actions (tenant_id, raised_in, body, owner_id, due_on, created_by, created_at, updated_at)
       values ($1, $2, 'Pay', $3, '2026-07-09', $3, now(), now())`,
    `insert into review_action_changes (tenant_id, action_id, revision, body, owner_id, due_on, status, changed_by)
       select $1, id, 2, body, $3, due_on, status, $3 from review_actions where raised_in = $2`,
  ])
    expect(await past(fpa, text, mine), text).toMatch(/own name/);
  const copy = `insert into weekly_reviews select * from jsonb_populate_record(null::weekly_reviews,
    (select to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'week_key', '2026-W28') from weekly_reviews r where id = $1))`;
  expect(await past(cfo, copy, [reviewId])).toMatch(/own name/);
  expect(actionId).not.toBe(reviewId);
});
