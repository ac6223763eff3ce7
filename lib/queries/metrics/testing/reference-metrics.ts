// Every metric once more, the slow way: a loop over the small company's tables for one day, written from the
// definitions in docs/specs/canonical-metrics.md and from nothing else.
import type { MetricId } from "../../../../kernel/revenue/metric-ids";
import { addDays, nextQuarter, startOfDay } from "../../cycle-calendar";
import { PAID_CHANNELS, REVENUE_EVENTS } from "../../spine-vocabulary";
import {
  ADS,
  BALANCES,
  BOOKS,
  CASH,
  DEALS,
  LEADS,
  MAILINGS,
  MEETINGS,
  MOVEMENTS,
  type Movement,
  monthEnd,
  signed,
  TARGETS,
} from "./small-company";

export type Attributed = { channel: string | null; segment: string | null; campaign: string | null };
/** A part of the company; everything, for the whole. */
export type Pick = (row: Attributed) => boolean;
type Reference = (day: string, pick: Pick, whole: boolean) => number | null;

const inWindow = (when: string | null, day: string, days: number): boolean =>
  when !== null && when <= day && when > addDays(day, -days);
const by = (when: string | null, day: string): boolean => when !== null && when <= day;
const total = <Row>(rows: readonly Row[], read: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + read(row), 0);
const usd = (row: { usd: number | null }): number => row.usd ?? 0;
const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below);
const percent = (above: number, below: number): number | null => (below === 0 ? null : (100 * above) / below);
const isPaid = ({ channel, campaign }: Attributed) =>
  campaign !== null || (PAID_CHANNELS as readonly (string | null)[]).includes(channel);
/** A part of the company is shown where it has rows; the whole always is. */
const shown = (whole: boolean, rows: readonly unknown[], value: number) =>
  whole || rows.length > 0 ? value : null;

// --- leads ----------------------------------------------------------------------------------------------------
const contactDay = ({ day, contactedAfter }: (typeof LEADS)[number]) =>
  contactedAfter === null
    ? null
    : new Date(startOfDay(day).getTime() + (9 + contactedAfter) * 3_600_000).toISOString().slice(0, 10);
const leads = (day: string, days: number, pick: Pick) =>
  LEADS.filter((lead) => inWindow(lead.day, day, days) && pick(lead));
const mqls = (day: string, days: number, pick: Pick) =>
  LEADS.filter((lead) => inWindow(lead.qualified, day, days) && pick(lead));

const LEAD_REFERENCES: Partial<Record<MetricId, Reference>> = {
  leads_created: (day, pick) => (leads(day, 28, pick).length > 0 ? leads(day, 1, pick).length : null),
  mqls_created: (day, pick) => (mqls(day, 28, pick).length > 0 ? mqls(day, 1, pick).length : null),
  leads_from_paid: (day, pick, whole) => {
    const paid = leads(day, 1, pick).filter(isPaid);
    return leads(day, 28, () => true).length > 0 ? shown(whole, paid, paid.length) : null;
  },
  stage_conversion_lead_to_opp: (day, pick) => {
    if (!LEADS.some(({ accepted }) => inWindow(accepted, day, 90))) return null;
    const all = leads(day, 90, pick);
    return percent(all.filter(({ accepted }) => by(accepted, day)).length, all.length);
  },
  follow_up_rate: (day, pick) => {
    if (!LEADS.some((lead) => inWindow(contactDay(lead), day, 90))) return null;
    const all = leads(day, 28, pick);
    return percent(all.filter((lead) => by(contactDay(lead), day)).length, all.length);
  },
  speed_to_lead_hours: (day, pick) => {
    const spoken = LEADS.filter((lead) => inWindow(contactDay(lead), day, 28) && pick(lead));
    return ratio(
      total(spoken, ({ contactedAfter }) => contactedAfter ?? 0),
      spoken.length,
    );
  },
  meeting_book_rate: (day, pick) => {
    if (!LEADS.some(({ booked }) => inWindow(booked, day, 90))) return null;
    const all = mqls(day, 28, pick);
    return percent(all.filter(({ booked }) => by(booked, day)).length, all.length);
  },
  email_reply_rate: (day) => {
    const told = MAILINGS.filter((mail) => inWindow(mail.day, day, 28) && mail.replied !== null);
    return percent(
      total(told, ({ replied }) => replied ?? 0),
      total(told, ({ delivered }) => delivered),
    );
  },
  duplicate_contact_rate: (day) => {
    const known = LEADS.filter((lead) => inWindow(lead.day, day, 90) && lead.contact !== null);
    const again = known.filter((lead) =>
      LEADS.some(
        (other) =>
          other.contact === lead.contact && other.day < lead.day && other.day >= addDays(lead.day, -365),
      ),
    );
    return percent(again.length, known.length);
  },
};

// --- deals ----------------------------------------------------------------------------------------------------
const BOOKINGS = DEALS.filter(({ kind }) => kind !== "renewal");
const open = (day: string, pick: Pick) =>
  BOOKINGS.filter((deal) => by(deal.qualified, day) && !by(deal.closed, day) && pick(deal));
const closed = (day: string, pick: Pick) =>
  BOOKINGS.filter((deal) => inWindow(deal.closed, day, 90) && pick(deal));
const won = (day: string, pick: Pick) => closed(day, pick).filter((deal) => deal.won);
const crmInUse = (day: string) => BOOKINGS.some(({ opened }) => inWindow(opened, day, 365));
const days = (from: string, to: string) =>
  (startOfDay(to).getTime() - startOfDay(from).getTime()) / 86_400_000;

const winRate: Reference = (day, pick) =>
  percent(won(day, pick).length, closed(day, pick).filter((deal) => deal.qualified !== null).length);
const dealSize: Reference = (day, pick) => {
  const sized = won(day, pick).filter(({ kind }) => kind === "new_business");
  return ratio(total(sized, usd), sized.length);
};
const salesCycle: Reference = (day, pick) =>
  ratio(
    total(won(day, pick), ({ opened, closed: on }) => days(opened, on ?? opened)),
    won(day, pick).length,
  );

const DEAL_REFERENCES: Partial<Record<MetricId, Reference>> = {
  win_rate: winRate,
  avg_deal_size: dealSize,
  avg_sales_cycle_days: salesCycle,
  qualified_opps_created: (day, pick, whole) => {
    const found = BOOKINGS.filter((deal) => deal.qualified === day && pick(deal));
    return crmInUse(day) ? shown(whole, found, found.length) : null;
  },
  pipeline_total: (day, pick, whole) =>
    crmInUse(day) ? shown(whole, open(day, pick), total(open(day, pick), usd)) : null,
  pipeline_velocity: (day, pick, whole) => {
    const [rate, size, cycle] = [winRate, dealSize, salesCycle].map((of) => of(day, pick, whole));
    if (rate == null || size == null || !cycle) return null;
    return (open(day, pick).length * (rate / 100) * size) / cycle;
  },
  channel_contribution: (day, pick) => {
    const qualified = BOOKINGS.filter((deal) => inWindow(deal.qualified, day, 90) && deal.usd !== null);
    const sourced = qualified.filter((deal) => deal.channel !== null && pick(deal));
    return sourced.length === 0 ? null : percent(total(sourced, usd), total(qualified, usd));
  },
  pipeline_from_paid: (day, pick, whole) => {
    const paid = BOOKINGS.filter(
      (deal) => inWindow(deal.qualified, day, 28) && isPaid(deal) && deal.usd !== null && pick(deal),
    );
    return crmInUse(day) ? shown(whole, paid, total(paid, usd)) : null;
  },
  stage_conversion_opp_to_close: (day, pick) => percent(won(day, pick).length, closed(day, pick).length),
  proposal_acceptance_rate: (day, pick) => {
    const offered = closed(day, pick).filter(({ number }) =>
      MEETINGS.some(
        (meeting) => meeting.type === "proposal" && meeting.deal === number && meeting.day <= day,
      ),
    );
    return percent(offered.filter((deal) => deal.won).length, offered.length);
  },
  no_show_rate: (day) => {
    const held = MEETINGS.filter(
      ({ type, outcome }) => ["meeting", "demo"].includes(type) && outcome !== null && outcome !== "moved",
    );
    const missed = held.filter(({ outcome }) => outcome === "no show");
    if (!missed.some((meeting) => inWindow(meeting.day, day, 365))) return null;
    const recent = (rows: typeof held) => rows.filter((meeting) => inWindow(meeting.day, day, 28)).length;
    return percent(recent(missed), recent(held));
  },
  pipeline_coverage_ratio: (day) => {
    const quarter = nextQuarter(day);
    const due = open(day, () => true).filter(
      (deal) => deal.due !== null && deal.due >= quarter.start && deal.due <= quarter.end,
    );
    return crmInUse(day) ? ratio(total(due, usd), TARGETS[quarter.key] ?? 0) : null;
  },
  missing_attribution_pct: (day, pick) => {
    const touched: Attributed[] = [
      ...leads(day, 28, pick),
      ...BOOKINGS.filter((deal) => inWindow(deal.opened, day, 28) && pick(deal)),
    ];
    const missing = touched.filter((row) => row.channel === null || (isPaid(row) && row.campaign === null));
    return percent(missing.length, touched.length);
  },
};

// --- media ----------------------------------------------------------------------------------------------------
const ads = (day: string, window: number, pick: Pick) =>
  ADS.filter((ad) => inWindow(ad.day, day, window) && pick(ad));
const wins = (day: string, pick: Pick) =>
  MOVEMENTS.filter((each) => each.type === REVENUE_EVENTS.new && inWindow(each.day, day, 90) && pick(each));
const paidWins = (day: string, pick: Pick) => wins(day, pick).filter(isPaid);
const attributesAt = (day: string, has: (row: Movement) => boolean) =>
  MOVEMENTS.some((each) => each.type === REVENUE_EVENTS.new && inWindow(each.day, day, 365) && has(each));
const anything = ({ channel, campaign }: Movement) => channel !== null || campaign !== null;
const perCustomer = (spent: number, won: number) => (spent === 0 ? null : ratio(spent, won));

const MEDIA_REFERENCES: Partial<Record<MetricId, Reference>> = {
  spend_paid_total: (day, pick) => (ads(day, 28, pick).length > 0 ? total(ads(day, 1, pick), usd) : null),
  ctr_paid: (day, pick) => {
    const both = ads(day, 28, pick).filter(
      ({ clicks, impressions }) => clicks !== null && impressions !== null,
    );
    return percent(
      total(both, ({ clicks }) => clicks ?? 0),
      total(both, ({ impressions }) => impressions ?? 0),
    );
  },
  cpc_paid: (day, pick) => {
    const clicked = ads(day, 28, pick).filter(({ clicks }) => clicks !== null);
    return ratio(
      total(clicked, usd),
      total(clicked, ({ clicks }) => clicks ?? 0),
    );
  },
  revenue_from_paid: (day, pick, whole) =>
    attributesAt(day, anything) ? shown(whole, paidWins(day, pick), total(paidWins(day, pick), usd)) : null,
  roas_paid: (day, pick) =>
    attributesAt(day, anything)
      ? ratio(total(paidWins(day, pick), usd), total(ads(day, 90, pick), usd))
      : null,
  campaign_roas: (day, pick) =>
    attributesAt(day, ({ campaign }) => campaign !== null)
      ? ratio(
          total(
            wins(day, pick).filter(({ campaign }) => campaign !== null),
            usd,
          ),
          total(
            ads(day, 90, pick).filter(({ campaign }) => campaign !== null),
            usd,
          ),
        )
      : null,
  cac_paid: (day, pick) => perCustomer(total(ads(day, 90, pick), usd), paidWins(day, pick).length),
  cac_by_channel: (day, pick) =>
    perCustomer(
      total(ads(day, 90, pick), usd),
      wins(day, pick).filter(({ channel }) => channel !== null).length,
    ),
};

// --- books ----------------------------------------------------------------------------------------------------
const moved = (type: string, day: string, pick: Pick) =>
  MOVEMENTS.filter((each) => each.type === type && inWindow(each.day, day, 90) && pick(each));
const statedBy = (day: string) =>
  BALANCES.filter((each) => each.day <= day && each.day > addDays(day, -45)).at(-1);
const arr = (day: string): number | null => {
  const stated = statedBy(day);
  if (stated === undefined) return null;
  const since = MOVEMENTS.filter((each) => each.day > stated.day && each.day <= day);
  return stated.usd + total(since, signed);
};
const customerSince = (customer: number) =>
  MOVEMENTS.find((each) => each.customer === customer && each.type === REVENUE_EVENTS.new)?.day ?? "9999";
/** What the customers of a year ago did since. */
const ofLastYear = (day: string) =>
  MOVEMENTS.filter(
    (each) =>
      each.type !== REVENUE_EVENTS.new &&
      inWindow(each.day, day, 365) &&
      customerSince(each.customer) <= addDays(day, -365),
  );
/** The three months posted last, the newest of them not over 75 days ago; null while there are not three in a row. */
const quarter = (day: string) => {
  const posted = BOOKS.filter(({ month }) => monthEnd(month) <= day);
  const newest = posted.at(-1);
  if (newest === undefined || posted.length < 3 || monthEnd(newest.month) < addDays(day, -75)) return null;
  const three = posted.slice(-3);
  const during = MOVEMENTS.filter(({ day: on }) => three.some(({ month }) => on.startsWith(month)));
  return {
    revenue: total(three, ({ revenue }) => revenue),
    cogs: total(three, ({ cogs }) => cogs),
    acquisition: total(three, ({ acquisition }) => acquisition),
    selling: total(three, ({ acquisition, selling }) => acquisition + selling),
    burn: total(three, ({ receipts, payments, capex }) => payments + capex - receipts),
    fte: newest.fte,
    won: during.filter(({ type }) => type === REVENUE_EVENTS.new),
    net: total(during, signed),
  };
};
type Quarter = NonNullable<ReturnType<typeof quarter>>;
const posted =
  (read: (books: Quarter, day: string) => number | null): Reference =>
  (day) => {
    const books = quarter(day);
    return books && read(books, day);
  };
const margin = ({ revenue, cogs }: Quarter) => (revenue - cogs) / revenue;
const cac = ({ acquisition, won: customers }: Quarter) => ratio(acquisition, customers.length);
const whileBilled =
  (type: string): Reference =>
  (day, pick, whole) => {
    const rows = moved(type, day, pick);
    return rows.length > 0 || (whole && statedBy(day)) ? total(rows, usd) : null;
  };

const BOOK_REFERENCES: Partial<Record<MetricId, Reference>> = {
  bookings_new: whileBilled(REVENUE_EVENTS.new),
  expansion_revenue: whileBilled(REVENUE_EVENTS.expansion),
  churn_revenue: whileBilled(REVENUE_EVENTS.churn),
  arr_total: arr,
  mrr_total: (day) => {
    const annual = arr(day);
    return annual === null ? null : annual / 12;
  },
  net_revenue_retention: (day) => {
    const before = arr(addDays(day, -365));
    return before && arr(day) !== null ? (100 * (before + total(ofLastYear(day), signed))) / before : null;
  },
  cac_blended: posted(cac),
  payback_months: posted((books) => ratio(books.acquisition, (total(books.won, usd) / 12) * margin(books))),
  gross_margin: posted(({ revenue, cogs }) => revenue - cogs),
  gross_margin_pct: posted((books) => 100 * margin(books)),
  contribution_margin_pct: posted(({ revenue, cogs, acquisition }) =>
    percent(revenue - cogs - acquisition, revenue),
  ),
  revenue_per_fte: posted(({ revenue, fte }) => (revenue * 4) / fte),
  sales_efficiency_ratio: posted(({ net, selling }) => net / selling),
  ltv_to_cac: posted((books, day) => {
    const [now, before, cost] = [arr(day), arr(addDays(day, -365)), cac(books)];
    const churned = total(
      ofLastYear(day).filter(({ type }) => type === REVENUE_EVENTS.churn),
      usd,
    );
    const customers = MOVEMENTS.filter(
      (each) =>
        each.type === REVENUE_EVENTS.new &&
        each.day <= day &&
        !MOVEMENTS.some(
          (end) => end.type === REVENUE_EVENTS.churn && end.customer === each.customer && end.day <= day,
        ),
    ).length;
    if (now === null || !before || !cost || churned === 0) return null;
    return ((now / customers) * margin(books)) / (churned / before) / cost;
  }),
  cash_runway_months: posted(({ burn }, day) => {
    const banks = ["first", "second"].map((bank) =>
      CASH.filter((each) => each.bank === bank && each.day <= day).at(-1),
    );
    const known = banks.filter((each) => each !== undefined && each.day > addDays(day, -43));
    const fresh = known.filter((each) => each !== undefined && each.day > addDays(day, -7));
    if (known.length === 0 || fresh.length < known.length) return null;
    return Math.min(999, total(fresh, (each) => each?.usd ?? 0) / Math.max(1, burn / 3));
  }),
};

/** Freshness is a matter of the rows' moments and is tested beside these. */
export const REFERENCES: Partial<Record<MetricId, Reference>> = {
  ...LEAD_REFERENCES,
  ...DEAL_REFERENCES,
  ...MEDIA_REFERENCES,
  ...BOOK_REFERENCES,
};
