import type { GateId } from "../../kernel/enforcement";
import { addDays, addMonths } from "./cycle-calendar";

/** How a case is measured. Each is defined in docs/specs/payback.md, in the same order. */
export const PAYBACK_MEASURES = [
  "NEW_ARR_PER_DOLLAR",
  "PAYBACK_MONTHS",
  "SPEND_AVOIDED",
  "ARR_KEPT_PER_COST",
  "REVENUE_PER_FTE",
  "RETENTION_USD",
  "RETENTION_POINTS",
  "UPSELL_USD",
  "UPSELL_POINTS",
  "NON_LABOR_COST",
  "ACTION_RESULT",
] as const;
export type PaybackMeasure = (typeof PAYBACK_MEASURES)[number];

export type Band = readonly [number, number];

/** An approved request with what it promised, as it stands in the database. */
export type PaybackCase = {
  reference: string;
  title: string;
  gateId: GateId;
  requester: string;
  /** The day of the approval. */
  approvedOn: string;
  details: Record<string, unknown>;
  amountUsd: number | null;
  roi: Band | null;
  /** The action of the Revenue OS kernel that asked for it. */
  action: { id: string; status: string; outcome: string | null; windowEndsOn: string | null } | null;
};

export type Window = { from: string; to: string };
export type Side = "since" | "before";

/** What is measured, against what, and over which days; or what is missing for that. */
export type PaybackPlan = {
  measure: PaybackMeasure | null;
  /** The band of the case, in `unit`; null only where there is no measure. */
  band: Band | null;
  unit: "x" | "months" | "USD" | "percent";
  /** Both ends included. */
  since: Window;
  before: Window;
  /** The last day on which it is too early: that of the window, and of the last month whose books the measure reads. */
  toldAfter: string;
  channels: string[];
  segment: string | null;
  /** What the case would have to say to be measured. */
  missing: string[];
};

export const USUAL_DAYS = 90;
const DAYS_A_MONTH = 30.4375;

/** Measures that read what is posted by the month, whole months of it. */
export const BY_MONTH: readonly PaybackMeasure[] = ["REVENUE_PER_FTE", "NON_LABOR_COST"];
const READ_MONTHS: readonly (PaybackMeasure | null)[] = [...BY_MONTH, "PAYBACK_MONTHS"];

/** The whole months of a window that begins inside one: the next ones, or, before an approval, the ones that ended. */
export function wholeMonths({ from, to }: Window, side: Side): string[] {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  const count = Math.max(1, Math.round(days / DAYS_A_MONTH));
  const anchor = side === "since" ? addDays(from, -1).slice(0, 7) : to.slice(0, 7);
  const first = side === "since" ? addMonths(anchor, 1) : addMonths(anchor, -count);
  return Array.from({ length: count }, (_, index) => addMonths(first, index));
}

/** Half a month's postings are not a month's: such a case waits for the end of the last month that it reads. */
function toldAfter(measure: PaybackMeasure | null, since: Window): string {
  const last = wholeMonths(since, "since").at(-1);
  if (!READ_MONTHS.includes(measure) || last === undefined) return since.to;
  const end = addDays(`${addMonths(last, 1)}-01`, -1);
  if (end > since.to) return end;
  return since.to;
}

const text = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value : null);
const figure = (value: unknown): number | null => (typeof value === "number" ? value : null);

function bandOf(value: unknown): Band | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = value;
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

function impactOf(details: Record<string, unknown>) {
  const impact = details.quantified_impact;
  if (typeof impact !== "object" || impact === null) return null;
  const { on, band, unit } = impact as Record<string, unknown>;
  const read = bandOf(band);
  return read && text(on) && text(unit) ? { on: String(on), band: read, unit: String(unit) } : null;
}

/** Whether a request promised something that can be looked at afterwards. */
export function isCase({ details, roi, gateId }: Pick<PaybackCase, "details" | "roi" | "gateId">): boolean {
  if (roi !== null) return true;
  if (gateId === "G2_GTM_SPEND") {
    return bandOf(details.expected_roi_band) !== null || bandOf(details.expected_payback_months) !== null;
  }
  return gateId === "G3_PRODUCT_AND_RND" && impactOf(details) !== null;
}

type Promised = Pick<PaybackPlan, "measure" | "band" | "unit" | "missing"> &
  Partial<Pick<PaybackPlan, "channels" | "segment">>;

/** The plan by which a case will be measured: settled by what was approved, and by nothing that came after. */
export function planOf(item: PaybackCase): PaybackPlan {
  const promised = item.action ? actionPromise(item) : PROMISES[item.gateId](item);
  const months = promised.measure === "PAYBACK_MONTHS" ? (promised.band?.[1] ?? 0) : 0;
  const from = addDays(item.approvedOn, 1);
  const days = months > 0 ? Math.max(1, Math.round(months * DAYS_A_MONTH)) : daysOf(item, from);
  const since = { from, to: addDays(from, days - 1) };
  return {
    channels: [],
    segment: null,
    ...promised,
    since,
    toldAfter: toldAfter(promised.measure, since),
    before: { from: addDays(from, -days), to: addDays(from, -1) },
  };
}

/** Ninety days; for an action of the Revenue OS kernel, until its observation window ends. */
function daysOf({ action }: PaybackCase, from: string): number {
  if (!action?.windowEndsOn) return USUAL_DAYS;
  return Math.max(1, Math.round((Date.parse(action.windowEndsOn) - Date.parse(from)) / 86_400_000) + 1);
}

const PROMISES: Readonly<Record<GateId, (item: PaybackCase) => Promised>> = {
  G1_HEADCOUNT: headcountPromise,
  G2_GTM_SPEND: spendPromise,
  G3_PRODUCT_AND_RND: productPromise,
  G4_VENDOR_AND_NON_LABOR: vendorPromise,
};

function actionPromise({ roi, action }: PaybackCase): Promised {
  const isStopped =
    action?.status === "aborted" || action?.status === "reverted" || action?.status === "failed";
  return {
    measure: isStopped ? null : "ACTION_RESULT",
    band: roi,
    unit: "x",
    missing: isStopped ? [`a whole observation window: the action was ${action?.status} before its end`] : [],
  };
}

const RETAINS = /support|success|^cs$|renewal/i;

function headcountPromise({ details, roi }: PaybackCase): Promised {
  const isRetention =
    details.classification === "retention-critical" ||
    details.mitigates_churn === true ||
    RETAINS.test(text(details.function) ?? "");
  const missing: string[] = [];
  if (roi === null) missing.push("a written ROI case with a band");
  if (text(details.function) === null) missing.push("the function of the hire");
  return {
    measure: missing.length > 0 ? null : isRetention ? "ARR_KEPT_PER_COST" : "REVENUE_PER_FTE",
    band: roi,
    unit: "x",
    missing,
  };
}

function spendPromise({ details, roi, amountUsd }: PaybackCase): Promised {
  const kind = text(details.kind);
  const times = roi ?? bandOf(details.expected_roi_band);
  const months = bandOf(details.expected_payback_months);
  const channels = (text(details.channel) ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const missing: string[] = [];
  if (kind === "discount_exception") missing.push("a sum of money: a discount states none to be paid back");
  else if (amountUsd === null) missing.push("the amount of the change");
  if (channels.length === 0 && text(details.segment) === null) missing.push("a channel or a segment");
  const measure =
    kind === "reduction" ? "SPEND_AVOIDED" : times !== null ? "NEW_ARR_PER_DOLLAR" : "PAYBACK_MONTHS";
  const isMonths = measure === "PAYBACK_MONTHS" || (kind === "reduction" && times === null);
  if (kind === "reduction" && times === null) missing.push("a band of return: a cut has no payback months");
  return {
    measure: missing.length > 0 ? null : measure,
    band: isMonths ? months : times,
    unit: isMonths ? "months" : "x",
    missing,
    channels,
    segment: text(details.segment),
  };
}

function productPromise({ details }: PaybackCase): Promised {
  const impact = impactOf(details);
  if (impact === null) {
    return {
      measure: null,
      band: null,
      unit: "percent",
      missing: ["a quantified impact: an ROI case of a roadmap item names no cost to divide by"],
    };
  }
  const { on, band, unit } = impact;
  const isUsd = /usd|\$|dollar/i.test(unit);
  const isPoints = /percent|%|point/i.test(unit);
  const about = on === "retention" ? "RETENTION" : on === "upsell" ? "UPSELL" : null;
  if (about === null || (!isUsd && !isPoints)) {
    return {
      measure: null,
      band,
      unit: "percent",
      missing: [`a unit that the books have: “${unit}” is neither US dollars nor percent`],
    };
  }
  return {
    measure: isUsd ? `${about}_USD` : `${about}_POINTS`,
    band,
    unit: isUsd ? "USD" : "percent",
    missing: [],
  };
}

function vendorPromise({ roi, details }: PaybackCase): Promised {
  const amount = figure(details.amount_usd_per_month);
  const missing: string[] = [];
  if (roi === null) missing.push("a written ROI case with a band");
  if (amount === null) missing.push("the amount per month");
  return { measure: missing.length > 0 ? null : "NON_LABOR_COST", band: roi, unit: "x", missing };
}
