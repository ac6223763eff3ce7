import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { runRevenueCycle } from "../commands/run-revenue-cycle";
import type { Company } from "../commands/testing/company";
import { CYCLE_AT, createRevenueCompany } from "../commands/testing/revenue-company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { cycleTriggers, triggerOf } from "./cycle-triggers";

const HOUR = 3_600_000;
const later = (hours: number) => new Date(CYCLE_AT.getTime() + hours * HOUR);

let superuserUrl = "";
beforeAll(async () => {
  const database = await createTestDatabase();
  superuserUrl = database.superuserUrl;
  connect(database.appUrl);
});
afterAll(disconnect);

/** A company whose last cycle ran at CYCLE_AT and knew everything. */
async function afterItsCycle(): Promise<Company> {
  const company = await createRevenueCompany();
  await company.closeCycle();
  await inTenant(company, (tx) =>
    tx.metricSnapshotDaily.updateMany({
      where: { tenantId: company.tenantId },
      data: { computedAt: later(-1) },
    }),
  );
  const actor = { tenantId: company.tenantId, name: "Schedule", role: "system" };
  const result = await runRevenueCycle(actor, { trigger: { type: "scheduled", source: "daily" } }, CYCLE_AT);
  if (!result.ok) throw new Error(result.failure.message);
  return company;
}

const reasons = ({ tenantId }: Company, hours: number) =>
  inTenant({ tenantId }, (tx) => cycleTriggers(tx, tenantId, later(hours)));
const names = async (company: Company, hours: number) =>
  (await reasons(company, hours)).map(({ type, name }) => `${type}: ${name}`);

/** What the analytics job found for yesterday, at that hour. */
const measured = ({ tenantId }: Company, metricId: string, value: number, hours: number) =>
  inTenant({ tenantId }, (tx) =>
    tx.metricSnapshotDaily.updateMany({
      where: { tenantId, metricId, dimension: "", date: new Date("2026-03-01") },
      data: { value, computedAt: later(hours) },
    }),
  );

test("after a cycle that knew everything, nothing asks for another", async () => {
  expect(await names(await afterItsCycle(), 20)).toEqual([]);
});

// Targets of the company: CAC at most 15,000, payback 14 months, pipeline 3.2 M, bookings 720,000.
test.each([
  ["CAC", "cac_blended", 15_000 * 1.2, 15_000 * 1.19],
  ["payback", "payback_months", 14 * 1.25, 14 * 1.24],
  ["pipeline", "pipeline_total", 3_200_000 * 0.85, 3_200_000 * 0.86],
  ["bookings", "bookings_new", 720_000 * 0.8, 720_000 * 0.81],
])(
  "new figures that miss the target of %s by its threshold ask for a cycle; by less they do not",
  async (_what, metric, over, under) => {
    const company = await afterItsCycle();
    await measured(company, metric, under, 2);
    expect(await names(company, 3)).toEqual([]);
    await measured(company, metric, over, 2);
    expect(await names(company, 3)).toEqual([`metric_deviation: ${metric}`]);
  },
);

test("a missed target that the last cycle has seen is no news", async () => {
  const company = await afterItsCycle();
  await measured(company, "cac_blended", 30_000, -1);
  expect(await names(company, 3)).toEqual([]);
});

test("a campaign asks for a cycle once its first 48 hours are over, not before", async () => {
  const company = await afterItsCycle();
  const { tenantId } = company;
  await inTenant({ tenantId }, (tx) =>
    tx.spineCampaign.create({
      data: {
        tenantId,
        name: "Spring",
        status: "running",
        budgetDaily: 10,
        startDate: new Date("2026-03-02"),
      },
    }),
  );
  expect(await names(company, 45)).toEqual([]);
  expect(await reasons(company, 46)).toEqual([
    { type: "lifecycle_event", name: "campaign_started", source: "48 hours since Spring began." },
  ]);
});

test("the tenth new opportunity asks for a cycle, the ninth does not", async () => {
  const company = await afterItsCycle();
  const add = (count: number) =>
    inTenant(company, (tx) =>
      tx.spineOpportunity.createMany({
        data: Array.from({ length: count }, (_, index) => ({
          tenantId: company.tenantId,
          name: `New ${index}`,
          kind: "new_business",
          stage: "qualified",
          createdAt: later(1),
        })),
      }),
    );
  await add(9);
  expect(await names(company, 3)).toEqual([]);
  await add(1);
  expect(await names(company, 3)).toEqual(["lifecycle_event: new_opportunities"]);
});

/** As if these many actions had run and ended since; their whole life is tried elsewhere. */
const complete = ({ tenantId }: Company, count: number) =>
  withClient(superuserUrl, async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into optimization_actions select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
         'action_key', gen_random_uuid(), 'request_id', null, 'status', 'completed', 'old_value', 1,
         'started_at', $2::timestamptz, 'finished_at', $2::timestamptz))).*
       from optimization_actions a, generate_series(1, $3::integer)
       where a.id = (select min(id::text)::uuid from optimization_actions where tenant_id = $1)`,
      [tenantId, later(1), count],
    );
  });

test("the fifth completed action asks for a cycle, the fourth does not", async () => {
  const company = await afterItsCycle();
  await complete(company, 4);
  expect(await names(company, 3)).toEqual([]);
  await complete(company, 1);
  expect(await names(company, 3)).toEqual(["lifecycle_event: completed_actions"]);
});

test("several reasons are one trigger, in as many words as its source has room for", () => {
  const reason = (source: string) => ({ type: "lifecycle_event" as const, name: "campaign_started", source });
  const trigger = triggerOf([reason("a".repeat(120)), reason("b".repeat(120)), reason("c".repeat(70))]);
  expect(trigger).toEqual({ type: "lifecycle_event", source: `${"a".repeat(120)} ${"c".repeat(70)}` });
});

test("a company without targets has nothing to deviate from", async () => {
  const company = await createRevenueCompany({ unset: ["revenue.targets"] });
  await measured(company, "cac_blended", 99_000, 1);
  expect((await names(company, 3)).filter((name) => name.startsWith("metric_deviation"))).toEqual([]);
});
