// One invented company, made as the demonstration's are, and as many copies of it as a measurement wants.
import type pg from "pg";
import { computeMetrics } from "@/lib/commands/compute-metrics";
import { evaluateCycle } from "@/lib/commands/evaluate-cycle";
import { inTenant } from "@/lib/db/tenant-transaction";
import { addDays } from "@/lib/queries/cycle-calendar";
import { CONFIG_KEYS } from "@/lib/queries/spine-vocabulary";
import { activatePolicy, demoActor, insertCompany } from "@/prisma/seed/companies";
import { plannedCycles } from "@/prisma/seed/cycle-steps";
import { seedCalendar } from "@/prisma/seed/generator/company";
import { demoHolidays, generateSpine } from "@/prisma/seed/generator/generate";
import { storyA } from "@/prisma/seed/generator/stories";
import { loadSpine } from "@/prisma/seed/load";
import { limitsOf } from "@/prisma/seed/revenue/limits";
import { withClient } from "@/scripts/database/prepare";

/** The night that is measured: its analytics job computes the day before, its cycle looks back from there. */
export const NIGHT = new Date("2026-03-02T02:00:00Z");
export const NEW_DAY = "2026-03-01";
const LAST_COMPUTED = "2026-02-28";
const CALENDAR = seedCalendar(new Date("2026-03-02T00:00:00Z"));
const DAYS_WITH_METRICS = 35;
/** Closes and weeks enough for a mode that has a history. */
const CLOSED_CYCLES = 12;
/** A copy has the raw events of so many days; older ones only the first company has. */
const DAYS_OF_EVENTS = 60;
const FIRST_COPIED_DAY = addDays(LAST_COMPUTED, -DAYS_OF_EVENTS);

/** The company that is copied: a closed evaluation cycle, an active policy, limits and its metrics. */
export async function makeFirstCompany(): Promise<void> {
  const { tenantId } = storyA;
  const holidays = demoHolidays(CALENDAR);
  await inTenant({ tenantId }, async (tx) => {
    await insertCompany(tx, storyA, CALENDAR, holidays, "no password");
    await loadSpine(tx, generateSpine(storyA, CALENDAR, holidays));
    await tx.optimizerConfig.createMany({ data: limitRows(tenantId) });
  });
  await activatePolicy(storyA, CALENDAR);
  const closed = plannedCycles(storyA, CALENDAR, holidays).filter(({ at }) => at < NIGHT);
  for (const { cadence, cycleKey, deliveredAt, at } of closed.slice(-CLOSED_CYCLES)) {
    const certified = deliveredAt ? { deliveredAt, certifyFinal: true } : {};
    const result = await evaluateCycle(demoActor(tenantId, "FP&A"), { cadence, cycleKey, ...certified }, at);
    if (!result.ok) throw new Error(result.failure.message);
  }
  const from = addDays(LAST_COMPUTED, 1 - DAYS_WITH_METRICS);
  await computeMetrics(tenantId, { from, to: LAST_COMPUTED }, NIGHT);
}

function limitRows(tenantId: string) {
  const { targets, guardrails, cfoGuardrails } = limitsOf(tenantId);
  const values = {
    [CONFIG_KEYS.revenueTargets]: targets,
    [CONFIG_KEYS.revenueGuardrails]: guardrails,
    [CONFIG_KEYS.cfoGuardrails]: cfoGuardrails,
  };
  return Object.entries(values).map(([key, value]) => ({
    tenantId,
    key,
    value: JSON.parse(JSON.stringify(value)),
  }));
}

/** What a copy takes over, and which rows of it. The log and its decisions belong to the first company alone. */
const COPIED: Readonly<Record<string, string>> = {
  memberships: "true",
  policy_bundles: "true",
  optimizer_configs: "true",
  evaluation_cycles: "true",
  trigger_evaluations: "true",
  spine_campaigns: "true",
  spine_campaign_channels: "true",
  spine_accounts: "true",
  spine_opportunities: "true",
  spine_crm_activities: `occurred_at >= '${FIRST_COPIED_DAY}'`,
  revenue_events: "true",
  events_raw: `occurred_at >= '${FIRST_COPIED_DAY}'`,
  metric_snapshots_daily: "true",
};

export const copyId = (position: number): string =>
  `cccccccc-cccc-4ccc-8ccc-${String(position).padStart(12, "0")}`;

/**
 * Copies the company: every row with another `tenant_id`, set by set, and the indexes after the rows. Checks and
 * foreign keys held for the first company, so they are not asked again for millions of rows; what is measured
 * afterwards runs under all of them.
 */
export async function copyCompany(superuserUrl: string, copies: number): Promise<number> {
  return withClient(superuserUrl, async (client) => {
    await client.query("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
    await client.query(
      `insert into tenants select (jsonb_populate_record(t, jsonb_build_object('id', ${idOf("n")},
         'slug', 'copy-' || n, 'name', 'Copy ' || n, 'is_demo', false))).*
       from tenants t, generate_series(1, $2::int) n where t.id = $1`,
      [storyA.tenantId, copies],
    );
    let rows = 0;
    for (const [table, which] of Object.entries(COPIED))
      rows += await copyTable(client, table, which, copies);
    await client.query("vacuum (analyze, freeze)");
    return rows;
  });
}

const idOf = (position: string) => `('cccccccc-cccc-4ccc-8ccc-' || lpad(${position}::text, 12, '0'))::uuid`;

async function copyTable(client: pg.Client, table: string, which: string, copies: number): Promise<number> {
  const columns = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'tenant_id'`,
    [table],
  );
  const names = columns.rows.map(({ name }) => name).join(", ");
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = $1::regclass and not indisprimary`,
    [table],
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  await client.query(
    `create temp table copied as select ${names} from ${table} where tenant_id = $1 and ${which}`,
    [storyA.tenantId],
  );
  const { rowCount } = await client.query(
    `insert into ${table} (tenant_id, ${names})
     select ${idOf("n")}, ${names} from generate_series(1, $1::int) n, copied`,
    [copies],
  );
  await client.query("drop table copied");
  for (const { definition } of indexes.rows) await client.query(definition);
  return rowCount ?? 0;
}
