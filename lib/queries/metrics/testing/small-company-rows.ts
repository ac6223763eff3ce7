// The small company as rows of the spine, as its systems would have reported them.
import { inTenant } from "../../../db/tenant-transaction";
import { addDays } from "../../cycle-calendar";
import { CONFIG_KEYS, EVENTS, REVENUE_EVENTS } from "../../spine-vocabulary";
import {
  ADS,
  BALANCES,
  BOOKS,
  CASH,
  DEALS,
  GUIDES,
  LEADS,
  MAILINGS,
  MEETINGS,
  MOVEMENTS,
  monthEnd,
  SEARCH,
  TARGETS,
} from "./small-company";

const numbered = (digit: string, number: number) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${String(number).padStart(12, "0")}`;
const account = (number: number) => numbered("3", number);
const dealId = (number: number) => numbered("4", number);
const activityId = (number: number) => numbered("5", number);

const at = (day: string, hour: number) => new Date(Date.parse(day) + hour * 3_600_000).toISOString();

/** A row of events_raw, received the next morning unless it says otherwise. */
export function rawRow(
  id: string,
  type: string,
  occurredAt: string,
  rest: Record<string, unknown> = {},
): object {
  return {
    event_id: id,
    event_type: type,
    source: "test",
    occurred_at: occurredAt,
    received_at: `${addDays(occurredAt.slice(0, 10), 1)}T04:00:00Z`,
    entity_type: null,
    entity_id: null,
    amount_usd: null,
    payload: {},
    ...rest,
  };
}

function leadRows(): object[] {
  return LEADS.flatMap((lead) => {
    const { id, day, channel, segment, campaign, contact } = lead;
    const about = {
      entity_type: "lead",
      entity_id: id,
      payload: { channel, segment, ...(campaign && { campaignId: campaign }), ...(contact && { contact }) },
    };
    const step = (type: string, when: string | null) =>
      when === null ? [] : [rawRow(`${type}-${id}`, type, when, about)];
    const afternoon = (when: string | null) => when && at(when, 15);
    return [
      ...step(EVENTS.leadCreated, at(day, 9)),
      ...step(EVENTS.leadMarketingQualified, afternoon(lead.qualified)),
      ...step(EVENTS.leadSalesAccepted, afternoon(lead.accepted)),
      ...step(EVENTS.leadContacted, lead.contactedAfter === null ? null : at(day, 9 + lead.contactedAfter)),
      ...step(EVENTS.meetingBooked, afternoon(lead.booked)),
    ];
  });
}

function bookRows(): object[] {
  return BOOKS.flatMap((books) => {
    const when = at(monthEnd(books.month), 12);
    const post = (type: string, name: string, usd: number, payload: object = {}) =>
      rawRow(`${type}-${name}-${books.month}`, type, when, { entity_id: name, amount_usd: usd, payload });
    return [
      post(EVENTS.cogs, "cloud", books.cogs, { component: "cloud" }),
      post(EVENTS.opex, "winning", books.acquisition, {
        function: "S&M",
        behaviour: "variable",
        purpose: "acquisition",
      }),
      post(EVENTS.opex, "keeping", books.selling, {
        function: "S&M",
        behaviour: "fixed",
        purpose: "retention",
      }),
      post(EVENTS.opex, "engineering", books.engineering, { function: "R&D", behaviour: "fixed" }),
      post(EVENTS.operatingCashFlow, "receipts", books.receipts),
      post(EVENTS.operatingCashFlow, "payments", -books.payments),
      post(EVENTS.capex, "equipment", books.capex),
      post(EVENTS.headcount, "everybody", 40_000, { function: "G&A", fte: books.fte }),
    ];
  });
}

function revenueRows(): object[] {
  const row = (id: string, type: string, day: string, usd: number, rest: object = {}) => ({
    event_id: id,
    event_type: type,
    occurred_at: at(day, 10),
    received_at: at(addDays(day, 1), 4),
    amount_usd: usd,
    payload: {},
    ...rest,
  });
  return [
    ...MOVEMENTS.map(({ id, day, type, customer, usd, channel, campaign, segment }) =>
      row(id, type, day, usd, { account_id: account(customer), channel, campaign_id: campaign, segment }),
    ),
    ...BALANCES.map(({ day, usd }) => row(`balance-${day}`, REVENUE_EVENTS.balance, day, usd)),
    ...BOOKS.map(({ month, revenue }) =>
      row(`revenue-${month}`, REVENUE_EVENTS.recognised, monthEnd(month), revenue),
    ),
  ];
}

/** Writes the company, or the parts of it that are named, into an empty tenant. */
export async function writeSmallCompany(tenantId: string, parts?: readonly string[]): Promise<void> {
  const tables: Record<string, object[]> = {
    spine_accounts: [1, 2, 3, 4, 5, 6].map((number) => ({
      id: account(number),
      name: `Customer ${number}`,
      segment: "SMB",
      status: "customer",
      created_on: "2024-01-01",
    })),
    spine_campaigns: [
      [SEARCH, "Search"],
      [GUIDES, "Guides"],
    ].map(([id, name]) => ({
      id,
      name,
      status: "running",
      evidence: "proven",
      budget_daily: 100,
      start_date: "2026-01-01",
      config: {},
      updated_at: at("2026-01-01", 9),
    })),
    spine_opportunities: DEALS.map((each) => ({
      id: dealId(each.number),
      campaign_id: each.campaign,
      name: `Deal ${each.number}`,
      kind: each.kind,
      stage: "qualified",
      segment: each.segment,
      channel: each.channel,
      amount_usd: each.usd,
      created_at: at(each.opened, 9),
      qualified_at: each.qualified && at(each.qualified, 15),
      expected_close_date: each.due,
      closed_at: each.closed && at(each.closed, 16),
      is_won: each.closed ? each.won : null,
    })),
    spine_crm_activities: MEETINGS.map((each) => ({
      id: activityId(each.number),
      opportunity_id: dealId(each.deal),
      activity_type: each.type,
      outcome: each.outcome,
      occurred_at: at(each.day, 11),
      payload: {},
    })),
    optimizer_configs: [
      { key: CONFIG_KEYS.bookingsTargets, value: TARGETS, updated_at: at("2026-01-01", 9) },
    ],
    revenue_events: revenueRows(),
    events_raw: [
      ...leadRows(),
      ...ADS.map(({ day, channel, segment, campaign, usd, impressions, clicks }, index) =>
        rawRow(`ad-${index}`, EVENTS.adDelivery, at(day, 12), {
          entity_type: "campaign",
          entity_id: campaign,
          amount_usd: usd,
          source: "ad platform",
          payload: {
            channel,
            segment,
            ...(impressions !== null && { impressions }),
            ...(clicks !== null && { clicks }),
          },
        }),
      ),
      ...MAILINGS.map(({ day, delivered, replied }) =>
        rawRow(`mail-${day}`, EVENTS.emailDelivery, at(day, 12), {
          payload: { channel: "email", delivered, ...(replied !== null && { replied }) },
        }),
      ),
      ...bookRows(),
      ...CASH.map(({ day, bank, usd }) =>
        rawRow(`bank-${bank}-${day}`, EVENTS.bankBalance, at(day, 23), {
          entity_id: bank,
          amount_usd: usd,
          source: "bank",
        }),
      ),
    ],
  };
  for (const [table, rows] of Object.entries(tables)) {
    if (parts === undefined || parts.includes(table)) await insert(tenantId, table, rows);
  }
}

export async function insert(tenantId: string, table: string, rows: readonly object[]): Promise<void> {
  await inTenant({ tenantId }, (tx) =>
    tx.$executeRawUnsafe(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      JSON.stringify(rows.map((row) => ({ tenant_id: tenantId, ...row }))),
    ),
  );
}
