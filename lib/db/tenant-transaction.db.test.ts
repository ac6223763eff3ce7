import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "./client";
import { inTenant } from "./tenant-transaction";
import { createTestDatabase } from "./testing/test-database";

beforeAll(async () => {
  const { appUrl, superuserUrl } = await createTestDatabase();
  const server = new pg.Client({ connectionString: superuserUrl });
  await server.connect();
  await server.query(
    `alter database "${new URL(appUrl).pathname.slice(1)}" set timezone to 'Pacific/Auckland'`,
  );
  await server.end();
  connect(appUrl);
});
afterAll(disconnect);

test("on a server in Auckland the last hour of a month in UTC still belongs to that month", async () => {
  const tenantId = "00000000-0000-4000-8000-000000000000";
  const [read] = await inTenant(
    { tenantId },
    (tx) =>
      tx.$queryRaw<{ text: string; month: string }[]>`
        select ts::text as text, to_char(ts, 'YYYY-MM') as month from (select '2026-10-31T23:30:00Z'::timestamptz as ts) t`,
  );
  expect(read).toEqual({ text: "2026-10-31 23:30:00+00", month: "2026-10" });
});

test("what takes longer than its unit of work may take is ended by the database, and holds nothing afterwards", async () => {
  const tenantId = "00000000-0000-4000-8000-000000000000";
  const work = inTenant(
    { tenantId },
    (tx) => tx.$queryRaw`select pg_sleep(30)::text as a_statement_without_end`,
    500,
  );
  await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^(P2010|P2028)$/) });
  const running = await inTenant(
    { tenantId },
    (tx) => tx.$queryRaw`
      select pid from pg_stat_activity where state = 'active' and query like '%a_statement_without_end%' and pid <> pg_backend_pid()`,
  );
  expect(running).toEqual([]);
});
