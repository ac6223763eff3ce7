/**
 * The one gate authority: whatever needs a person's signature becomes a request to G2_GTM_SPEND, decided by the very
 * kernel that decides what people ask for. No lever of the executor map hires or changes a vendor (see money.ts), so no
 * other gate is ever asked.
 */
import type { SpendRequestContent } from "./cycle-result";
import type { Draft } from "./draft";
import { figureText, plain } from "./figure-text";
import { dayNumber } from "./figures";
import { cents, DAYS_A_MONTH, dailyBudgetOf, moneyKindOf } from "./money";
import { currentValueOf, sumOf, type TenantView } from "./tenant-view";

const ALL_SEGMENTS = "All segments";
const ALL_CHANNELS = "all channels";
const LONGEST_NAME = 80;
const LONGEST_TITLE = 200;
/** In a tenant's first days nobody knows yet how it answers. */
const FIRST_DAYS = 30;
/** A return is stated as a band around what was measured, never as a point (contract A3). */
const BAND = { low: 0.8, high: 1.2 } as const;
const LEAST_BAND = 0.1;

/** Why a person has to agree; null where nobody has to. */
export function humanReason({ candidate, dailySpend, lever }: Draft, view: TenantView): string | null {
  const money = moneyKindOf(lever);
  if (money === "price") return "Prices and discounts are the CFO's to change.";
  if (dailySpend > 0)
    return candidate.type === "experiment"
      ? "An experiment that spends money needs a signature."
      : "More spend needs a signature.";
  const age = dayNumber(view.today) - dayNumber(view.input.config.tenant_created_on);
  const touchesRunningSpend = candidate.type === "pause" || dailySpend < 0 || limitsRunningSpend(money);
  if (age < FIRST_DAYS && touchesRunningSpend && candidate.owner_subsystem === "campaigns")
    return `Within the company's first ${FIRST_DAYS} days a person agrees before running spend is touched.`;
  return null;
}

/** A ceiling for the total and an end take nothing off a day's spend, and end it all the same. */
const limitsRunningSpend = (money: ReturnType<typeof moneyKindOf>): boolean =>
  money === "total_budget" || money === "runs_until";

/** What the gate is asked about a draft that needs a person. */
export function spendRequestOf(draft: Draft, view: TenantView): SpendRequestContent {
  return moneyKindOf(draft.lever) === "price" ? priceRequest(draft, view) : moneyRequest(draft, view);
}

/** Discount governance: every price is changed on the CFO's word, with the ceiling that then stands. */
function priceRequest(draft: Draft, view: TenantView): SpendRequestContent {
  const { field, new_value } = draft.candidate.proposed_change;
  const ceiling = field === "discount_max_pct" ? new_value : currentValueOf(draft.entity, "discount_max_pct");
  return {
    title: titleOf(draft),
    gate_id: "G2_GTM_SPEND",
    details: {
      kind: "discount_exception",
      segment: ALL_SEGMENTS,
      discount_pct: typeof ceiling === "number" ? Math.min(Math.max(ceiling, 0), 100) : 0,
    },
    roi_case: roiCaseOf(draft, view, averageBand(view)),
    exceptions: [],
  };
}

function moneyRequest(draft: Draft, view: TenantView): SpendRequestContent {
  const { campaign, channel, roas } = draft.entity;
  const band = bandAround(roas) ?? averageBand(view);
  const payback = view.figures.latest("payback_months");
  const budget = channel?.budget_daily ?? (campaign === null ? 0 : dailyBudgetOf(campaign));
  // What only limits is asked about with all that it limits.
  const moved = draft.dailySpend === 0 ? budget : Math.abs(draft.dailySpend);
  const evidence = draft.candidate.type === "experiment" ? "experiment" : (campaign?.evidence ?? "proven");
  return {
    title: titleOf(draft),
    gate_id: "G2_GTM_SPEND",
    details: {
      kind: kindOf(draft),
      segment: shortened(campaign?.segment ?? "") || ALL_SEGMENTS,
      channel: shortened(channel?.channel ?? channelsOf(draft)) || ALL_CHANNELS,
      purpose: "acquisition",
      amount_usd: cents(moved * DAYS_A_MONTH),
      ...(budget > 0 && { current_budget_usd: cents(budget * DAYS_A_MONTH) }),
      evidence,
      ...(band !== null && { expected_roi_band: band }),
      ...(band === null && payback !== null && { expected_payback_months: bandOf(payback) }),
      ...(evidence === "experiment" && { experiment_share_pct: experimentShare(draft, view) }),
    },
    roi_case: roiCaseOf(draft, view, band),
    exceptions: [],
  };
}

/** What was paused comes back as a reinstatement: on proof of return and the CFO's word. */
function kindOf({ dailySpend, paidByCuts, lever }: Draft): SpendRequestContent["details"]["kind"] {
  if (dailySpend <= 0) return "reduction";
  if (moneyKindOf(lever) === "runs_or_not") return "reinstatement";
  return paidByCuts ? "reallocation" : "increase";
}

function titleOf({ candidate, entity }: Draft): string {
  const { field } = candidate.proposed_change;
  const { notes_for_humans: notes } = candidate;
  // What comes after the colon is the reason, which the request states in its case.
  const reasonAt = notes.lastIndexOf(": ");
  const subject = reasonAt < 0 ? notes : notes.slice(0, reasonAt);
  return (subject.trim() === "" ? `Change ${field} of ${entity.ref.name}` : subject)
    .trim()
    .slice(0, LONGEST_TITLE);
}

function channelsOf({ entity: { campaign } }: Draft): string {
  return [...new Set((campaign?.channels ?? []).map(({ channel }) => channel))].sort().join(", ");
}

const shortened = (name: string): string => name.trim().slice(0, LONGEST_NAME).trim();

const averageBand = (view: TenantView) => bandAround(view.averageRoas);

function bandAround(roas: number | null): [number, number] | null {
  return roas === null || roas < 0 ? null : bandOf(roas);
}

function bandOf(value: number): [number, number] {
  const low = cents(value * BAND.low);
  return [low, Math.max(cents(value * BAND.high), cents(low + LEAST_BAND))];
}

/** Percent of the paid spend that all experiments would take, this one included. */
function experimentShare({ dailySpend, entity }: Draft, { input, dailyBudget }: TenantView): number {
  const others = input.campaigns.filter(
    ({ id, status, evidence }) =>
      evidence === "experiment" && status === "running" && id !== entity.campaign?.id,
  );
  const own = entity.campaign?.status === "running" ? dailyBudgetOf(entity.campaign) : 0;
  const trials = sumOf(others.map(dailyBudgetOf)) + own + Math.max(0, dailySpend);
  const all = dailyBudget + Math.max(0, dailySpend);
  return all > 0 ? Math.min(100, cents((trials / all) * 100)) : 100;
}

function roiCaseOf(
  draft: Draft,
  view: TenantView,
  band: [number, number] | null,
): SpendRequestContent["roi_case"] {
  if (band === null) return null;
  const { metric, direction, low_pct, high_pct } = draft.candidate.expected_impact;
  const payback = view.figures.latest("payback_months");
  const figures = [
    `${metric} is expected to go ${direction} by ${plain(Math.abs(low_pct), 2)} to ${plain(Math.abs(high_pct), 2)}% within ${draft.candidate.observation_window_days} days.`,
    ...(draft.entity.roas === null
      ? []
      : [`The campaign returned ${figureText(draft.entity.roas, "x")} on its spend.`]),
    ...(view.averageRoas === null ? [] : [`All paid spend returned ${figureText(view.averageRoas, "x")}.`]),
    ...(payback === null ? [] : [`CAC payback is ${figureText(payback, "months")}.`]),
  ];
  return {
    summary: [draft.candidate.notes_for_humans, ...figures].join(" ").slice(0, 4000),
    expected_roi_band: band,
  };
}
