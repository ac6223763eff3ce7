/**
 * The words in which the spine is written. Whoever loads data (ingestion, the demonstration seed) and whoever
 * reads it (trigger inputs, metrics) take them from here, so that a posting is never counted under two names.
 */

/** `events_raw.event_type`. Amounts are positive unless the line says otherwise. */
export const EVENTS = {
  /** Ledger, dated the last day of its month. payload: account, component (cloud, support, other). */
  cogs: "ledger.cogs",
  /** payload: account, function (R&D, S&M, G&A), behaviour (fixed, variable), purpose (acquisition, retention). */
  opex: "ledger.opex",
  /** Outside `Opex_excl_DA`. payload: account. */
  depreciation: "ledger.depreciation",
  /** Signed: receipts above zero, payments below. payload: account. */
  operatingCashFlow: "ledger.operating_cash_flow",
  capex: "ledger.capex",
  /** The balance of one bank account (`entity_id`) at the end of the day. May be below zero. */
  bankBalance: "bank.balance",
  /** One channel's day, in spend. payload: channel, segment, impressions, clicks; entity: campaign. */
  adDelivery: "ads.delivery",
  /** One mailing. payload: channel, sent, delivered, opened, clicked, replied; entity: campaign. */
  emailDelivery: "email.delivery",
  /** One channel's day on the website. payload: channel, sessions, signups. */
  webTraffic: "web.traffic",
  /** One lead (`entity_id`). payload: channel, segment, campaignId, contact (a code that stands for the person). */
  leadCreated: "lead.created",
  /** The same lead, taken up by marketing and then by sales. */
  leadMarketingQualified: "lead.marketing_qualified",
  leadSalesAccepted: "lead.sales_accepted",
  /** Somebody spoke to the lead; the first time counts. */
  leadContacted: "lead.contacted",
  /** A meeting was agreed on with the lead; how it went is a CRM activity. */
  meetingBooked: "meeting.booked",
  /** One function's staff at the end of a month, with its fully loaded cost. payload: function, fte, openRoles. */
  headcount: "people.headcount",
  /** One person who joined or left (`entity_id`). payload: function, change (hire, exit), role. */
  headcountChange: "people.change",
  /** One survey answer. payload: score 0–10, accountId. */
  npsResponse: "customer.nps_response",
  /** One support ticket closed. payload: accountId, hoursToResolve. */
  ticketResolved: "customer.ticket_resolved",
} as const;

/** `revenue_events.event_type`. Amounts are positive; the kind gives the direction. */
export const REVENUE_EVENTS = {
  /** The first ARR of a customer. */
  new: "arr.new",
  expansion: "arr.expansion",
  contraction: "arr.contraction",
  churn: "arr.churn",
  /** ARR that billing states at the end of a month. A month without it is not loaded. */
  balance: "arr.balance",
  /** Revenue recognised in a month, per segment. */
  recognised: "revenue.recognised",
} as const;

/** `optimizer_configs.key`. */
export const CONFIG_KEYS = {
  /** `{"2026-Q1": 690000}`: bookings target of each calendar quarter, USD. */
  bookingsTargets: "targets.bookings_by_quarter",
  /** `{"0": -180000}`: target of the three-month average, USD a month, by month index of the plan. */
  fcfTargets: "targets.fcf_3mo_avg_by_month_index",
  ebitdaTargets: "targets.ebitda_3mo_avg_by_month_index",
  /** `{"0": [-230000, -130000]}`: the plan's band for the same averages, low and high. */
  fcfBands: "targets.fcf_band_by_month_index",
  ebitdaBands: "targets.ebitda_band_by_month_index",
  /** `{"2026-03|S&M": 280000}`: what a function may spend in a month, USD; no trigger reads it. */
  opexBudget: "budget.opex_by_month_and_function",
  /** `{"by": "Name"}`: the list of first steps has been put away. */
  gettingStartedDismissed: "start.dismissed",
  /** Window and spreads of the forecast, in the shape of lib/queries/forecast-settings.ts. */
  forecastDrivers: "forecast.drivers",
  /** `[{"stage": "qualified", "definition": "…", "qualified": true}]`. */
  pipelineStages: "crm.pipeline_stages",
  /** `{"Enterprise": 10}`: discount ceilings by segment, percent. */
  discountCeilings: "pricing.discount_ceilings_by_segment",
  /** `{"R&D": 14500}`: fully loaded cost of a month, USD, by function. */
  loadedCost: "people.fully_loaded_cost_by_function",
  /** What the Revenue OS kernel steers to and within, in the shapes of kernel/revenue/contract.ts. */
  revenueTargets: "revenue.targets",
  revenueGuardrails: "revenue.guardrails",
  cfoGuardrails: "revenue.cfo_guardrails",
  /** Present settings of a subsystem by field, in the names of kernel/revenue/levers.ts; executors change them. */
  crmSettings: "settings.crm",
  pricingSettings: "settings.pricing",
  routingSettings: "settings.routing",
  contentSettings: "settings.content",
  /** `[{"id": "nurture-3", "name": "Third mail of the nurture"}]`. */
  contentTemplates: "content.templates",
  /** `{"receivedUntil": "2026-03-02T02:00:00.000Z"}`: events received up to then are in the daily metrics. */
  analyticsWatermark: "analytics.watermark",
  /** `{"now": "2026-12-06T02:00:00.000Z"}`: how far the validation loop has moved a test tenant's clock. */
  validationClock: "validation.clock",
  /** `{"run_cycle_1": "2026-12-06T06:00:00.000Z"}`: the moments from which on the loop's cycles are looked for. */
  validationProgress: "validation.progress",
} as const;

export const COGS_COMPONENTS = ["cloud", "support", "other"] as const;
export const FUNCTIONS = ["R&D", "S&M", "G&A"] as const;
export const COST_BEHAVIOURS = ["fixed", "variable"] as const;
export const SEGMENTS = ["Enterprise", "Mid-market", "SMB"] as const;
export type Segment = (typeof SEGMENTS)[number];
export const CHANNELS = ["paid search", "paid social", "events", "partners", "email", "organic"] as const;
export type Channel = (typeof CHANNELS)[number];
/** Money is spent on them; what names one of them, or a campaign, counts as paid. */
export const PAID_CHANNELS = ["paid search", "paid social", "events", "partners"] as const;

/** `spine_opportunities.kind`; renewals are not bookings. */
export const BOOKING_KINDS = ["new_business", "expansion"] as const;

/** `spine_crm_activities.activity_type`. */
export const ACTIVITIES = ["call", "email", "meeting", "demo", "proposal"] as const;
export type Activity = (typeof ACTIVITIES)[number];
/** Of a meeting or demo: nobody came; it was put off, and says nothing yet. Other outcomes are free text. */
export const NO_SHOW = "no show";
export const MOVED = "moved";
