import type { CrmHygiene } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, addMonths, nextQuarter, type Period, startOfDay } from "./cycle-calendar";
import { COGS_COMPONENTS, COST_BEHAVIOURS, EVENTS, FUNCTIONS, REVENUE_EVENTS } from "./spine-vocabulary";
import { type Configs, targetOf } from "./trigger-inputs-configs";
import type { Reading } from "./trigger-inputs-facts";

type Presence = {
  balances: number;
  cogsComponents: string[];
  opexFunctions: string[];
  opexBehaviours: string[];
  unlabelledOpex: number;
  staffed: string[];
  stagedDeals: number;
};

/**
 * Which of the policy's minimum fields the spine really holds for a month (RUNTIME-A9-1). A field is known by
 * its leading words; one that no rule here recognises counts as absent, so a new demand is never waved through.
 */
export async function fieldsPresent(
  tx: Transaction,
  reading: Reading,
  period: Period,
  { minimumFields, configs }: { minimumFields: readonly string[]; configs: Configs },
): Promise<string[]> {
  const [presence] = await readPresence(tx, reading, period);
  if (!presence) return [];
  return minimumFields.filter((field) =>
    FIELD_RULES.some(([words, holds]) => words.test(field) && holds(presence, configs, period)),
  );
}

const all = (wanted: readonly string[], found: readonly string[]) =>
  wanted.every((each) => found.includes(each));

const FIELD_RULES: readonly [RegExp, (presence: Presence, configs: Configs, period: Period) => boolean][] = [
  [/^ARR bridge/i, ({ balances }) => balances === 2],
  [/^COGS breakdown/i, ({ cogsComponents }) => all(COGS_COMPONENTS, cogsComponents)],
  [
    /^Opex by function/i,
    ({ opexFunctions, opexBehaviours, unlabelledOpex }) =>
      all(FUNCTIONS, opexFunctions) && all(COST_BEHAVIOURS, opexBehaviours) && unlabelledOpex === 0,
  ],
  [
    /^Pipeline stages/i,
    ({ stagedDeals }, { pipelineStages, bookingsTargets }, { end }) =>
      stagedDeals > 0 &&
      pipelineStages.length > 0 &&
      targetOf(bookingsTargets, nextQuarter(end).key) !== null,
  ],
  [/^Headcount by function/i, ({ staffed }) => all(FUNCTIONS, staffed)],
];

function readPresence(tx: Transaction, { tenantId, knownAt }: Reading, { start, end }: Period) {
  const from = startOfDay(start);
  const until = startOfDay(addDays(end, 1));
  const before = startOfDay(`${addMonths(start.slice(0, 7), -1)}-01`);
  return tx.$queryRaw<Presence[]>`
    with ledger as (
      select event_type, payload, amount_usd from events_raw
      where tenant_id = ${tenantId}::uuid
        and event_type = any(${[EVENTS.cogs, EVENTS.opex, EVENTS.headcount]}::text[])
        and occurred_at >= ${from} and occurred_at < ${until} and received_at <= ${knownAt}
        and amount_usd is not null
    )
    select
      (select count(distinct date_trunc('month', occurred_at at time zone 'UTC'))::int from revenue_events
       where tenant_id = ${tenantId}::uuid and event_type = ${REVENUE_EVENTS.balance}
         and occurred_at >= ${before} and occurred_at < ${until} and received_at <= ${knownAt}) as balances,
      array(select distinct payload ->> 'component' from ledger where event_type = ${EVENTS.cogs}) as "cogsComponents",
      array(select distinct payload ->> 'function' from ledger where event_type = ${EVENTS.opex}) as "opexFunctions",
      array(select distinct payload ->> 'behaviour' from ledger where event_type = ${EVENTS.opex}) as "opexBehaviours",
      (select count(*)::int from ledger where event_type = ${EVENTS.opex}
        and (payload ->> 'function' is null or payload ->> 'behaviour' is null)) as "unlabelledOpex",
      array(select distinct payload ->> 'function' from ledger where event_type = ${EVENTS.headcount}) as staffed,
      (select count(*)::int from spine_opportunities
       where tenant_id = ${tenantId}::uuid and created_at < ${until}
         and (closed_at is null or closed_at >= ${from})) as "stagedDeals"`;
}

/**
 * CRM hygiene as the data shows it at the end of a day: every qualified, open deal stands in a defined stage
 * and has an amount, an expected close date and an owner (RUNTIME-A9-3). Without such deals nothing is stated.
 */
export async function hygieneAt(
  tx: Transaction,
  { tenantId }: Reading,
  day: string,
  { pipelineStages }: Configs,
): Promise<CrmHygiene> {
  const known = pipelineStages.map(({ stage }) => stage);
  const until = startOfDay(addDays(day, 1));
  const [deals] = await tx.$queryRaw<{ qualified: number; undefinedStage: number; incomplete: number }[]>`
    select count(*)::int as qualified,
      (count(*) filter (where not stage = any(${known}::text[])))::int as "undefinedStage",
      (count(*) filter (where amount_usd is null or expected_close_date is null
        or coalesce(btrim(owner_name), '') = ''))::int as incomplete
    from spine_opportunities
    where tenant_id = ${tenantId}::uuid and qualified_at < ${until} and (closed_at is null or closed_at >= ${until})`;
  if (!deals || deals.qualified === 0) {
    return { stage_definitions_enforced: null, required_fields_enforced: null };
  }
  return {
    stage_definitions_enforced: known.length > 0 && deals.undefinedStage === 0,
    required_fields_enforced: deals.incomplete === 0,
  };
}
