import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DEMO_TENANT_IDS } from "../auth/demo-accounts";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { tenantClock } from "./tenant-clock";

const [A, B] = DEMO_TENANT_IDS;
const OTHER = randomUUID();
const AT = new Date("2026-11-22T09:00:00Z");
const LATER = "2026-12-20T02:00:00.000Z";
const EARLIER = "2026-11-01T02:00:00.000Z";
let superuser: pg.Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    REVENUE_OS_MODE: "test",
    DATABASE_URL: database.appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
    NEXTAUTH_URL: "https://revenue-os.example",
  });
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl);
  for (const id of [A, B, OTHER]) {
    await superuser.query(
      "insert into tenants (id, name, slug, plan_start, is_demo) values ($1, $2, $2, '2026-01-01', true)",
      [id, id],
    );
  }
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));

const move = (tenantId: string, to: string) =>
  superuser.query(
    `insert into optimizer_configs (tenant_id, key, value) values ($1, 'validation.clock', jsonb_build_object('now', $2::text))
     on conflict (tenant_id, key) do update set value = excluded.value`,
    [tenantId, to],
  );
const clockOf = async (tenantId: string) =>
  (await inTenant({ tenantId }, (tx) => tenantClock(tx, tenantId, AT))).toISOString();

test("a company whose clock was never moved lives in the present", async () => {
  expect(await clockOf(A)).toBe(AT.toISOString());
});

test("a test tenant whose clock was moved forward lives then, and the other one still in the present", async () => {
  await move(A, LATER);
  expect([await clockOf(A), await clockOf(B)]).toEqual([LATER, AT.toISOString()]);
});

test("a moved clock that the present has overtaken counts no longer", async () => {
  await move(A, EARLIER);
  expect(await clockOf(A)).toBe(AT.toISOString());
});

test("no other company's clock can be moved, whatever stands in its settings", async () => {
  await move(OTHER, LATER);
  expect(await clockOf(OTHER)).toBe(AT.toISOString());
});

test("in production a moved clock counts for nothing", async () => {
  await move(B, LATER);
  expect(await clockOf(B)).toBe(LATER);
  process.env.REVENUE_OS_MODE = "production";
  // The settings are read once a process: this is the module as a process in production loads it.
  vi.resetModules();
  const inProduction = await import("./tenant-clock");
  const clock = await inTenant({ tenantId: B }, (tx) => inProduction.tenantClock(tx, B, AT));
  expect(clock.toISOString()).toBe(AT.toISOString());
});

test("a test tenant that is no demonstration any more lives in the present", async () => {
  await superuser.query("update tenants set is_demo = false where id = $1", [B]);
  expect(await clockOf(B)).toBe(AT.toISOString());
});
