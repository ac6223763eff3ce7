/**
 * The gate tables of docs/specs/decision-run.md 5 said a second time, for the reference policy, as short as
 * they can be said. The gates themselves are compared with this over the whole space of states; it shares
 * no code with them and gives the verdict and the codes alone.
 */
import type { GateRequest } from "../document";
import type { CrmHygiene, Mode, TriggerState } from "../index";
import { isObject, type JsonObject } from "./given";

export interface GateFacts {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  readonly crmHygiene: CrmHygiene | null;
}
export interface Verdict {
  allowed: boolean;
  codes: string[];
}

const CRITICAL = ["T1", "T4", "T5", "T8"];
const EVERY_STATE: Verdict = { allowed: true, codes: [] };
const DENIED: Verdict = { allowed: false, codes: [] };
const withCode = (...codes: string[]): Verdict => ({ allowed: false, codes });
const when = (allowed: boolean): Verdict => ({ allowed, codes: [] });

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";
const isBand = (value: unknown) =>
  Array.isArray(value) &&
  value.length === 2 &&
  isNumber(value[0]) &&
  isNumber(value[1]) &&
  value[0] < value[1];
const person = (name: string | null | undefined) => (name ?? "").trim().toLowerCase();
const oneOf = (value: unknown, ...words: string[]) => words.includes(value as string);

export function restated(request: GateRequest, facts: GateFacts): Verdict {
  const claim = new Claim(request, facts);
  if (request.gate_id === "G1_HEADCOUNT") return headcount(claim);
  if (request.gate_id === "G2_GTM_SPEND")
    return claim.details.kind === "discount_exception" ? discount(claim) : spend(claim);
  return request.gate_id === "G3_PRODUCT_AND_RND" ? roadmap(claim) : vendor(claim);
}

/** What a request brings and what it meets. */
class Claim {
  readonly details: JsonObject;
  readonly criticalFail: boolean;
  readonly criticalWatch: boolean;
  constructor(
    readonly request: GateRequest,
    readonly facts: GateFacts,
  ) {
    this.details = (request.details ?? {}) as JsonObject;
    const states = CRITICAL.map((trigger) => facts.states[trigger]);
    this.criticalFail = facts.mode === "DEFENSIVE" || states.some((state) => oneOf(state, "FAIL", "UNKNOWN"));
    this.criticalWatch = states.includes("WATCH");
  }
  is(trigger: string, ...states: TriggerState[]): boolean {
    return oneOf(this.facts.states[trigger], ...states);
  }
  /** In a block rule UNKNOWN counts as FAIL. */
  fails(trigger: string): boolean {
    return this.is(trigger, "FAIL", "UNKNOWN");
  }
  /** With no requester named, nobody can be seen to be someone else: then no signoff counts. */
  signed(role: string): boolean {
    const requester = person(this.request.requested_by);
    if (requester === "") return false;
    return (this.request.signoffs ?? []).some(
      (signoff) => signoff.role === role && person(signoff.by) !== "" && person(signoff.by) !== requester,
    );
  }
  get roiCase(): boolean {
    const roi = this.request.roi_case;
    return isText(roi?.summary) && isBand(roi?.expected_roi_band);
  }
  get protection() {
    const claims = (this.request.exceptions ?? []).filter(
      (one) => one.exception_id === "retention_protection",
    );
    const { function: role, mitigates_churn } = this.details;
    const fits =
      claims.length > 0 &&
      this.is("T5", "WATCH", "FAIL") &&
      oneOf(role, "CS", "Product") &&
      mitigates_churn === true;
    const offset = claims.some(
      (one) => isText(one.offset?.description) && Number(one.offset?.amount_usd ?? 0) > 0,
    );
    return { admits: fits && offset, lacksOffset: fits && !offset };
  }
}

function headcount(claim: Claim): Verdict {
  const { classification, in_approved_plan } = claim.details;
  if (!oneOf(classification, "retention-critical", "non-critical", "backfill", "net-new"))
    return withCode("CFO-20");
  const steady = oneOf(classification, "backfill", "retention-critical");
  if (claim.criticalFail) {
    const netNew = classification === "net-new";
    const codes = claim.signed("CEO") && claim.signed("CFO") && claim.roiCase ? [] : ["CFO-21"];
    if (netNew && claim.protection.lacksOffset) codes.push("CFO-35");
    return codes.length > 0 ? withCode(...codes) : when(!netNew || claim.protection.admits);
  }
  if (claim.criticalWatch) {
    if (!steady && claim.protection.lacksOffset) return withCode("CFO-35");
    return when(claim.signed("CFO") && (steady || claim.protection.admits));
  }
  return when(in_approved_plan === true || steady || criticalRole(claim));
}

/** Less than no role added so far is no number of roles; so with the share of an experiment below. */
function criticalRole(claim: Claim): boolean {
  const { critical_role, count, critical_roles_added_this_month: added } = claim.details;
  if (critical_role !== true || !isNumber(count) || !isNumber(added)) return false;
  return count >= 1 && added >= 0 && added + count <= 2 && claim.is("T3", "PASS") && claim.is("T7", "PASS");
}

function discount(claim: Claim): Verdict {
  const { segment, discount_pct } = claim.details;
  if (!isText(segment) || !isNumber(discount_pct)) return withCode("CFO-22");
  return claim.signed("CFO") ? EVERY_STATE : withCode("CFO-23");
}

function spend(claim: Claim): Verdict {
  const { kind, purpose, evidence } = claim.details;
  if (lacksSpendFacts(claim)) return withCode("CFO-22");
  if (oneOf(kind, "reduction", "commitment")) return EVERY_STATE;
  if (kind === "reallocation" && (evidence === "proven" || purpose === "retention")) return EVERY_STATE;
  const hygiene = claim.facts.crmHygiene;
  if (hygiene?.stage_definitions_enforced !== true || hygiene.required_fields_enforced !== true)
    return withCode("CFO-33");
  if (claim.fails("T1") && (claim.is("T4", "WATCH") || claim.fails("T4"))) return DENIED;
  if (claim.criticalFail) return DENIED;
  if (kind === "reinstatement") {
    return when(
      claim.roiCase && claim.signed("CFO") && !claim.is("T6", "UNKNOWN") && !claim.is("T7", "UNKNOWN"),
    );
  }
  if (claim.fails("T6") || claim.fails("T7")) return DENIED;
  const open =
    claim.is("T7", "PASS") &&
    claim.is("T6", "PASS") &&
    (claim.is("T1", "PASS", "WATCH") || claim.is("T2", "PASS", "WATCH"));
  return when(open && withinFigures(claim));
}

function lacksSpendFacts({ details }: Claim): boolean {
  const { kind, evidence, segment, channel, amount_usd } = details;
  if (!oneOf(kind, "increase", "reduction", "reallocation", "commitment", "reinstatement")) return true;
  if (!isText(segment) || !isText(channel) || !oneOf(evidence, "proven", "experiment")) return true;
  if (!isNumber(amount_usd) || amount_usd <= 0) return true;
  if (!isBand(details.expected_roi_band) && !isBand(details.expected_payback_months)) return true;
  if (kind === "increase" && evidence === "proven") return !isNumber(details.current_budget_usd);
  return (
    oneOf(kind, "increase", "reallocation") &&
    evidence === "experiment" &&
    !isNumber(details.experiment_share_pct)
  );
}

function withinFigures({ details }: Claim): boolean {
  const share = Number(details.experiment_share_pct);
  if (details.evidence === "experiment") return share >= 0 && share <= 5;
  return Number(details.amount_usd) * 100 <= Number(details.current_budget_usd) * 15;
}

function roadmap(claim: Claim): Verdict {
  const { classification, quantified_impact: impact, risks_churn } = claim.details;
  const quantified =
    isObject(impact) && oneOf(impact.on, "retention", "upsell") && isBand(impact.band) && isText(impact.unit);
  if (!oneOf(classification, "retention-critical", "non-core", "big-bet") || !quantified)
    return withCode("CFO-24");
  if (claim.fails("T5") && risks_churn !== false) return withCode("CFO-25");
  if (classification === "retention-critical") return EVERY_STATE;
  return when(!claim.criticalFail && claim.is("T5", "PASS", "WATCH"));
}

function vendor(claim: Claim): Verdict {
  const { kind, amount_usd_per_month: amount, mission_critical, justification } = claim.details;
  const vital = mission_critical === true && isText(justification);
  const codes: string[] = [];
  if (kind !== "renewal" && (!isNumber(amount) || amount > 5000) && !claim.roiCase) codes.push("CFO-26");
  if ((claim.is("T4", "WATCH") || claim.fails("T4")) && !vital) codes.push("CFO-27");
  if (codes.length > 0) return withCode(...codes);
  if (vital) return EVERY_STATE;
  return when(!claim.criticalFail && claim.is("T1", "PASS") && claim.is("T4", "PASS"));
}
