import type { PaybackCase, PaybackPlan } from "./payback-plan";
import type { Measured } from "./payback-verdict";

/** Sums of one window, from the spine. */
export type WindowSums = {
  newArrUsd: number;
  newArrRows: number;
  expansionUsd: number;
  expansionRows: number;
  /** Churn and contraction together. */
  lostUsd: number;
  lostRows: number;
  /** ARR that billing stated newest before the window; null where it has stated none. */
  startingArrUsd: number | null;
  spendUsd: number;
  spendRows: number;
  leads: number;
  /** Averages of the whole months of the window; null where a month has no posting. */
  revenueUsdPerMonth: number | null;
  cogsUsdPerMonth: number | null;
  fte: number | null;
  nonLaborUsdPerMonth: number | null;
  /** Whole months that the averages speak of, as `2026-03`. */
  months: string[];
};

export type PaybackFacts = {
  since: WindowSums;
  before: WindowSums;
  /** The first day with rows of each kind; null where there is none. */
  firstArrOn: string | null;
  firstSpendOn: string | null;
  /** Channels and segments to which new ARR was ever attributed. */
  channelsSeen: string[];
  segmentsSeen: string[];
  /** Fully loaded cost of a month, US dollars, by function. */
  loadedCost: Record<string, number>;
};

const missing = (...words: string[]): Measured => ({ kind: "missing", missing: words });
const value = (of: number): Measured => ({ kind: "value", value: of });

/** The figure of a case once its time has come, as docs/specs/payback.md defines it; the words say "since", never "because". */
export function measured(item: PaybackCase, plan: PaybackPlan, facts: PaybackFacts): Measured | null {
  if (plan.measure === null) return missing(...plan.missing);
  return MEASURES[plan.measure](item, plan, facts);
}

type Measure = (item: PaybackCase, plan: PaybackPlan, facts: PaybackFacts) => Measured | null;

const MEASURES: Readonly<Record<NonNullable<PaybackPlan["measure"]>, Measure>> = {
  NEW_ARR_PER_DOLLAR: (item, plan, facts) => {
    const lack = withoutArr(plan, facts) ?? notAttributed(plan, facts);
    if (lack) return lack;
    return value((facts.since.newArrUsd - facts.before.newArrUsd) / amountOf(item));
  },
  PAYBACK_MONTHS: (item, plan, facts) => {
    const lack = withoutArr(plan, facts) ?? notAttributed(plan, facts);
    if (lack) return lack;
    const { revenueUsdPerMonth: revenue, cogsUsdPerMonth: cogs, months } = facts.since;
    if (revenue === null || cogs === null || revenue <= 0) {
      return missing(`revenue and cost of revenue of ${monthsText(months)}, for the gross margin`);
    }
    const gain = ((facts.since.newArrUsd - facts.before.newArrUsd) / 12) * ((revenue - cogs) / revenue);
    return gain <= 0 ? { kind: "never" } : value(amountOf(item) / gain);
  },
  SPEND_AVOIDED: (item, plan, { since, before, firstSpendOn }) => {
    if (firstSpendOn === null || firstSpendOn > plan.before.from) {
      return missing(beginsAt("spend by channel", firstSpendOn, plan.before.from));
    }
    if (before.spendRows === 0) return missing(`spend on ${whereText(plan)} before the approval`);
    return value((before.spendUsd - since.spendUsd) / amountOf(item));
  },
  ARR_KEPT_PER_COST: (item, plan, facts) => {
    const lack = withoutArr(plan, facts);
    const cost = hireCost(item, plan, facts);
    if (lack) return lack;
    if (typeof cost === "string") return missing(cost);
    return value((facts.before.lostUsd - facts.since.lostUsd) / cost);
  },
  REVENUE_PER_FTE: (item, plan, facts) => {
    const { since, before } = facts;
    const cost = hireCost(item, plan, facts);
    if (typeof cost === "string") return missing(cost);
    if (
      since.revenueUsdPerMonth === null ||
      !since.fte ||
      before.revenueUsdPerMonth === null ||
      !before.fte
    ) {
      return missing(`revenue and headcount of ${monthsText([...before.months, ...since.months])}`);
    }
    const perFte = since.revenueUsdPerMonth / since.fte - before.revenueUsdPerMonth / before.fte;
    return value((perFte * since.fte * since.months.length) / cost);
  },
  RETENTION_USD: (_, plan, facts) =>
    withoutArr(plan, facts) ?? value(facts.before.lostUsd - facts.since.lostUsd),
  RETENTION_POINTS: (_, plan, facts) => withoutArr(plan, facts) ?? points(facts, netRetention),
  UPSELL_USD: (_, plan, facts) =>
    withoutArr(plan, facts) ?? value(facts.since.expansionUsd - facts.before.expansionUsd),
  UPSELL_POINTS: (_, plan, facts) => withoutArr(plan, facts) ?? points(facts, expansionRate),
  NON_LABOR_COST: (item, _, { since, before }) => {
    if (since.nonLaborUsdPerMonth === null || before.nonLaborUsdPerMonth === null) {
      return missing(`postings of cost in ${monthsText([...before.months, ...since.months])}`);
    }
    return value((before.nonLaborUsdPerMonth - since.nonLaborUsdPerMonth) / amountOf(item));
  },
  // The kernel's own result on its target metric stands for the case: it measured a direction, not a multiple.
  ACTION_RESULT: ({ action }) => {
    if (action?.outcome != null) return { kind: "result", isKept: action.outcome === "improved" };
    return action?.status === "completed" ? missing("a result of the action on its target metric") : null;
  },
};

function amountOf({ amountUsd, details }: PaybackCase): number {
  const monthly = details.amount_usd_per_month;
  return typeof monthly === "number" ? monthly : (amountUsd ?? Number.NaN);
}

function withoutArr({ before }: PaybackPlan, { firstArrOn }: PaybackFacts): Measured | null {
  return firstArrOn === null || firstArrOn > before.from
    ? missing(beginsAt("events of the ARR bridge", firstArrOn, before.from))
    : null;
}

function notAttributed({ channels, segment }: PaybackPlan, facts: PaybackFacts): Measured | null {
  const unseen = channels.filter((channel) => !facts.channelsSeen.includes(channel));
  if (unseen.length > 0)
    return missing(`new ARR attributed to ${unseen.join(", ")}: the books have none at all`);
  if (channels.length === 0 && segment !== null && !facts.segmentsSeen.includes(segment)) {
    return missing(`new ARR attributed to ${segment}: the books have none at all`);
  }
  return null;
}

function points(facts: PaybackFacts, rate: (sums: WindowSums) => number | null): Measured {
  const [since, before] = [rate(facts.since), rate(facts.before)];
  if (since === null || before === null)
    return missing("ARR that billing states at the start of both windows");
  return value(since - before);
}

function netRetention({ startingArrUsd: start, expansionUsd, lostUsd }: WindowSums): number | null {
  return start === null || start <= 0 ? null : (100 * (start + expansionUsd - lostUsd)) / start;
}

function expansionRate({ startingArrUsd: start, expansionUsd }: WindowSums): number | null {
  return start === null || start <= 0 ? null : (100 * expansionUsd) / start;
}

/** In what the settings call each function that requests name. */
const FUNCTIONS: readonly [RegExp, string][] = [
  [/engineer|product|platform|data|r&d/i, "R&D"],
  [/sales|marketing|success|^cs$|s&m/i, "S&M"],
  [/finance|people|legal|office|g&a/i, "G&A"],
];
const MONTHS_OF_WINDOW = 3;

/** What the hires cost over the window, US dollars, for a measure that divides by it; null for every other. */
export function costOfHires(item: PaybackCase, plan: PaybackPlan, facts: PaybackFacts): number | null {
  if (plan.measure !== "ARR_KEPT_PER_COST" && plan.measure !== "REVENUE_PER_FTE") return null;
  const cost = hireCost(item, plan, facts);
  return typeof cost === "number" ? cost : null;
}

/** What the hire costs over the window, or what is missing to know it. */
function hireCost({ details }: PaybackCase, _: PaybackPlan, { loadedCost }: PaybackFacts): number | string {
  const name = String(details.function ?? "");
  const key = name in loadedCost ? name : FUNCTIONS.find(([words]) => words.test(name))?.[1];
  const monthly = key === undefined ? undefined : loadedCost[key];
  if (monthly === undefined || monthly <= 0) return `the fully loaded cost of ${name || "the function"}`;
  const count = typeof details.count === "number" ? details.count : 1;
  return count * monthly * MONTHS_OF_WINDOW;
}

function beginsAt(what: string, first: string | null, needed: string): string {
  return first === null ? `${what}: there are none` : `${what} from ${needed} on: they begin on ${first}`;
}

const whereText = ({ channels, segment }: PaybackPlan) =>
  [...channels, ...(segment ? [segment] : [])].join(", ") || "the whole company";
const monthsText = (months: readonly string[]) => (months.length === 0 ? "the window" : months.join(", "));
