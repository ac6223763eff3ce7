import { EVENTS } from "../../queries/spine-vocabulary";
import { columnPlace } from "./column-place";
import type { Executor } from "./executor";

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
  /** What the campaign has spent by now; a channel has no total of its own. */
  async facts(tx, { tenantId, entityId }, at) {
    const [row] = await tx.$queryRaw<{ spent: number }[]>`
      select coalesce(sum(amount_usd), 0)::float8 as spent from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.adDelivery} and entity_type = 'campaign'
        and entity_id = ${entityId} and occurred_at <= ${at.toISOString()}::timestamptz`;
    return { spentTotal: row?.spent ?? 0 };
  },
  spends: (field) => SPENDING_FIELDS.includes(field),
};
