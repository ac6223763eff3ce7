import { ECONOMIC_METRIC_IDS, LEAST_ACTIONS, METRIC_IDS, MOST_ACTIONS } from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { type Artifacts, policyHash } from "../../policy/active-policy";
import type { TenantCheck } from "../subject";
import { type Finding, fault, noFaults } from "./finding";
import { isolation, rowLevelSecurity } from "./isolation";

/** What holds at any time, before the loop and after it. */
export const STANDING_CHECKS: readonly TenantCheck[] = [
  { name: "row-level security holds on the 13 spine tables", measure: rowLevelSecurity },
  { name: "no row of another tenant can be read or written", measure: isolation },
  { name: "every metric of the dictionary has its daily value, and no other has", measure: dictionary },
  {
    name: "the policy in force matches its hash, and every cycle names a policy that is known",
    measure: policy,
  },
  {
    name: `every cycle has ${LEAST_ACTIONS}–${MOST_ACTIONS} actions, looks after the data, or says that fewer are left`,
    measure: sizes,
  },
  { name: "every action that took effect has its baselines", measure: baselines },
  { name: "every action that ended has its results", measure: results },
];

type Measure = TenantCheck["measure"];

async function dictionary(tx: Transaction, { tenantId }: Parameters<Measure>[1]): Promise<Finding> {
  const [row] = await tx.$queryRaw<{ day: string | null; known: string[] }[]>`
    with last as (select max(date) as day from metric_snapshots_daily where tenant_id = ${tenantId}::uuid)
    select last.day::text as day, array(select distinct metric_id from metric_snapshots_daily
      where tenant_id = ${tenantId}::uuid and date = last.day and dimension = '') as known
    from last`;
  if (!row?.day) return fault("There are no metrics: the analytics job has not run.");
  const names: readonly string[] = METRIC_IDS;
  return noFaults(
    [
      ...names.filter((id) => !row.known.includes(id)).map((id) => `${id} has no row on ${row.day}`),
      ...row.known.filter((id) => !names.includes(id)).map((id) => `${id} is in no dictionary`),
    ],
    `All ${names.length} on ${row.day}.`,
  );
}

async function policy(tx: Transaction, { tenantId }: Parameters<Measure>[1]): Promise<Finding> {
  const bundles = await tx.policyBundle.findMany({
    where: { tenantId },
    select: { version: true, status: true, hash: true, artifacts: true },
  });
  const active = bundles.filter(({ status }) => status === "ACTIVE");
  if (active.length !== 1) return fault(`${active.length} policies are in force.`);
  const altered = bundles.filter(({ hash, artifacts }) => policyHash(artifacts as Artifacts) !== hash);
  const hashes = bundles.map(({ hash }) => hash);
  const strangers = await tx.$queryRaw<{ id: string }[]>`
    select id from optimization_cycles
    where tenant_id = ${tenantId}::uuid and policy_hash <> all(${hashes}::text[])`;
  return noFaults(
    [
      ...altered.map(({ version }) => `policy ${version} does not match its hash`),
      ...strangers.map(({ id }) => `cycle ${id} rests on a policy that is not there`),
    ],
    `Policy ${active[0]?.version}, ${active[0]?.hash.slice(0, 18)}….`,
  );
}

async function sizes(tx: Transaction, { tenantId }: Parameters<Measure>[1]): Promise<Finding> {
  const rows = await tx.$queryRaw<{ id: string; actions: number; constraint: string; explained: boolean }[]>`
    select c.id, count(a.id)::int as actions, c.binding_constraint as "constraint",
      c.output->'cycle_summary'->>'diagnosis' like '%actions are left:%' as explained
    from optimization_cycles c
    left join optimization_actions a on a.tenant_id = c.tenant_id and a.cycle_id = c.id
    where c.tenant_id = ${tenantId}::uuid group by c.tenant_id, c.id`;
  // Cycles of each day and actions of several weeks: sooner or later every lever is under way.
  const least = (row: (typeof rows)[number]) =>
    row.constraint === "data_quality" || row.explained ? 0 : LEAST_ACTIONS;
  return noFaults(
    rows
      .filter((row) => row.actions < least(row) || row.actions > MOST_ACTIONS)
      .map((row) => `cycle ${row.id} has ${row.actions} actions`),
    rows.length === 0 ? "No cycle has run yet." : `${rows.length} cycles.`,
  );
}

async function baselines(tx: Transaction, { tenantId }: Parameters<Measure>[1]): Promise<Finding> {
  const rows = await tx.$queryRaw<{ key: string; whole: boolean }[]>`
    select a.action_key as key,
      coalesce(bool_or(r.role = 'target' and r.metric_id = a.target_metric), false)
        and count(r.id) filter (where r.metric_id = any(${[...ECONOMIC_METRIC_IDS]}::text[])) = ${ECONOMIC_METRIC_IDS.length}
        as whole
    from optimization_actions a
    left join optimization_action_results r on r.tenant_id = a.tenant_id and r.action_id = a.id
    where a.tenant_id = ${tenantId}::uuid and a.started_at is not null
    group by a.tenant_id, a.id`;
  return noFaults(
    rows.filter(({ whole }) => !whole).map(({ key }) => `${key} has not all of its baselines`),
    rows.length === 0 ? "No action has taken effect yet." : `${rows.length} actions.`,
  );
}

async function results(tx: Transaction, { tenantId }: Parameters<Measure>[1]): Promise<Finding> {
  const rows = await tx.$queryRaw<{ key: string; whole: boolean }[]>`
    select a.action_key as key, coalesce(bool_and(r.observed_at is not null), false) as whole
    from optimization_actions a
    left join optimization_action_results r on r.tenant_id = a.tenant_id and r.action_id = a.id
    where a.tenant_id = ${tenantId}::uuid and a.started_at is not null and a.status in ('completed', 'failed')
    group by a.tenant_id, a.id`;
  return noFaults(
    rows.filter(({ whole }) => !whole).map(({ key }) => `${key} ended without all of its results`),
    rows.length === 0 ? "No action has ended yet." : `${rows.length} actions.`,
  );
}
