import * as z from "zod";
import type { LeverValue } from "../../kernel/revenue/contract";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { isoDate } from "./cycle-calendar";
import { contentTemplatesSchema, SETTINGS_KEYS, type SettingsSubsystem } from "./kernel-settings";
import { TARGETED_METRICS } from "./metric-targets";
import {
  REVENUE_CONFIG_KEYS,
  type RevenueConfigs,
  revenueConfigsOf,
  type StoredConfig,
  settingsOf,
  storedConfigs,
} from "./revenue-configs";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { tenantClock } from "./tenant-clock";

/** When a section was set last, and by whom; null for what was never set. */
export type LastSet = { at: Date; by: string | null } | null;

export type SubsystemSettings = {
  subsystem: SettingsSubsystem;
  fields: Record<string, LeverValue>;
  lastSet: LastSet;
};

export type SettingsChange = {
  seq: string;
  at: Date;
  by: string;
  title: string;
  section: string;
  before: unknown;
  after: unknown;
};

export type RevenueSettings = RevenueConfigs & {
  lastSet: { targets: LastSet; guardrails: LastSet; cfo_guardrails: LastSet };
  /** Sections that hold something which cannot be read. */
  unreadable: string[];
  /** The newest values of what has a target. */
  values: Partial<Record<MetricId, { value: number; day: string }>>;
  subsystems: SubsystemSettings[];
  templates: { id: string; name: string }[];
  campaigns: { running: number; total: number; dailyBudgetUsd: number };
  history: SettingsChange[];
  /** Where the next page of the history begins. */
  olderThan: string | null;
};

const PAGE = 10;
const KEYS = [...REVENUE_CONFIG_KEYS, ...Object.values(SETTINGS_KEYS), CONFIG_KEYS.contentTemplates];

/** What the kernel steers to and within, what the subsystems are set to now, and how it all came to be. */
export function loadRevenueSettings(
  viewer: { tenantId: string; userId: string },
  before: bigint | null,
  at: Date,
): Promise<RevenueSettings> {
  return inTenant(viewer, async (tx) => {
    const { tenantId } = viewer;
    const stored = await storedConfigs(tx, tenantId, KEYS);
    const configs = revenueConfigsOf(stored);
    const lastSet = {
      targets: lastSetOf(stored, CONFIG_KEYS.revenueTargets),
      guardrails: lastSetOf(stored, CONFIG_KEYS.revenueGuardrails),
      cfo_guardrails: lastSetOf(stored, CONFIG_KEYS.cfoGuardrails),
    };
    const templates = contentTemplatesSchema.safeParse(configValue(stored, CONFIG_KEYS.contentTemplates));
    const page = await changes(tx, tenantId, before, PAGE + 1);
    const history = page.slice(0, PAGE);
    return {
      ...configs,
      lastSet,
      unreadable: [
        ...(lastSet.targets && !configs.targets ? ["targets"] : []),
        ...(lastSet.guardrails && !configs.guardrails ? ["guardrails"] : []),
        ...(lastSet.cfo_guardrails && !configs.cfoGuardrails ? ["cfo_guardrails"] : []),
      ],
      values: await newestValues(tx, tenantId, isoDate(await tenantClock(tx, tenantId, at))),
      subsystems: Object.entries(SETTINGS_KEYS).map(([subsystem, key]) => ({
        subsystem: subsystem as SettingsSubsystem,
        fields: settingsOf(configValue(stored, key)),
        lastSet: lastSetOf(stored, key),
      })),
      templates: templates.success ? templates.data : [],
      campaigns: await campaignsNow(tx, tenantId),
      history,
      olderThan: page.length > PAGE ? (history.at(-1)?.seq ?? null) : null,
    };
  });
}

const configValue = (stored: readonly StoredConfig[], key: string): unknown =>
  stored.find((each) => each.key === key)?.value;

function lastSetOf(stored: readonly StoredConfig[], key: string): LastSet {
  const found = stored.find((each) => each.key === key);
  return found ? { at: found.updatedAt, by: found.by } : null;
}

async function newestValues(
  tx: Transaction,
  tenantId: string,
  today: string,
): Promise<RevenueSettings["values"]> {
  const rows = await tx.$queryRaw<{ metricId: MetricId; value: number; day: string }[]>`
    select w.metric_id as "metricId", s.value::float8 as value, s.date::text as day
    from unnest(${[...TARGETED_METRICS]}::text[]) as w(metric_id)
    cross join lateral (
      select value, date from metric_snapshots_daily m
      where m.tenant_id = ${tenantId}::uuid and m.metric_id = w.metric_id and m.dimension = ''
        and m.value is not null and m.date <= ${today}::date
      order by m.date desc limit 1
    ) s`;
  return Object.fromEntries(rows.map(({ metricId, value, day }) => [metricId, { value, day }]));
}

async function campaignsNow(tx: Transaction, tenantId: string): Promise<RevenueSettings["campaigns"]> {
  const [row] = await tx.$queryRaw<RevenueSettings["campaigns"][]>`
    select count(*) filter (where status = 'running')::int as running, count(*)::int as total,
      coalesce(sum(budget_daily) filter (where status = 'running'), 0)::float8 as "dailyBudgetUsd"
    from spine_campaigns where tenant_id = ${tenantId}::uuid`;
  return row ?? { running: 0, total: 0, dailyBudgetUsd: 0 };
}

const loggedChange = z.object({ section: z.string(), before: z.unknown(), after: z.unknown() });

/** The log is the history: nothing else is kept, so nothing else can disagree with it. */
async function changes(
  tx: Transaction,
  tenantId: string,
  before: bigint | null,
  limit: number,
): Promise<SettingsChange[]> {
  const rows = await tx.decisionLogEntry.findMany({
    where: { tenantId, kind: "target_change", ...(before !== null && { seq: { lt: before } }) },
    orderBy: { seq: "desc" },
    take: limit,
    select: { seq: true, occurredAt: true, actor: true, title: true, content: true },
  });
  return rows.map(({ seq, occurredAt, actor, title, content }) => ({
    seq: String(seq),
    at: occurredAt,
    by: actor,
    title,
    ...loggedChange.parse(JSON.parse(content)),
  }));
}
