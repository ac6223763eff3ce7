/**
 * A request and its situation as flat facts, for the peers. This is done before the clock starts, which favours
 * them: what a signature, an ROI case, an offset or a complete spend request is, they are told, while our kernel
 * works it out of the request each time. What follows from states, mode and facts, every engine decides itself.
 */
import type { GateRequest, SituationFacts } from "../../kernel/enforcement/index";

/** Words and yes-or-no facts by name; amounts and shares in hundredths, so that every engine may use integers. */
export type Facts = Record<string, string | number | boolean>;

type Details = Record<string, unknown>;

export function factsOf(facts: SituationFacts, request: GateRequest): Facts {
  const { crmHygiene, states, mode } = facts;
  const hygiene =
    crmHygiene?.stage_definitions_enforced === true && crmHygiene.required_fields_enforced === true;
  const details = (request.details ?? {}) as Details;
  return {
    gate: request.gate_id.slice(0, 2),
    mode,
    hygiene,
    ...states,
    ...brought(request),
    ...headcount(details),
    ...spend(details),
    ...roadmap(details),
    ...vendor(details),
  };
}

function brought({ signoffs, requested_by, roi_case, exceptions }: GateRequest): Facts {
  const signed = (role: string) =>
    (signoffs ?? []).some((one) => one.role === role && one.by && one.by !== requested_by);
  const claims = (exceptions ?? []).filter((one) => one.exception_id === "retention_protection");
  return {
    cfo: signed("CFO"),
    ceo: signed("CEO"),
    roi: text(roi_case?.summary) !== "" && band(roi_case?.expected_roi_band),
    claims: claims.length > 0,
    offset: claims.some(({ offset }) => text(offset?.description) !== "" && Number(offset?.amount_usd) > 0),
  };
}

function headcount(details: Details): Facts {
  const role = text(details.function);
  const roles = Number(details.critical_roles_added_this_month) + Number(details.count);
  return {
    class: text(details.classification),
    protects: (role === "CS" || role === "Product") && details.mitigates_churn === true,
    planned: details.in_approved_plan === true,
    critical_role: details.critical_role === true && Number(details.count) >= 1,
    roles: Number.isFinite(roles) ? roles : 99,
  };
}

function spend(details: Details): Facts {
  return {
    kind: text(details.kind),
    segment: text(details.segment) !== "",
    channel: text(details.channel) !== "",
    amount: hundredths(details.amount_usd),
    return_band: band(details.expected_roi_band) || band(details.expected_payback_months),
    evidence: text(details.evidence),
    purpose: text(details.purpose),
    budget: hundredths(details.current_budget_usd),
    share: hundredths(details.experiment_share_pct),
    // In hundredths of a percent, rounded up so that a cent over is over.
    growth: Math.ceil(
      (hundredths(details.amount_usd) * 10_000) / Math.max(1, hundredths(details.current_budget_usd)),
    ),
    discount: typeof details.discount_pct === "number",
  };
}

function roadmap(details: Details): Facts {
  const impact = (details.quantified_impact ?? {}) as Details;
  return {
    impact:
      ["retention", "upsell"].includes(text(impact.on)) && band(impact.band) && text(impact.unit) !== "",
    safe: details.risks_churn === false,
  };
}

function vendor(details: Details): Facts {
  return {
    monthly: hundredths(details.amount_usd_per_month),
    vital: details.mission_critical === true && text(details.justification) !== "",
  };
}

const text = (value: unknown) => (typeof value === "string" ? value.trim() : "");
const band = (value: unknown) =>
  Array.isArray(value) && value.length === 2 && Number(value[0]) < Number(value[1]);
/** -1 stands for an amount that is not given. */
const hundredths = (value: unknown) => (typeof value === "number" ? Math.round(value * 100) : -1);
