import * as z from "zod";
import { EVENTS, REVENUE_EVENTS } from "../queries/spine-vocabulary";
import { isStorable } from "../storable-text";

/** Why a row was not taken: where in the batch, which field, what holds there, and what to do about it. */
export type RejectedRow = {
  index: number;
  event_id: string | null;
  field: string;
  rule: string;
  remedy: string;
};
export type Fault = Pick<RejectedRow, "field" | "rule" | "remedy">;

/** Clocks differ; what claims to have happened further ahead is a mistake. */
const MOST_AHEAD_MS = 24 * 3_600_000;
const EARLIEST = "2000-01-01T00:00:00.000Z";
/** Far beyond any company's figures, and what the column can hold. */
const LARGEST_USD = 1_000_000_000_000;
const MOST_PAYLOAD_CHARACTERS = 16_000;
const MOST_PAYLOAD_DEPTH = 6;

const label = (most: number) => z.string().trim().min(1).max(most).refine(isStorable);
const guid = z.guid().transform((id) => id.toLowerCase());
const moment = z.iso
  .datetime({ offset: true })
  .transform((at) => new Date(at))
  .refine((at) => at.toISOString() >= EARLIEST);

/** Dollars and whole cents, as a number or as decimal text, so that large sums keep their cents. */
const amount = z
  .union([z.number(), z.string().regex(/^-?\d{1,13}(\.\d{1,2})?$/)])
  .transform(Number)
  .refine((usd) => Math.abs(usd) <= LARGEST_USD && Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-3)
  .transform((usd) => (Math.round(usd * 100) / 100).toFixed(2));

const payload = z.record(z.string(), z.unknown()).refine(isPlain);

/** A stack of its own: a payload nested a hundred thousand deep must not end ours. */
function isPlain(value: unknown): boolean {
  const waiting: [value: unknown, depth: number][] = [[value, 1]];
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [each, depth] = next;
    if (depth > MOST_PAYLOAD_DEPTH || (typeof each === "number" && !Number.isFinite(each))) return false;
    if (typeof each === "string" && !isStorable(each)) return false;
    characters += typeof each === "string" ? each.length : 1;
    if (characters > MOST_PAYLOAD_CHARACTERS) return false;
    if (typeof each !== "object" || each === null) continue;
    for (const [key, child] of Object.entries(each)) {
      if (!isStorable(key)) return false;
      characters += key.length;
      waiting.push([child, depth + 1]);
    }
  }
  return true;
}

const types = <const T extends Record<string, string>>(words: T) =>
  z.enum(Object.values(words) as [T[keyof T], ...T[keyof T][]]);

export const rawEventSchema = z.strictObject({
  event_id: label(200),
  event_type: types(EVENTS),
  source: label(100),
  occurred_at: moment,
  entity_type: label(100).nullish(),
  entity_id: label(200).nullish(),
  amount_usd: amount.nullish(),
  payload: payload.nullish(),
});
export type RawEvent = z.output<typeof rawEventSchema>;

export const revenueEventSchema = z.strictObject({
  event_id: label(200),
  event_type: types(REVENUE_EVENTS),
  occurred_at: moment,
  account_id: guid.nullish(),
  opportunity_id: guid.nullish(),
  campaign_id: guid.nullish(),
  channel: label(100).nullish(),
  segment: label(100).nullish(),
  amount_usd: amount,
  payload: payload.nullish(),
});
export type RevenueEvent = z.output<typeof revenueEventSchema>;

const WORDS: Record<string, Omit<Fault, "field">> = {
  event_id: {
    rule: "1 to 200 characters of text",
    remedy: "Send the id under which your system keeps the event.",
  },
  event_type: {
    rule: "one of the known event types",
    remedy: "Send one of the types listed in the API description.",
  },
  source: { rule: "1 to 100 characters of text", remedy: "Name the system that the event comes from." },
  occurred_at: {
    rule: "a moment with its offset from UTC, from 2000 on",
    remedy: "Send it as 2026-03-02T09:00:00Z.",
  },
  entity_type: { rule: "1 to 100 characters of text", remedy: "Shorten it, or leave it out." },
  entity_id: { rule: "1 to 200 characters of text", remedy: "Shorten it, or leave it out." },
  amount_usd: {
    rule: "US dollars and whole cents, up to a trillion",
    remedy: "Send a number such as 1234.56, or the same as text.",
  },
  payload: {
    rule: "an object of up to 16,000 characters, nested up to 6 deep, of plain text and finite numbers",
    remedy: "Leave out what no metric reads.",
  },
  account_id: { rule: "the id of an account", remedy: "Send the id that the account has in this company." },
  opportunity_id: {
    rule: "the id of an opportunity",
    remedy: "Send the id that the deal has in this company.",
  },
  campaign_id: { rule: "the id of a campaign", remedy: "Send the id that the campaign has in this company." },
  channel: { rule: "1 to 100 characters of text", remedy: "Shorten it, or leave it out." },
  segment: { rule: "1 to 100 characters of text", remedy: "Shorten it, or leave it out." },
};

/** The first thing that is wrong with what was sent for a row. */
export function shapeFault({ issues: [issue] }: z.ZodError): Fault {
  if (issue?.code === "unrecognized_keys") {
    return { field: issue.keys[0] ?? "", rule: "no field of this kind of row", remedy: "Leave it out." };
  }
  const field = String(issue?.path[0] ?? "");
  const words = WORDS[field] ?? { rule: "an object with the fields of the row", remedy: "Send an object." };
  return { field, ...words };
}

/** What a type of event needs beyond its shape. */
const NEEDS_AMOUNT: readonly string[] = [
  EVENTS.cogs,
  EVENTS.opex,
  EVENTS.depreciation,
  EVENTS.operatingCashFlow,
  EVENTS.capex,
  EVENTS.bankBalance,
  EVENTS.adDelivery,
];
/** A ledger corrects itself by postings of the other sign, and an account can be overdrawn; nothing else is below zero. */
const MAY_BE_BELOW_ZERO: readonly string[] = NEEDS_AMOUNT.filter((type) => type !== EVENTS.adDelivery);
const NEEDS_ENTITY: readonly string[] = [
  EVENTS.bankBalance,
  EVENTS.leadCreated,
  EVENTS.leadMarketingQualified,
  EVENTS.leadSalesAccepted,
  EVENTS.leadContacted,
  EVENTS.meetingBooked,
];
const NEEDS_ACCOUNT: readonly string[] = [
  REVENUE_EVENTS.new,
  REVENUE_EVENTS.expansion,
  REVENUE_EVENTS.contraction,
  REVENUE_EVENTS.churn,
];

function timeFault(occurredAt: Date, at: Date): Fault | null {
  if (occurredAt.getTime() <= at.getTime() + MOST_AHEAD_MS) return null;
  return {
    field: "occurred_at",
    rule: "at most a day ahead of now",
    remedy: "Send what has happened; plans belong into targets.",
  };
}

const positive: Fault = {
  field: "amount_usd",
  rule: "zero or more for this type",
  remedy: "Send the amount without its sign: the type says in which direction it goes.",
};

export function rawEventFault(event: RawEvent, at: Date): Fault | null {
  const usd = event.amount_usd ?? null;
  if (usd === null && NEEDS_AMOUNT.includes(event.event_type))
    return { field: "amount_usd", rule: "needed for this type", remedy: "Send the amount in US dollars." };
  if (usd !== null && Number(usd) < 0 && !MAY_BE_BELOW_ZERO.includes(event.event_type)) return positive;
  if (!event.entity_id && NEEDS_ENTITY.includes(event.event_type))
    return {
      field: "entity_id",
      rule: "needed for this type",
      remedy: "Send the id of the lead or bank account that the event is about.",
    };
  return timeFault(event.occurred_at, at);
}

export function revenueEventFault(event: RevenueEvent, at: Date): Fault | null {
  if (Number(event.amount_usd) < 0) return positive;
  if (!event.account_id && NEEDS_ACCOUNT.includes(event.event_type))
    return {
      field: "account_id",
      rule: "needed for this type",
      remedy: "Send the account whose ARR moved; retention is reckoned by customer.",
    };
  return timeFault(event.occurred_at, at);
}
