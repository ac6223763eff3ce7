import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newApiKey } from "@/lib/auth/api-key-format";
import { computeDueMetrics } from "@/lib/commands/compute-metrics";
import { MOST_ROWS } from "@/lib/commands/ingest-events";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { MAXIMUM_BODY_BYTES } from "@/lib/http/decision-runs";
import { ingestionReportSchema } from "@/lib/http/ingestion";
import { addDays, isoDate } from "@/lib/queries/cycle-calendar";
import { GET, POST as POST_REVENUE } from "../revenue-events/route";
import { POST as POST_RAW } from "./route";

let superuser: pg.Client;
let company: Company;
type Company = { tenantId: string; key: string; accountId: string; campaignId: string };

beforeAll(async () => {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.appUrl;
  process.env.NEXTAUTH_SECRET = randomUUID() + randomUUID();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl, 8);
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));
beforeEach(async () => {
  company = await newCompany();
});

async function newCompany(scopes = ["revenue-events:write"]): Promise<Company> {
  const [tenantId, accountId, campaignId] = [randomUUID(), randomUUID(), randomUUID()];
  const { key, prefix, secretHash } = newApiKey(tenantId);
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, $2, $2, '2026-01-01')",
    [tenantId, tenantId],
  );
  await superuser.query(
    "insert into api_keys (tenant_id, name, prefix, secret_hash, scopes, created_by) values ($1, 'ERP bridge', $2, $3, $4, $1)",
    [tenantId, prefix, secretHash, scopes],
  );
  await superuser.query(
    "insert into spine_accounts (tenant_id, id, name, segment, status, created_on) values ($1, $2, 'Amber Labs', 'SMB', 'customer', '2026-01-01')",
    [tenantId, accountId],
  );
  await superuser.query(
    "insert into spine_campaigns (tenant_id, id, name, status, budget_daily, start_date) values ($1, $2, 'Search', 'running', 10, '2026-01-01')",
    [tenantId, campaignId],
  );
  return { tenantId, key, accountId, campaignId };
}

const lead = (id: string, changes: Record<string, unknown> = {}) => ({
  event_id: id,
  event_type: "lead.created",
  source: "marketing automation",
  occurred_at: "2026-03-02T09:00:00Z",
  entity_type: "lead",
  entity_id: id,
  payload: { channel: "organic", segment: "SMB" },
  ...changes,
});
const win = (id: string, changes: Record<string, unknown> = {}) => ({
  event_id: id,
  event_type: "arr.new",
  occurred_at: "2026-03-02T09:00:00+01:00",
  account_id: company.accountId,
  campaign_id: company.campaignId,
  channel: "paid search",
  segment: "SMB",
  amount_usd: 12000.5,
  ...changes,
});

type Endpoint = (request: Request) => Promise<Response>;
const post = (endpoint: Endpoint, body: string, headers: Record<string, string> = {}) =>
  endpoint(
    new Request("http://localhost/api/v1/events", {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${company.key}`, "content-type": "application/json", ...headers },
    }),
  );
async function send(events: readonly unknown[], endpoint: Endpoint = POST_RAW) {
  const response = await post(endpoint, JSON.stringify({ events }));
  const body = await response.json();
  expect([response.status, body.detail]).toEqual([200, undefined]);
  return ingestionReportSchema.parse(body);
}
const stored = async (table: string, of = company) =>
  (await superuser.query(`select * from ${table} where tenant_id = $1 order by event_id`, [of.tenantId]))
    .rows;

describe("a batch of raw events", () => {
  test("is stored as it was sent, and received now", async () => {
    const began = Date.now();
    expect(await send([lead("L-1"), lead("L-2", { amount_usd: "0.10", payload: null })])).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [],
    });
    const [first, second] = await stored("events_raw");
    expect(first).toMatchObject({
      event_id: "L-1",
      event_type: "lead.created",
      entity_id: "L-1",
      amount_usd: null,
      payload: { channel: "organic", segment: "SMB" },
    });
    expect(first.occurred_at.toISOString()).toBe("2026-03-02T09:00:00.000Z");
    expect(first.received_at.getTime()).toBeGreaterThanOrEqual(began - 1);
    expect(second).toMatchObject({ amount_usd: "0.10", payload: {} });
  });

  test("sent again is all duplicates, also when the same moment and keys are written another way", async () => {
    await send([lead("L-1"), lead("L-2")]);
    const again = lead("L-1", {
      occurred_at: "2026-03-02T10:00:00+01:00",
      payload: { segment: "SMB", channel: "organic" },
    });
    expect(await send([again, lead("L-2")])).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
  });

  test("under a known id with other content is refused, and what was stored stays", async () => {
    await send([lead("L-1")]);
    const report = await send([lead("L-1", { occurred_at: "2026-03-03T09:00:00Z" }), lead("L-2")]);
    expect(report).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(report.rejected).toEqual([
      {
        index: 0,
        event_id: "L-1",
        field: "occurred_at",
        rule: "the same as what was sent before under this event_id",
        remedy: "Send a correction as an event of its own, under an id of its own.",
      },
    ]);
    const [kept] = await stored("events_raw");
    expect(kept.occurred_at.toISOString()).toBe("2026-03-02T09:00:00.000Z");
  });

  test("with one id twice takes the first, and holds the second against it", async () => {
    const report = await send([lead("L-1"), lead("L-1"), lead("L-1", { source: "crm" })]);
    expect(report).toMatchObject({ accepted: 1, duplicates: 1, rejected: [{ index: 2, field: "source" }] });
    expect((await stored("events_raw"))[0].source).toBe("marketing automation");
  });

  test("sent by two programs at once is stored once", async () => {
    const rows = Array.from({ length: 300 }, (_, index) => lead(`L-${index}`));
    const reports = await Promise.all([send(rows), send([...rows].reverse()), send(rows)]);
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(300);
    expect(reports.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(600);
    expect(await stored("events_raw")).toHaveLength(300);
  });

  test("of the largest size is stored whole", async () => {
    const rows = Array.from({ length: MOST_ROWS }, (_, index) => lead(`L-${index}`));
    expect(await send(rows)).toEqual({ accepted: MOST_ROWS, duplicates: 0, rejected: [] });
    expect(await send(rows)).toEqual({ accepted: 0, duplicates: MOST_ROWS, rejected: [] });
  }, 60_000);

  test("that is empty is answered with zeros", async () => {
    expect(await send([])).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
  });
});

describe("bad rows are returned with their reason, and the good ones kept", () => {
  const deep = JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`);
  test.each<[string, Record<string, unknown>, string]>([
    ["an unknown type", { event_type: "lead.dreamt" }, "event_type"],
    ["a day without a time", { occurred_at: "2026-03-02" }, "occurred_at"],
    ["a moment without its offset", { occurred_at: "2026-03-02T09:00:00" }, "occurred_at"],
    ["a moment that does not exist", { occurred_at: "2026-02-30T09:00:00Z" }, "occurred_at"],
    ["two days ahead", { occurred_at: new Date(Date.now() + 48 * 3_600_000).toISOString() }, "occurred_at"],
    ["the time of the pharaohs", { occurred_at: "0001-01-01T00:00:00Z" }, "occurred_at"],
    ["no id", { event_id: "" }, "event_id"],
    ["an id of a thousand characters", { event_id: "x".repeat(1000) }, "event_id"],
    ["an id that is a number", { event_id: 7 }, "event_id"],
    ["NUL in a text", { source: "a\u0000b" }, "source"],
    ["half a character", { entity_id: "a\ud800" }, "entity_id"],
    ["NUL in a payload", { payload: { channel: "\u0000" } }, "payload"],
    ["a payload that is a list", { payload: [1] }, "payload"],
    ["a payload nested too deep", { payload: { deep } }, "payload"],
    ["a payload of a megabyte", { payload: { note: "x".repeat(1_000_000) } }, "payload"],
    ["fractions of a cent", { amount_usd: 0.001 }, "amount_usd"],
    ["an amount beyond any company's", { amount_usd: 1e15 }, "amount_usd"],
    ["an amount that is text", { amount_usd: "NaN" }, "amount_usd"],
    ["an amount in words of a program", { amount_usd: "1e5" }, "amount_usd"],
    ["spend below zero", { event_type: "ads.delivery", amount_usd: -5 }, "amount_usd"],
    ["a posting without its amount", { event_type: "ledger.opex" }, "amount_usd"],
    ["a lead without its id", { entity_id: null }, "entity_id"],
    ["a field that no row has", { tenant_id: randomUUID() }, "tenant_id"],
    [
      "the moment of receipt, which is not the sender's to say",
      { received_at: "2020-01-01T00:00:00Z" },
      "received_at",
    ],
  ])("%s", async (_, changes, field) => {
    const report = await send([lead("good-1"), lead("bad", changes), lead("good-2")]);
    expect(report).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(report.rejected).toHaveLength(1);
    expect(report.rejected[0]).toMatchObject({ index: 1, field });
    expect(report.rejected[0]?.remedy.length).toBeGreaterThan(10);
    expect((await stored("events_raw")).map(({ event_id }) => event_id)).toEqual(["good-1", "good-2"]);
  });

  test.each([[null], [7], ["text"], [[]], [{ events: [] }]])("a row that is %j", async (row) => {
    const report = await send([row, lead("good")]);
    expect(report).toMatchObject({ accepted: 1, rejected: [{ index: 0 }] });
  });

  test("JSON that reads as infinity", async () => {
    const text = JSON.stringify({ events: [lead("L", { amount_usd: 1 })] }).replace(
      '"amount_usd":1',
      '"amount_usd":1e999',
    );
    const report = await (await post(POST_RAW, text)).json();
    expect(report).toMatchObject({ accepted: 0, rejected: [{ field: "amount_usd" }] });
  });

  test("a ledger's correction below zero is taken", async () => {
    const credit = lead("C-1", {
      event_type: "ledger.cogs",
      amount_usd: -120.25,
      payload: { component: "cloud" },
    });
    expect(await send([credit])).toMatchObject({ accepted: 1 });
  });
});

describe("a batch of revenue events", () => {
  test("is stored with the customer, campaign and segment that it names", async () => {
    expect(await send([win("R-1")], POST_REVENUE)).toMatchObject({ accepted: 1 });
    const [row] = await stored("revenue_events");
    expect(row).toMatchObject({
      account_id: company.accountId,
      campaign_id: company.campaignId,
      channel: "paid search",
      amount_usd: "12000.50",
    });
    expect(await send([win("R-1", { amount_usd: "12000.50" })], POST_REVENUE)).toMatchObject({
      duplicates: 1,
    });
  });

  test.each<[string, () => Record<string, unknown>, string]>([
    ["an account that nobody has", () => ({ account_id: randomUUID() }), "account_id"],
    ["a deal that nobody has", () => ({ opportunity_id: randomUUID() }), "opportunity_id"],
    ["a campaign that nobody has", () => ({ campaign_id: randomUUID() }), "campaign_id"],
    ["an id that is none", () => ({ account_id: "1; drop table revenue_events" }), "account_id"],
    ["a movement of no customer", () => ({ account_id: null }), "account_id"],
    ["ARR below zero", () => ({ amount_usd: -1 }), "amount_usd"],
    ["a raw event's type", () => ({ event_type: "lead.created" }), "event_type"],
    ["a raw event's field", () => ({ source: "crm" }), "source"],
  ])("does not take %s", async (_, changes, field) => {
    const report = await send([win("bad", changes()), win("good")], POST_REVENUE);
    expect(report).toMatchObject({ accepted: 1, rejected: [{ index: 0, event_id: "bad", field }] });
  });
});

describe("another company", () => {
  test("is not reached through its accounts and campaigns: they are as unknown as ids that nobody has", async () => {
    const other = await newCompany();
    const theirs = await send(
      [win("R-1", { account_id: other.accountId }), win("R-2", { campaign_id: other.campaignId })],
      POST_REVENUE,
    );
    const nobodys = await send(
      [win("R-1", { account_id: randomUUID() }), win("R-2", { campaign_id: randomUUID() })],
      POST_REVENUE,
    );
    expect(theirs.accepted).toBe(0);
    expect(theirs.rejected).toEqual(nobodys.rejected);
    expect(await stored("revenue_events", other)).toEqual([]);
  });

  test("may use the same event ids, and learns nothing of ours by trying them", async () => {
    await send([lead("L-1")]);
    const ours = company;
    company = await newCompany();
    expect(await send([lead("L-1", { source: "crm" })])).toEqual({
      accepted: 1,
      duplicates: 0,
      rejected: [],
    });
    expect((await stored("events_raw", ours))[0].source).toBe("marketing automation");
  });
});

test("an event that arrives late is in the metrics of its day after the next run of the job", async () => {
  const yesterday = addDays(isoDate(new Date()), -1);
  const lastWeek = addDays(yesterday, -20);
  const when = (day: string) => ({ occurred_at: `${day}T09:00:00Z` });
  const leadsOn = async (day: string) => {
    const { rows } = await superuser.query(
      `select value from metric_snapshots_daily
       where tenant_id = $1 and metric_id = 'leads_created' and dimension = '' and date = $2`,
      [company.tenantId, day],
    );
    return Number(rows[0]?.value);
  };
  await send([lead("L-1", when(lastWeek)), lead("L-2", when(yesterday))]);
  await computeDueMetrics(company.tenantId, new Date());
  expect(await leadsOn(lastWeek)).toBe(1);
  await send([lead("L-3", when(lastWeek))]);
  await computeDueMetrics(company.tenantId, new Date());
  expect(await leadsOn(lastWeek)).toBe(2);
});

describe("what is no batch is answered with a problem, and nothing is stored", () => {
  test.each<[string, string]>([
    ["nothing", ""],
    ["cut JSON", '{"events":['],
    ["NaN", '{"events":[{"amount_usd":NaN}]}'],
    ["a bare list", "[]"],
    ["another key beside the rows", '{"events":[],"tenant_id":"x"}'],
    ["rows that are no list", '{"events":{}}'],
  ])("%s", async (_, body) => {
    const response = await post(POST_RAW, body);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json",
    ]);
    expect(await response.json()).toMatchObject({ type: "urn:revenue-os:problem:not-a-batch", status: 400 });
  });

  test("too many rows, and too many bytes", async () => {
    const rows = Array.from({ length: MOST_ROWS + 1 }, () => 0);
    expect((await post(POST_RAW, JSON.stringify({ events: rows }))).status).toBe(413);
    expect((await post(POST_RAW, " ".repeat(MAXIMUM_BODY_BYTES + 1))).status).toBe(413);
    expect(await stored("events_raw")).toEqual([]);
  });

  test("a payload nested two hundred thousand deep", async () => {
    const nested = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    const text = JSON.stringify({ events: [lead("L", { payload: "PAYLOAD" })] }).replace('"PAYLOAD"', nested);
    const response = await post(POST_RAW, text);
    expect([200, 400]).toContain(response.status);
    expect(await stored("events_raw")).toEqual([]);
  });

  test("a body with another label, or an encoding", async () => {
    expect((await post(POST_RAW, "{}", { "content-type": "text/csv" })).status).toBe(415);
    expect((await post(POST_RAW, "{}", { "content-encoding": "gzip" })).status).toBe(415);
  });

  test("no key, a strange key, a key without the scope, another method", async () => {
    expect((await post(POST_RAW, "{}", { authorization: "" })).status).toBe(401);
    expect(
      (await post(POST_RAW, "{}", { authorization: `Bearer ${newApiKey(company.tenantId).key}` })).status,
    ).toBe(401);
    company = await newCompany(["decision-runs:write"]);
    const response = await post(POST_RAW, JSON.stringify({ events: [lead("L-1")] }));
    expect([response.status, (await response.json()).detail]).toEqual([
      403,
      "This key does not have the scope revenue-events:write.",
    ]);
    expect(GET().status).toBe(405);
    expect(await stored("events_raw")).toEqual([]);
  });
});
