/** Rows of the spine under their column names, as they are inserted. Money is text, so that cents stay cents. */
export interface EventRow {
  tenant_id: string;
  event_id: string;
  event_type: string;
  source: string;
  occurred_at: string;
  received_at: string;
  entity_type: string | null;
  entity_id: string | null;
  amount_usd: string | null;
  payload: Record<string, unknown>;
}

export interface RevenueEventRow {
  tenant_id: string;
  event_id: string;
  event_type: string;
  occurred_at: string;
  received_at: string;
  account_id: string | null;
  opportunity_id: string | null;
  campaign_id: string | null;
  channel: string | null;
  segment: string | null;
  amount_usd: string;
  payload: Record<string, unknown>;
}

export interface AccountRow {
  tenant_id: string;
  id: string;
  name: string;
  segment: string;
  industry: string;
  status: "customer" | "churned" | "prospect";
  owner_name: string;
  created_on: string;
  churned_on: string | null;
  employee_count: number;
}

export interface OpportunityRow {
  tenant_id: string;
  id: string;
  account_id: string | null;
  campaign_id: string | null;
  name: string;
  kind: string;
  stage: string;
  segment: string;
  channel: string;
  amount_usd: string | null;
  owner_name: string | null;
  created_at: string;
  qualified_at: string | null;
  expected_close_date: string | null;
  closed_at: string | null;
  is_won: boolean | null;
}

export interface ActivityRow {
  tenant_id: string;
  id: string;
  opportunity_id: string | null;
  account_id: string | null;
  activity_type: string;
  occurred_at: string;
  outcome: string | null;
  owner_name: string | null;
  payload: Record<string, unknown>;
}

export interface CampaignRow {
  tenant_id: string;
  id: string;
  name: string;
  status: string;
  segment: string;
  objective: string;
  evidence: "proven" | "experiment";
  budget_daily: string;
  budget_total: string | null;
  bidding_strategy: string | null;
  start_date: string;
  end_date: string | null;
  config: Record<string, unknown>;
  updated_at: string;
}

export interface CampaignChannelRow {
  tenant_id: string;
  id: string;
  campaign_id: string;
  channel: string;
  status: string;
  budget_daily: string;
  config: Record<string, unknown>;
  updated_at: string;
}

export interface ConfigRow {
  tenant_id: string;
  key: string;
  value: unknown;
  updated_at: string;
  updated_by: string | null;
}

/** Everything a company has in the spine, by table, in the order in which foreign keys allow inserting. */
export interface SpineRows {
  optimizer_configs: ConfigRow[];
  spine_campaigns: CampaignRow[];
  spine_campaign_channels: CampaignChannelRow[];
  spine_accounts: AccountRow[];
  spine_opportunities: OpportunityRow[];
  spine_crm_activities: ActivityRow[];
  revenue_events: RevenueEventRow[];
  events_raw: EventRow[];
}
