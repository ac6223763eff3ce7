import { targetsSchema } from "../../kernel/revenue/contract";
import { DEVIATION_RULES, type Deviation, deviationsOf } from "../../kernel/revenue/deviation";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { metric } from "../../kernel/revenue/metrics";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";
import type { CycleTrigger } from "./kernel-input";
import { CONFIG_KEYS } from "./spine-vocabulary";

/** Why a cycle should not wait for the night. `source` is for the company; `name` holds none of its figures. */
export type TriggerReason = CycleTrigger & { type: "metric_deviation" | "lifecycle_event"; name: string };

export const NEW_OPPORTUNITIES = 10;
export const COMPLETED_ACTIONS = 5;
const CAMPAIGN_HOURS = 48;
/** Where no cycle has run yet, what began longer ago is no news. */
const NEWS_DAYS = 7;

type News = { campaigns: number; campaign: string | null; opportunities: number; actions: number };

/**
 * What has happened since the last cycle that the last cycle could not know: a target missed by figures computed after
 * it, a campaign whose first 48 hours ended after it, new opportunities, completed actions. The cycle that it leads to
 * makes all of it known, so no reason counts twice and none is written down.
 */
export async function cycleTriggers(tx: Transaction, tenantId: string, at: Date): Promise<TriggerReason[]> {
  const last = await tx.optimizationCycle.findFirst({
    where: { tenantId },
    orderBy: { executedAt: "desc" },
    select: { executedAt: true },
  });
  const since = last?.executedAt ?? null;
  const deviations = await newDeviations(tx, tenantId, since, at);
  return [...deviations.map(deviationReason), ...(await lifecycleReasons(tx, tenantId, since, at))];
}

async function newDeviations(
  tx: Transaction,
  tenantId: string,
  since: Date | null,
  at: Date,
): Promise<Deviation[]> {
  const config = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: CONFIG_KEYS.revenueTargets } },
    select: { value: true },
  });
  const targets = targetsSchema.safeParse(config?.value);
  if (!targets.success) return [];
  const rows = await tx.$queryRaw<{ metric: MetricId; value: number | null; computedAt: Date }[]>`
    select distinct on (metric_id) metric_id as metric, value::float8 as value, computed_at as "computedAt"
    from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid and dimension = '' and date < ${isoDate(at)}::date
      and date >= ${addDays(isoDate(at), -NEWS_DAYS)}::date
      and metric_id = any(${DEVIATION_RULES.map((rule) => rule.metric)}::text[])
    order by metric_id, date desc`;
  const fresh = rows.filter(({ computedAt }) => since === null || computedAt > since);
  return deviationsOf(targets.data, Object.fromEntries(fresh.map((row) => [row.metric, row.value])));
}

function deviationReason({ metric: id, target, observed, deviationPct }: Deviation): TriggerReason {
  const side = observed > target ? "above" : "below";
  return {
    type: "metric_deviation",
    name: id,
    source: `${metric(id).name} is ${Math.round(deviationPct)} % ${side} its target.`,
  };
}

async function lifecycleReasons(
  tx: Transaction,
  tenantId: string,
  since: Date | null,
  at: Date,
): Promise<TriggerReason[]> {
  const recently = since ?? new Date(at.getTime() - NEWS_DAYS * 86_400_000);
  const ever = since ?? new Date(0);
  const [news] = await tx.$queryRaw<News[]>`
    with begun as (
      select name, (start_date::timestamp at time zone 'UTC') + make_interval(hours => ${CAMPAIGN_HOURS}::integer) as looked_at
      from spine_campaigns where tenant_id = ${tenantId}::uuid and status = 'running'
    ), ripe as (select name from begun where looked_at > ${recently} and looked_at <= ${at})
    select (select count(*)::integer from ripe) as campaigns, (select min(name) from ripe) as campaign,
      (select count(*)::integer from spine_opportunities
        where tenant_id = ${tenantId}::uuid and created_at > ${ever} and created_at <= ${at}) as opportunities,
      (select count(*)::integer from optimization_actions
        where tenant_id = ${tenantId}::uuid and status = 'completed' and finished_at > ${ever} and finished_at <= ${at})
        as actions`;
  return news === undefined ? [] : lifecycleWords(news);
}

function lifecycleWords({ campaigns, campaign, opportunities, actions }: News): TriggerReason[] {
  const reasons: TriggerReason[] = [];
  const say = (name: string, source: string) => reasons.push({ type: "lifecycle_event", name, source });
  if (campaigns > 0) {
    const others = campaigns === 1 ? "" : ` and ${campaigns - 1} more`;
    say("campaign_started", `${CAMPAIGN_HOURS} hours since ${shortened(campaign ?? "")}${others} began.`);
  }
  if (opportunities >= NEW_OPPORTUNITIES)
    say("new_opportunities", `${opportunities} new opportunities since the last cycle.`);
  if (actions >= COMPLETED_ACTIONS)
    say("completed_actions", `${actions} actions completed since the last cycle.`);
  return reasons;
}

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

const LONGEST_SOURCE = 200;

/** One trigger of all reasons: the first gives its kind, and as many say why as its source has room for. */
export function triggerOf(reasons: readonly [TriggerReason, ...TriggerReason[]]): CycleTrigger {
  const source = reasons.reduce((words, reason) => {
    const longer = words === "" ? reason.source : `${words} ${reason.source}`;
    return longer.length <= LONGEST_SOURCE ? longer : words;
  }, "");
  return { type: reasons[0].type, source };
}
