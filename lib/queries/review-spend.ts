import type { GateId } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate, startOfDay } from "./cycle-calendar";
import { CONFIG_KEYS, EVENTS } from "./spine-vocabulary";

export type FunctionSpend = {
  function: string;
  fixedUsd: number;
  variableUsd: number;
  totalUsd: number;
  /** What the month's budget lets it spend; null where no budget was uploaded for it. */
  budgetUsd: number | null;
  /** The month before; null where nothing was posted. */
  beforeUsd: number | null;
};

export type ChannelSpend = {
  channel: string;
  spentUsd: number;
  /** Daily budgets of the running campaigns, times seven; null where there is none. */
  budgetUsd: number | null;
};

export type GateCommitments = {
  gateId: GateId;
  count: number;
  people: number;
  usd: number;
  usdPerMonth: number;
};

export type ReviewSpend = {
  /** The newest month with postings, as `2026-10`; null where there is none. */
  month: string | null;
  functions: FunctionSpend[];
  /** The seven days that the channels speak of; null before the first closed week. */
  week: { start: string; end: string } | null;
  channels: ChannelSpend[];
  /** What was approved since this day. */
  committedSince: string;
  commitments: GateCommitments[];
};

/** Changes of go-to-market spend that commit money; a reduction or a move of budget does not. */
const SPENDING_KINDS = ["increase", "commitment", "reinstatement"];

/** Spend as the books know it, beside the budgets: by function where one was uploaded, by channel those of the campaigns. */
export async function reviewSpend(
  tx: Transaction,
  tenantId: string,
  week: { start: string; end: string } | null,
  at: Date,
): Promise<ReviewSpend> {
  const functions = await opexByFunction(tx, tenantId, isoDate(at));
  const committedSince = `${isoDate(at).slice(0, 7)}-01`;
  return {
    month: functions[0]?.month ?? null,
    functions: functions.map(({ month: _, ...each }) => each),
    week,
    channels: week ? await spendByChannel(tx, tenantId, week) : [],
    committedSince,
    commitments: await commitmentsSince(tx, tenantId, startOfDay(committedSince)),
  };
}

/** A function that has a budget and no postings stands there too: nothing of it was spent. */
function opexByFunction(tx: Transaction, tenantId: string, today: string) {
  return tx.$queryRaw<(FunctionSpend & { month: string })[]>`
    with posted as (
      select to_char(occurred_at, 'YYYY-MM') as month, coalesce(payload ->> 'function', 'Not said') as function,
        payload ->> 'behaviour' as behaviour, amount_usd as usd
      from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.opex}
        and occurred_at >= ${startOfDay(addDays(today, -200))} and occurred_at < ${startOfDay(addDays(today, 1))}
    ), newest as (select max(month) as month from posted),
    budget as (
      select split_part(e.key, '|', 2) as function, (e.value #>> '{}')::float8 as usd
      from optimizer_configs c cross join newest n
      cross join lateral jsonb_each(case when jsonb_typeof(c.value) = 'object' then c.value else '{}' end) as e(key, value)
      where c.tenant_id = ${tenantId}::uuid and c.key = ${CONFIG_KEYS.opexBudget}
        and split_part(e.key, '|', 1) = n.month and jsonb_typeof(e.value) = 'number'
    ), spent as (
      select month, function, behaviour, usd from posted
      union all select n.month, b.function, null, 0 from budget b cross join newest n
    )
    select n.month, p.function,
      coalesce(sum(p.usd) filter (where p.month = n.month and p.behaviour = 'fixed'), 0)::float8 as "fixedUsd",
      coalesce(sum(p.usd) filter (where p.month = n.month and p.behaviour is distinct from 'fixed'), 0)::float8 as "variableUsd",
      coalesce(sum(p.usd) filter (where p.month = n.month), 0)::float8 as "totalUsd",
      (sum(p.usd) filter (where p.month = to_char((n.month || '-01')::date - 1, 'YYYY-MM')))::float8 as "beforeUsd",
      (select b.usd from budget b where b.function = p.function) as "budgetUsd"
    from spent p cross join newest n
    group by n.month, p.function
    order by "totalUsd" desc, p.function`;
}

function spendByChannel(tx: Transaction, tenantId: string, { start, end }: { start: string; end: string }) {
  return tx.$queryRaw<ChannelSpend[]>`
    with spent as (
      select coalesce(payload ->> 'channel', 'Not said') as channel, sum(amount_usd)::float8 as usd
      from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.adDelivery}
        and occurred_at >= ${startOfDay(start)} and occurred_at < ${startOfDay(addDays(end, 1))}
      group by 1
    ), budget as (
      select k.channel, sum(k.budget_daily * 7)::float8 as usd
      from spine_campaign_channels k
      join spine_campaigns c on c.tenant_id = k.tenant_id and c.id = k.campaign_id
      where k.tenant_id = ${tenantId}::uuid and k.status = 'running' and c.status = 'running'
      group by 1
    )
    select coalesce(s.channel, b.channel) as channel, coalesce(s.usd, 0) as "spentUsd", b.usd as "budgetUsd"
    from spent s full join budget b on b.channel = s.channel
    order by "spentUsd" desc, channel`;
}

function commitmentsSince(tx: Transaction, tenantId: string, since: Date) {
  return tx.$queryRaw<GateCommitments[]>`
    select gate_id as "gateId", count(*)::int as count,
      coalesce(sum(coalesce((details ->> 'count')::int, 1)) filter (where gate_id = 'G1_HEADCOUNT'), 0)::int as people,
      coalesce(sum(amount_usd) filter (where gate_id <> 'G4_VENDOR_AND_NON_LABOR'
        and (gate_id <> 'G2_GTM_SPEND' or details ->> 'kind' = any(${SPENDING_KINDS}::text[]))), 0)::float8 as usd,
      coalesce(sum(amount_usd) filter (where gate_id = 'G4_VENDOR_AND_NON_LABOR'), 0)::float8 as "usdPerMonth"
    from requests
    where tenant_id = ${tenantId}::uuid and status = 'APPROVED' and decided_at >= ${since}
    group by gate_id order by gate_id`;
}
