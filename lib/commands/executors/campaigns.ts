import type { ChangeFacts } from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { CONFIG_KEYS, EVENTS } from "../../queries/spine-vocabulary";
import { columnPlace } from "./column-place";
import type { Executor, Where } from "./executor";

/** Budgets, whether it runs, and for how long: what decides how much running campaigns spend in a day. */
const SPENDING_FIELDS: readonly string[] = ["budget_daily", "status", "end_date"];

export const campaigns: Executor = {
  subsystem: "campaigns",
  places: {
    campaign: {
      budget_daily: columnPlace("spine_campaigns", "budget_daily", "numeric"),
      budget_total: columnPlace("spine_campaigns", "budget_total", "numeric"),
      status: columnPlace("spine_campaigns", "status", "text"),
      target_segment: columnPlace("spine_campaigns", "segment", "text"),
      bidding_strategy: columnPlace("spine_campaigns", "bidding_strategy", "text"),
      end_date: columnPlace("spine_campaigns", "end_date", "date"),
    },
    campaign_channel: {
      budget_daily: columnPlace("spine_campaign_channels", "budget_daily", "numeric"),
      status: columnPlace("spine_campaign_channels", "status", "text"),
    },
  },
  async facts(tx, where, at) {
    if (where.field === "budget_total") return { spentTotal: await spentTotal(tx, where, at) };
    if (where.field === "target_segment") return knownSegments(tx, where);
    return {};
  },
  spends: (field) => SPENDING_FIELDS.includes(field),
};

async function spentTotal(tx: Transaction, { tenantId, entityId }: Where, at: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ spent: number }[]>`
    select coalesce(sum(amount_usd), 0)::float8 as spent from events_raw
    where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.adDelivery} and entity_type = 'campaign'
      and entity_id = ${entityId} and occurred_at <= ${at.toISOString()}::timestamptz`;
  return row?.spent ?? 0;
}

/** Segments that the company names anywhere; where it names none, any may be aimed at. */
async function knownSegments(tx: Transaction, { tenantId }: Where): Promise<Partial<ChangeFacts>> {
  const rows = await tx.$queryRaw<{ segment: string }[]>`
    select segment from spine_campaigns where tenant_id = ${tenantId}::uuid
    union select segment from spine_opportunities where tenant_id = ${tenantId}::uuid
    union select jsonb_object_keys(value -> 'max_cac_by_segment') from optimizer_configs
      where tenant_id = ${tenantId}::uuid and key = ${CONFIG_KEYS.cfoGuardrails}
        and jsonb_typeof(value -> 'max_cac_by_segment') = 'object'`;
  const segments = rows
    .map(({ segment }) => segment ?? "")
    .filter((segment) => segment.trim() !== "")
    .sort();
  return segments.length === 0 ? {} : { segments };
}
