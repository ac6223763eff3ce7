import { CHANNELS, EVENTS } from "../../queries/spine-vocabulary";
import { ALL, type Field, type Kind, keyOf, numberOf, textOf, type Value, widerKeys } from "./kind";
import { AMOUNT, bookedAt, MONTH_SQL, partOf, SEGMENT, SUM_SQL, totalled, totalSql } from "./shared-fields";

const TOTALS = [
  { field: "day", part: 1 },
  { field: "segment", part: 3 },
  { field: "campaign", part: 4 },
];
const DAY_OF_MONTH_SQL = "to_char(s.occurred_at at time zone 'UTC', 'DD')";
const CAMPAIGN_SQL =
  "coalesce(case when s.entity_type = 'campaign' then s.entity_id end, s.payload ->> 'campaignId')";

/** Counts beside the spend; the CAC that a file states is checked against them and kept nowhere. */
const COUNTS = ["impressions", "clicks", "leads", "new_customers"] as const;
const PAYLOAD: Record<(typeof COUNTS)[number], string> = {
  impressions: "impressions",
  clicks: "clicks",
  leads: "leads",
  new_customers: "newCustomers",
};

const count = (
  name: string,
  label: string,
  headers: string[],
  examples: [string, string],
  help: string,
): Field => ({
  name,
  label,
  type: "count",
  required: false,
  headers,
  examples,
  help,
});

export const SPEND: Kind = {
  id: "spend",
  title: "CAC and spend by channel",
  help: "A row states what one channel cost on one day or in one month, with what came of it.",
  fields: [
    {
      name: "period",
      label: "Day or month",
      type: "period",
      required: true,
      headers: ["date", "day", "month", "reporting date", "period"],
      examples: ["2026-03-14", "2026-03"],
      help: "A day, or a month for its total.",
    },
    {
      name: "channel",
      label: "Channel",
      type: "word",
      required: true,
      headers: ["marketing channel", "source", "medium", "platform"],
      words: {
        [CHANNELS[0]]: ["search", "sem", "ppc", "google ads", "adwords", "google"],
        [CHANNELS[1]]: ["social", "linkedin", "facebook", "meta", "linkedin ads", "meta ads"],
        [CHANNELS[2]]: ["event", "conference", "conferences", "trade shows"],
        [CHANNELS[3]]: ["partner", "resellers", "affiliates", "referral partners"],
        [CHANNELS[4]]: ["e mail", "newsletter", "email marketing"],
        [CHANNELS[5]]: ["seo", "organic search", "direct", "content"],
      },
      examples: ["paid search", "events"],
      help: `One of ${CHANNELS.join(", ")}.`,
    },
    SEGMENT,
    {
      name: "campaign",
      label: "Campaign",
      type: "text",
      required: false,
      headers: ["campaign name", "campaign id"],
      examples: ["Always-on search", ""],
      help: "The campaign. Without this column a row states the total over all of them.",
    },
    {
      ...AMOUNT,
      name: "spend",
      label: "Spend (USD)",
      headers: ["spend", "cost", "amount", "media spend", "total spend"],
      belowZero: false,
      examples: ["1840.25", "12,500.00"],
    },
    count("impressions", "Impressions", ["impr", "views"], ["52000", ""], "How often it was shown."),
    count("clicks", "Clicks", ["link clicks"], ["1400", ""], "How often it was clicked."),
    count("leads", "Leads", ["lead count", "conversions"], ["38", "64"], "Leads that came of it."),
    count(
      "new_customers",
      "New customers",
      ["customers", "customers won", "new logos"],
      ["2", "5"],
      "Customers won through it.",
    ),
    {
      ...AMOUNT,
      name: "cac",
      label: "CAC (USD)",
      required: false,
      headers: ["cac", "customer acquisition cost", "cost per customer"],
      belowZero: false,
      examples: ["920.13", "2,500.00"],
      help: "Spend by new customer, checked against the two.",
    },
  ],
  state(values, context) {
    const period = textOf(values.period);
    const isMonth = period.length === 7;
    const [month, day] = [period.slice(0, 7), isMonth ? ALL : period.slice(8)];
    const channel = textOf(values.channel);
    const segment = partOf(values, context, "segment");
    const named = partOf(values, context, "campaign");
    const campaign = named === ALL || named === "" ? named : context.campaign(named);
    const parts = [month, day, channel, segment, campaign];
    const wrong = cacFault(values);
    if (wrong !== null) return [wrong];
    const counts = COUNTS.filter((name) => typeof values[name] === "number");
    return {
      key: keyOf("spend", parts),
      wider: widerKeys("spend", parts, TOTALS),
      says: {
        amount: numberOf(values.spend),
        ...Object.fromEntries(counts.map((name) => [name, numberOf(values[name])])),
      },
      row: {
        event_type: EVENTS.adDelivery,
        occurred_at: isMonth ? bookedAt(month) : `${period}T12:00:00Z`,
        entity_type: campaign === ALL || campaign === "" ? null : "campaign",
        entity_id: campaign === ALL || campaign === "" ? null : campaign,
        amount_usd: numberOf(values.spend),
        payload: {
          channel,
          ...(segment !== ALL && segment !== "" && { segment }),
          ...Object.fromEntries(counts.map((name) => [PAYLOAD[name], numberOf(values[name])])),
          ...totalOnly({ day, segment, campaign }),
        },
      },
    };
  },
  spine: {
    table: "events_raw",
    types: [EVENTS.adDelivery],
    parts: [
      MONTH_SQL,
      totalSql("day", DAY_OF_MONTH_SQL),
      "coalesce(s.payload ->> 'channel', '')",
      totalSql("segment", "s.payload ->> 'segment'"),
      totalSql("campaign", CAMPAIGN_SQL),
    ],
    totals: TOTALS,
    says: {
      amount: SUM_SQL,
      ...Object.fromEntries(COUNTS.map((name) => [name, `sum((s.payload ->> '${PAYLOAD[name]}')::numeric)`])),
    },
  },
  checks: [],
};

function totalOnly(parts: Readonly<Record<string, string>>): { total?: unknown } {
  const { total } = totalled(parts);
  return total === undefined ? {} : { total };
}

/** Of a figure that can be reckoned from two others, all three must agree. */
function cacFault({ cac, spend, new_customers: won }: Readonly<Record<string, Value>>) {
  if (typeof cac !== "number" || typeof won !== "number" || typeof spend !== "number") return null;
  if (won === 0 && cac > 0)
    return { field: "cac", what: "A CAC is stated and no customer was won.", remedy: "Leave the CAC blank." };
  if (won > 0 && Math.abs(spend / won - cac) > Math.max(1, (spend / won) * 0.005))
    return {
      field: "cac",
      what: `The CAC is not spend by new customer, which is ${(spend / won).toFixed(2)}.`,
      remedy: "Correct one of the three, or leave the CAC blank.",
    };
  return null;
}
