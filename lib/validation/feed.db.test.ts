import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { feedTenant } from "./feed";
import { type Gains, NO_GAINS } from "./feed-window";

const CLOCK = new Date("2026-04-12T06:00:00Z");
const LAST_DAY = "2026-03-15";
const LEADS_A_DAY = 4;
let superuser: pg.Client;
let tenantId: string;
let stranger: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl);
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));
beforeEach(async () => {
  [tenantId, stranger] = [await company(), await company()];
});

/** Eight weeks of a small business: leads and advertising a day, one deal about to close, one month in the books. */
async function company(): Promise<string> {
  const id = randomUUID();
  const run = (statement: string, ...more: unknown[]) => superuser.query(statement, [id, ...more]);
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, $2, $2, '2026-01-01')",
    [id, id],
  );
  const days = `generate_series('${LAST_DAY}'::date - 55, '${LAST_DAY}'::date, interval '1 day') as day`;
  await run(
    `insert into spine_campaigns (tenant_id, id, name, status, budget_daily, start_date)
     select $1::uuid, name::uuid, 'Campaign', status, 100, '2026-01-01' from (values
       ('00000000-0000-4000-8000-000000000001', 'running'), ('00000000-0000-4000-8000-000000000002', 'paused'))
       as c(name, status)`,
  );
  await run(
    `insert into events_raw (tenant_id, event_id, event_type, source, occurred_at, received_at, entity_type, entity_id, amount_usd, payload)
     select $1::uuid, 'lead-' || day::date || '-' || n, 'lead.created', 'crm', day + interval '12 hours', day + interval '28 hours',
       'lead', day::date || '-' || n, null::numeric, jsonb_build_object('channel', 'organic', 'contact', day::date || '-' || n)
     from ${days}, generate_series(1, ${LEADS_A_DAY}) as n
     union all
     select $1::uuid, 'ads-' || c || '-' || day::date, 'ads.delivery', 'ads', day + interval '12 hours', day + interval '28 hours',
       'campaign', '00000000-0000-4000-8000-00000000000' || c, 90, '{"clicks": 10, "impressions": 1000}'::jsonb
     from ${days}, generate_series(1, 2) as c
     union all
     select $1::uuid, 'cogs-2026-02', 'ledger.cogs', 'erp', '2026-02-28 12:00Z'::timestamptz, '2026-03-07 00:00Z'::timestamptz, 'ledger account', 'cloud', 1000, '{}'::jsonb`,
  );
  await run(
    `insert into revenue_events (tenant_id, event_id, event_type, occurred_at, amount_usd) values
       ($1, 'balance-02', 'arr.balance', '2026-02-28 23:00Z', 100000),
       ($1, 'expansion', 'arr.expansion', '2026-03-04 12:00Z', 700),
       ($1, 'churn', 'arr.churn', '2026-03-05 12:00Z', 200)`,
  );
  await run(
    `insert into spine_opportunities (tenant_id, name, kind, stage, amount_usd, created_at, qualified_at, expected_close_date, closed_at, is_won)
     values ($1, 'Won before', 'new_business', 'closed_won', 5000, '2025-11-01', '2025-11-20', '2026-02-01', '2026-02-01', true),
       ($1, 'About to close', 'new_business', 'negotiation', 8000, '2025-12-01', '2025-12-20', '2026-04-02', null, null)`,
  );
  return id;
}

const feed = (gains: Gains = NO_GAINS, clock = CLOCK) =>
  inTenant({ tenantId }, (tx) => feedTenant(tx, { tenantId, clock, gains }));

async function ask<T extends object>(statement: string, of = tenantId): Promise<T[]> {
  return (await superuser.query<T>(statement, [of])).rows;
}
const newLeads = async () =>
  Number(
    (
      await ask<{ n: string }>(
        `select count(*) as n from events_raw where tenant_id = $1 and event_type = 'lead.created' and occurred_at > '${LAST_DAY} 23:59Z'`,
      )
    )[0]?.n,
  );

test("each day goes on as the one of four weeks before, up to the day before the clock, and not twice", async () => {
  expect(await feed()).toMatchObject({ from: LAST_DAY, to: "2026-04-11" });
  const days = await ask<{ leads: number }>(
    `select count(*)::int as leads from events_raw where tenant_id = $1 and event_type = 'lead.created'
     and occurred_at > '${LAST_DAY} 23:59Z' group by occurred_at::date`,
  );
  expect(days).toEqual(Array.from({ length: 27 }, () => ({ leads: LEADS_A_DAY })));
  expect(await feed()).toBeNull();
  expect(await newLeads()).toBe(27 * LEADS_A_DAY);
});

test("over more than four weeks, and when fed again later, the pattern goes on", async () => {
  await feed();
  await feed(NO_GAINS, new Date("2026-07-01T06:00:00Z"));
  expect(await newLeads()).toBe(107 * LEADS_A_DAY);
});

test("the people in it are other people, so that nobody is counted as a duplicate", async () => {
  await feed();
  const [row] = await ask<{ contacts: number; leads: number }>(
    `select count(distinct payload->>'contact')::int as contacts, count(distinct entity_id)::int as leads
     from events_raw where tenant_id = $1 and event_type = 'lead.created'`,
  );
  expect(row).toEqual({ contacts: (56 + 27) * LEADS_A_DAY, leads: (56 + 27) * LEADS_A_DAY });
});

test("nothing has happened or arrived after the clock", async () => {
  await feed();
  const late = await ask(
    `select event_id from events_raw where tenant_id = $1 and (received_at > '${CLOCK.toISOString()}' or occurred_at > '${CLOCK.toISOString()}')
     union all select event_id from revenue_events where tenant_id = $1 and (received_at > now() + interval '1 day')
     union all select name from spine_opportunities where tenant_id = $1 and closed_at > '${CLOCK.toISOString()}'`,
  );
  expect(late).toEqual([]);
});

test("a campaign that is paused delivers nothing", async () => {
  await feed();
  const rows = await ask<{ id: string; days: number }>(
    `select right(entity_id, 1) as id, count(*)::int as days from events_raw where tenant_id = $1
     and event_type = 'ads.delivery' and occurred_at > '${LAST_DAY} 23:59Z' group by 1`,
  );
  expect(rows).toEqual([{ id: "1", days: 27 }]);
});

// A deal that is late closes up to a fortnight after the pattern, by its id; this one is expected after that.
test("a deal closes when it was expected to, and what is won is booked", async () => {
  await feed();
  const rows = await ask<{ closed: string; won: boolean; booked: string | null }>(
    `select o.closed_at::date::text as closed, o.is_won as won, r.amount_usd as booked from spine_opportunities o
     left join revenue_events r on r.tenant_id = o.tenant_id and r.opportunity_id = o.id
     where o.tenant_id = $1 and o.name = 'About to close'`,
  );
  expect(rows).toEqual([{ closed: "2026-04-02", won: true, booked: "8000.00" }]);
});

test("a month that has ended has its postings, and a balance of ARR that its movements add up to", async () => {
  await feed();
  const cogs = await ask(
    "select occurred_at::date::text as day, amount_usd from events_raw where tenant_id = $1 and event_type = 'ledger.cogs' order by 1",
  );
  expect(cogs).toEqual([
    { day: "2026-02-28", amount_usd: "1000.00" },
    { day: "2026-03-31", amount_usd: "1000.00" },
  ]);
  const [balance] = await ask<{ stated: string; reckoned: string }>(
    `select b.amount_usd as stated, 100000 + (select sum(case when event_type in ('arr.new', 'arr.expansion') then amount_usd else -amount_usd end)
       from revenue_events where tenant_id = $1 and event_type <> 'arr.balance' and occurred_at between '2026-03-01' and '2026-04-01') as reckoned
     from revenue_events b where b.tenant_id = $1 and b.event_type = 'arr.balance' and b.occurred_at > '2026-03-30'`,
  );
  expect(balance?.stated).toBe(balance?.reckoned);
  expect(Number(balance?.stated)).toBeGreaterThan(100_000);
});

test("a gain in demand is about so many more leads for the same spend; without one there are none", async () => {
  await feed({ ...NO_GAINS, demand: 0.4 });
  const more = (await newLeads()) / (27 * LEADS_A_DAY);
  expect(more).toBeGreaterThan(1.25);
  expect(more).toBeLessThan(1.55);
  const [spend] = await ask<{ usd: string }>(
    `select sum(amount_usd) as usd from events_raw where tenant_id = $1 and event_type = 'ads.delivery' and occurred_at > '${LAST_DAY} 23:59Z'`,
  );
  expect(Number(spend?.usd)).toBe(27 * 90);
});

test("no metric, cycle, action or result is written, and no other company's row", async () => {
  const rowsOfStranger = "select count(*)::int as n from events_raw where tenant_id = $1";
  const before = await ask(rowsOfStranger, stranger);
  await feed({ demand: 0.4, conversion: 0.4, economics: 0.4 });
  expect(await ask(rowsOfStranger, stranger)).toEqual(before);
  for (const table of [
    "metric_snapshots_daily",
    "optimization_cycles",
    "optimization_actions",
    "optimization_action_results",
    "optimizer_configs",
    "decision_log_entries",
  ])
    expect(await ask(`select count(*)::int as n from ${table} where tenant_id = $1`)).toEqual([{ n: 0 }]);
});
