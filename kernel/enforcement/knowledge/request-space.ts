/**
 * Every combination of the facts of a request that a gate can tell apart (contract A6.2,
 * docs/specs/decision-run.md 5). One value stands for all that a gate treats alike; figures come from the
 * policies at hand, one value on each figure and one beyond the last.
 */
import type { GateRequest } from "../document";
import type { CompiledPolicy, GateFigures } from "../policy";
import type { GateId } from "../vocabulary";
import { usdText } from "./usd-text";

export interface RequestFacts {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly signed?: string;
  readonly roiCase?: boolean;
  readonly exception?: "claimed" | "offset";
}
export interface FactValue {
  /** In words; empty for what goes without saying. */
  readonly label: string;
  readonly facts: RequestFacts;
}
export interface FactDimension {
  readonly name: string;
  /** True when each value proves more than the one before it: no signature, a signature. */
  readonly proof: boolean;
  readonly values: readonly FactValue[];
}
export type RequestSpace = Readonly<Record<GateId, readonly FactDimension[]>>;

const BUDGET_USD = 100_000;

export function requestSpace(policies: readonly CompiledPolicy[]): RequestSpace {
  const figure = (name: keyof GateFigures) =>
    [...new Set(policies.map(({ figures }) => figures[name]))].sort((one, other) => one - other);
  return {
    G1_HEADCOUNT: headcount(figure("criticalRolesPerMonth")),
    G2_GTM_SPEND: spend(figure("scaleUpPct"), figure("experimentCapPct")),
    G3_PRODUCT_AND_RND: roadmap(),
    G4_VENDOR_AND_NON_LABOR: vendor(figure("vendorRoiCaseUsdPerMonth")),
  };
}

/** The request that has the given value of each dimension. */
export function requestWith(gate_id: GateId, values: readonly FactValue[]): GateRequest {
  const details = Object.assign({}, ...values.map(({ facts }) => facts.details ?? {})) as object;
  const exception = values.find(({ facts }) => facts.exception !== undefined)?.facts.exception;
  const offset = { description: "A cut elsewhere", amount_usd: 1 };
  return {
    request_id: labelOf(values),
    gate_id,
    requested_by: "a team lead",
    details,
    roi_case: values.some(({ facts }) => facts.roiCase)
      ? { summary: "A written case", expected_roi_band: [1, 2] }
      : null,
    signoffs: values.flatMap(({ facts: { signed } }) =>
      signed === undefined ? [] : [{ role: signed, by: `the ${signed}` }],
    ),
    exceptions:
      exception === undefined
        ? []
        : [{ exception_id: "retention_protection", offset: exception === "offset" ? offset : null }],
  } as GateRequest;
}

export function labelOf(values: readonly FactValue[]): string {
  return values
    .map(({ label }) => label)
    .filter((label) => label !== "")
    .join(", ");
}

function dimension(name: string, ...values: readonly FactValue[]): FactDimension {
  return { name, proof: false, values };
}
function proof(name: string, ...values: readonly FactValue[]): FactDimension {
  return { name, proof: true, values };
}
/** A detail given as each of the values, with its label. */
function detail(name: string, ...values: readonly (readonly [unknown, string])[]): FactDimension {
  return dimension(
    name,
    ...values.map(([value, label]) => ({ label, facts: { details: { [name]: value } } })),
  );
}
function value(label: string, facts: RequestFacts = {}): FactValue {
  return { label, facts };
}

const cfo = proof(
  "signoff:CFO",
  value("not signed by the CFO"),
  value("signed by the CFO", { signed: "CFO" }),
);
const ceo = proof(
  "signoff:CEO",
  value("not signed by the CEO"),
  value("signed by the CEO", { signed: "CEO" }),
);
const roiCase = proof("roi_case", value("without an ROI case"), value("with an ROI case", { roiCase: true }));

function headcount(limits: readonly number[]): FactDimension[] {
  const roles = (count: number) => ({ details: { count: 1, critical_roles_added_this_month: count - 1 } });
  const possible = limits.filter((limit) => limit >= 1);
  return [
    detail(
      "classification",
      ["net-new", "a net-new hire"],
      ["backfill", "a backfill"],
      ["retention-critical", "a retention-critical hire"],
      ["non-critical", "a non-critical hire"],
      [null, "a hire without a classification"],
    ),
    detail("in_approved_plan", [false, "outside the plan"], [true, "in the approved plan"]),
    detail("function", ["Sales", ""], ["CS", "in CS or Product"]),
    detail("mitigates_churn", [false, ""], [true, "that mitigates churn"]),
    detail("critical_role", [false, ""], [true, "critical"]),
    dimension(
      "count",
      value(""),
      ...possible.map((limit) =>
        value(`as role ${Math.floor(limit)} of the month`, roles(Math.floor(limit))),
      ),
      value("beyond the monthly figure", roles(Math.floor(Math.max(1, ...limits)) + 1)),
    ),
    proof(
      "exception",
      value(""),
      value("claiming retention protection", { exception: "claimed" }),
      value("claiming retention protection with an offset", { exception: "offset" }),
    ),
    cfo,
    ceo,
    roiCase,
  ];
}

function spend(scaleUps: readonly number[], caps: readonly number[]): FactDimension[] {
  const increase = (pct: number) => ({
    details: { amount_usd: (BUDGET_USD * pct) / 100, current_budget_usd: BUDGET_USD },
  });
  const share = (pct: number) => ({ details: { experiment_share_pct: pct } });
  return [
    detail(
      "kind",
      ["increase", "an increase"],
      ["reallocation", "a reallocation"],
      ["reinstatement", "a reinstatement"],
      ["commitment", "a commitment"],
      ["reduction", "a reduction"],
      ["discount_exception", "a discount exception"],
      [null, "spend of no known kind"],
    ),
    detail(
      "evidence",
      ["proven", "on proven evidence"],
      ["experiment", "by experiment"],
      [null, "without evidence"],
    ),
    detail("purpose", ["acquisition", ""], ["retention", "for retention"]),
    dimension(
      "amount_usd",
      ...scaleUps.map((pct) => value(`of up to ${pct}% of the budget`, increase(pct))),
      value("beyond every percentage", increase(Math.max(...scaleUps) + 1)),
      value("without a budget", { details: { amount_usd: BUDGET_USD } }),
      value("without an amount", { details: { current_budget_usd: BUDGET_USD } }),
    ),
    dimension(
      "experiment_share_pct",
      value(""),
      ...caps.map((pct) => value(`taking up to ${pct}% of GTM spend`, share(pct))),
      value("taking more than every cap", share(Math.max(...caps) + 1)),
    ),
    dimension(
      "facts",
      value("", { details: { segment: "mid-market", channel: "search", expected_roi_band: [1, 2] } }),
      value("without a segment", { details: { channel: "search", expected_roi_band: [1, 2] } }),
      value("without a channel", { details: { segment: "mid-market", expected_roi_band: [1, 2] } }),
      value("without a band", { details: { segment: "mid-market", channel: "search" } }),
    ),
    detail("discount_pct", [null, "without a percentage"], [20, "with its percentage"]),
    cfo,
    roiCase,
  ];
}

function roadmap(): FactDimension[] {
  return [
    detail(
      "classification",
      ["big-bet", "a big bet"],
      ["non-core", "non-core work"],
      ["retention-critical", "retention-critical work"],
      [null, "a roadmap item without a classification"],
    ),
    detail(
      "quantified_impact",
      [{ on: "retention", band: [1, 2], unit: "percent" }, ""],
      [null, "without a quantified impact"],
    ),
    detail(
      "risks_churn",
      [false, ""],
      [true, "that risks churn"],
      [null, "that does not say whether it risks churn"],
    ),
  ];
}

function vendor(limits: readonly number[]): FactDimension[] {
  const monthly = (usd: number) => ({ details: { amount_usd_per_month: usd } });
  return [
    detail("kind", ["renewal", "a renewal"], ["new", "a new vendor"]),
    dimension(
      "amount_usd_per_month",
      ...limits.map((usd) => value(`of up to ${usdText(usd)} a month`, monthly(usd))),
      value("above every limit", monthly(Math.max(...limits) + 1)),
      value("of no known amount"),
    ),
    detail("mission_critical", [false, ""], [true, "mission-critical"]),
    detail(
      "justification",
      [null, "without a justification"],
      ["Production depends on it.", "with a justification"],
    ),
    roiCase,
  ];
}
