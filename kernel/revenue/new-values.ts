/** What a lever could be set to: each rule of the catalogue answers with values, the one to try first at the head. */
import type { CatalogueEntry, ValueRule } from "./catalogue-entry";
import { CASH_EXPOSURE_PCT } from "./cfo-gates";
import { clamp } from "./constraint";
import type { LeverValue } from "./contract";
import { byText, dayNumber, dayOf } from "./figures";
import { metric } from "./metrics";
import { cents, DAYS_A_MONTH } from "./money";
import { returnYardstick } from "./preconditions";
import { currentValueOf, type Entity, sumOf, type TenantView } from "./tenant-view";

/** A value, and how much of the entry's full effect it stands for. */
export interface NewValue {
  readonly value: LeverValue;
  readonly fraction: number;
}

interface Filling {
  readonly view: TenantView;
  readonly entity: Entity;
  readonly entry: CatalogueEntry;
  readonly current: LeverValue;
  /** Percent by which the spend gate lets proven spend grow. */
  readonly scaleUpPct: number;
}

type RuleOf<Name extends ValueRule["rule"]> = Extract<ValueRule, { rule: Name }>;

/** Where a merit lies half over (or under) what is usual, the step is as large as it gets. */
const FULL_MERIT = 0.5;
const MOST_TILT = 10;

export function newValuesOf(
  entry: CatalogueEntry,
  view: TenantView,
  entity: Entity,
  scaleUpPct: number,
): NewValue[] {
  const current = currentValueOf(entity, entry.field);
  return valuesBy(entry.value, { view, entity, entry, current, scaleUpPct });
}

function valuesBy(rule: ValueRule, filling: Filling): NewValue[] {
  const { view, entity, current } = filling;
  switch (rule.rule) {
    case "raise_budget":
      return raised(rule, filling);
    case "cut_budget":
      return cut(rule, filling);
    case "step":
      return stepped(rule, filling);
    case "set":
      // What was never switched on need not be switched off.
      return current === rule.value || (current === null && rule.value === false) ? [] : whole([rule.value]);
    case "one_of":
      return whole(rule.values.filter((value) => value !== current));
    case "best_segment":
      return whole(betterSegments(view, current));
    case "cap_total":
      return whole(rule.days.map((days) => totalFor(entity, days)));
    case "end_in_days":
      return whole(rule.days.map((days) => dayOf(dayNumber(view.today) + days)));
    case "scale_list":
      return whole(scaledLists(rule, current));
    case "other_template":
      return whole(otherTemplates(view, current));
    case "tilt_weights":
      return whole(tilted(view, current));
    case "text_for_segment":
      return whole(textsFor(rule, view, current));
  }
}

const whole = (values: readonly LeverValue[]): NewValue[] => values.map((value) => ({ value, fraction: 1 }));

/** How the entity compares with what is usual: over 1 where it does better. */
function meritOf({ roas, cac, channel }: Entity, view: TenantView): number {
  if (channel !== null && cac !== null && cac > 0 && view.usualCac !== null) return view.usualCac / cac;
  return roas === null ? 1 : roas / returnYardstick(view);
}

function raised(rule: RuleOf<"raise_budget">, { view, entity, current, scaleUpPct }: Filling): NewValue[] {
  if (typeof current !== "number") return [];
  const better = clamp((meritOf(entity, view) - 1) / FULL_MERIT, 0, 1);
  const pct = Math.min(rule.leastPct + (rule.mostPct - rule.leastPct) * better, scaleUpPct);
  const headroom = view.input.guardrails.max_daily_spend - view.dailyBudget;
  const cash = view.gates.has("cash_constrained")
    ? (view.dailyBudget * CASH_EXPOSURE_PCT) / 100
    : Number.POSITIVE_INFINITY;
  return [1, 0.5, 0.75].flatMap((fraction) => {
    const value = budgetDown(current + Math.min((current * pct * fraction) / 100, headroom, cash));
    return value > current ? [{ value, fraction }] : [];
  });
}

function cut(rule: RuleOf<"cut_budget">, { view, entity, current }: Filling): NewValue[] {
  if (typeof current !== "number") return [];
  const worse = clamp((1 - meritOf(entity, view)) / FULL_MERIT, 0, 1);
  const pct = rule.leastPct + (rule.mostPct - rule.leastPct) * worse;
  return [1, 0.5, 0.75].flatMap((fraction) => {
    const value = budgetDown(current * (1 - (pct * fraction) / 100));
    return value > 0 && value < current ? [{ value, fraction }] : [];
  });
}

/** Whole dollars where there are enough of them, never more than the step allows. */
function budgetDown(amount: number): number {
  return amount >= 50 ? Math.floor(amount + 1e-9) : Math.floor(amount * 100 + 1e-9) / 100;
}

function stepped(rule: RuleOf<"step">, { view, entry, current }: Filling): NewValue[] {
  if (typeof current !== "number") return current === null ? whole([rule.unset]) : [];
  const { domain } = metric(entry.effects[0].metric);
  const need = domain === "quality" ? 0 : view.constraint.need[domain];
  const pct = rule.leastPct + (rule.mostPct - rule.leastPct) * need;
  return [1, 0.5, 1.5, 2].flatMap((fraction) => {
    const size = Math.max(1, Math.round((Math.abs(current) * pct * fraction) / 100));
    const value = clamp(Math.round(current + rule.direction * size), rule.from, rule.to);
    const moves = rule.direction === 1 ? value > current : value < current;
    return moves ? [{ value, fraction: Math.min(1, fraction) }] : [];
  });
}

/** Segments whose open deals are worth more, against what a customer there may cost, than those of the present one. */
function betterSegments(view: TenantView, current: LeverValue): string[] {
  const ranked = view.segments
    .filter((segment) => segment.length <= 100)
    .map((segment) => ({ segment, worth: worthOf(view, segment) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || byText(a.segment, b.segment));
  const present = typeof current === "string" ? worthOf(view, current) : 0;
  return ranked
    .filter(({ segment, worth }) => segment !== current && worth > present)
    .map((each) => each.segment);
}

function worthOf({ input, cacCeiling }: TenantView, segment: string): number {
  const amounts = input.opportunities.flatMap((each) =>
    each.segment === segment && each.amount_usd !== null ? [each.amount_usd] : [],
  );
  if (amounts.length === 0) return 0;
  const limits = input.cfo_guardrails.max_cac_by_segment;
  const cost = (Object.hasOwn(limits, segment) ? limits[segment] : undefined) ?? cacCeiling ?? 1;
  return sumOf(amounts) / amounts.length / Math.max(cost, 1);
}

function totalFor({ campaign }: Entity, days: number): number {
  return Math.ceil(
    (campaign?.spent_total ?? 0) + (campaign?.budget_daily ?? 0) * Math.max(days, DAYS_A_MONTH),
  );
}

function scaledLists({ pcts }: RuleOf<"scale_list">, current: LeverValue): LeverValue[] {
  if (!Array.isArray(current) || !current.every((each) => typeof each === "number")) return [];
  return pcts.map((pct) =>
    current.map((each) => {
      const scaled = Number(each) * (1 + pct / 100);
      return Number(each) >= 10 ? Math.round(scaled) : cents(scaled);
    }),
  );
}

/** In the order of their ids, beginning after the present one. */
function otherTemplates({ input }: TenantView, current: LeverValue): string[] {
  const ids = [...new Set(input.config.content_templates.map(({ id }) => id))].sort(byText);
  const at = typeof current === "string" ? ids.indexOf(current) + 1 : 0;
  return [...ids.slice(at), ...ids.slice(0, at)].filter((id) => id !== current);
}

/** A few points of the most seen variant go to the least seen. */
function tilted(view: TenantView, current: LeverValue): LeverValue[] {
  if (typeof current !== "object" || current === null || Array.isArray(current)) return [];
  const shares = Object.entries(current).sort(([a, x], [b, y]) => Number(y) - Number(x) || byText(a, b));
  const [most, least] = [shares[0], shares.at(-1)];
  const points = Math.min(MOST_TILT, exposureCeiling(view), Number(most?.[1] ?? 0));
  if (most === undefined || least === undefined || most === least || points <= 0) return [];
  const next = {
    ...current,
    [most[0]]: cents(Number(most[1]) - points),
    [least[0]]: cents(Number(least[1]) + points),
  };
  return [Object.fromEntries(Object.entries(next).sort(([a], [b]) => byText(a, b)))];
}

/** In the name of the segment with the most open pipeline. */
function textsFor(
  { texts, most }: RuleOf<"text_for_segment">,
  view: TenantView,
  current: LeverValue,
): string[] {
  const pipelineOf = (segment: string) =>
    sumOf(view.input.opportunities.map((each) => (each.segment === segment ? (each.amount_usd ?? 0) : 0)));
  const [largest] = view.segments
    .map((segment) => ({ segment, pipeline: pipelineOf(segment) }))
    .sort((a, b) => b.pipeline - a.pipeline || byText(a.segment, b.segment));
  return texts
    .map((text) => text.replaceAll("{segment}", () => largest?.segment ?? "growing"))
    .filter((text) => text.length <= most && text !== current);
}

/** Largest share, percent, that an experiment of this tenant may reach now. */
export function exposureCeiling({ input, gates }: TenantView): number {
  const most = input.guardrails.max_experiment_exposure_pct;
  return gates.has("cash_constrained") ? Math.min(most, CASH_EXPOSURE_PCT) : most;
}
