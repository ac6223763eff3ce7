import type { Transaction } from "../../db/tenant-transaction";
import { SUBJECTS, type Subject } from "../subject";
import { type Finding, fault, noFaults } from "./finding";

/** The spine, as the baseline names it, each with the column that says whose a row is. */
export const SPINE_TABLES = {
  tenants: "id",
  optimization_cycles: "tenant_id",
  optimization_actions: "tenant_id",
  optimization_action_results: "tenant_id",
  metric_snapshots_daily: "tenant_id",
  events_raw: "tenant_id",
  revenue_events: "tenant_id",
  spine_campaigns: "tenant_id",
  spine_campaign_channels: "tenant_id",
  spine_opportunities: "tenant_id",
  spine_accounts: "tenant_id",
  spine_crm_activities: "tenant_id",
  optimizer_configs: "tenant_id",
} as const;
const TABLES = Object.keys(SPINE_TABLES);

/** Enabled, forced on the owner too, with a policy for each verb that asks whose row it is. */
export async function rowLevelSecurity(tx: Transaction): Promise<Finding> {
  const rows = await tx.$queryRaw<{ name: string; secured: boolean; forced: boolean; verbs: number }[]>`
    select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      (select count(distinct p.polcmd)::int from pg_policy p where p.polrelid = c.oid and p.polcmd <> '*'
        and coalesce(pg_get_expr(p.polqual, c.oid), '') || coalesce(pg_get_expr(p.polwithcheck, c.oid), '')
          like '%app_tenant_id()%') as verbs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any(${TABLES}::text[])`;
  const [role] = await tx.$queryRaw<{ bypasses: boolean }[]>`
    select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`;
  return noFaults(
    [
      ...TABLES.filter((table) => !rows.some(({ name }) => name === table)).map(
        (table) => `${table} is not there`,
      ),
      ...rows.flatMap(({ name, secured, forced, verbs }) => [
        ...(secured ? [] : [`${name}: not enabled`]),
        ...(forced ? [] : [`${name}: not forced`]),
        ...(verbs === 4 ? [] : [`${name}: policies for ${verbs} of 4 verbs`]),
      ]),
      ...(role?.bypasses === false ? [] : ["the application's role bypasses it"]),
    ],
    `Enabled and forced on ${rows.length} tables, with a policy for each verb.`,
  );
}

/** Tries it: what a tenant's transaction sees of others, and whether it can write into the other test tenant. */
export async function isolation(tx: Transaction, { tenantId }: Subject): Promise<Finding> {
  const other = SUBJECTS.find((each) => each.tenantId !== tenantId)?.tenantId;
  if (other === undefined) return fault("There is no other test tenant to try it with.");
  const faults: string[] = [];
  for (const [table, owner] of Object.entries(SPINE_TABLES)) {
    const [row] = await tx.$queryRawUnsafe<{ strangers: number }[]>(
      `select count(*)::int as strangers from ${table} where ${owner} <> $1::uuid`,
      tenantId,
    );
    if (row?.strangers !== 0) faults.push(`${table}: ${row?.strangers} rows of others can be read`);
  }
  if (await writesInto(tx, other)) faults.push("optimizer_configs: a row of another tenant can be written");
  return noFaults(faults, `${TABLES.length} tables tried.`);
}

/** Taken back in any case: the attempt leaves nothing behind. */
async function writesInto(tx: Transaction, tenantId: string): Promise<boolean> {
  await tx.$executeRaw`savepoint before_attempt`;
  try {
    await tx.$executeRaw`
      insert into optimizer_configs (tenant_id, key, value) values (${tenantId}::uuid, 'validation.attempt', '{}')`;
    return true;
  } catch (error) {
    if (error instanceof Error && /42501|row-level security/.test(error.message)) return false;
    throw error;
  } finally {
    await tx.$executeRaw`rollback to savepoint before_attempt`;
  }
}
