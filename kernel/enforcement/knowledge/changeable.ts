/**
 * What about a request can still be changed before its gate: facts that are not given, proofs that are not
 * there, an ask that could be smaller (docs/specs/decision-run.md 5). What the request states otherwise is
 * a fact and is left alone.
 */
import type { GateRequest } from "../document";
import { countingSignoffs, Details, hasRoiCase, isOffsetDocumented } from "../gates/facts";
import type { CompiledPolicy } from "../policy";
import type { GateId } from "../vocabulary";

/** One way to change one thing; `apply` answers a changed copy. */
export interface RequestOption {
  readonly value: unknown;
  readonly apply: (request: GateRequest) => GateRequest;
}

export interface RequestChange {
  readonly kind: "fact" | "smaller_ask" | "signoff" | "roi_case" | "exception" | "offset";
  /** The detail, the role, or the exception. */
  readonly name: string;
  readonly options: readonly RequestOption[];
  /** For an amount: in which direction other amounts than the option's would do, and in which steps. */
  readonly amount?: Amount;
  /** True when it only has to be given, whatever it says. */
  readonly anyValue?: boolean;
}
export interface Amount {
  readonly direction: "at_most" | "at_least";
  /** 100 for cents and hundredths, 1 for heads. */
  readonly stepsPerUnit: number;
  /** As far as it is worth looking: what is asked for now, or no limit. */
  readonly until: number;
}

/** No request comes near it; an amount that passes here passes without limit. */
export const WITHOUT_LIMIT = 1_000_000_000_000;
const CENTS = 100;
const GIVEN = "given";
const PROTECTION = "retention_protection";

type Kind = "word" | "text" | "band" | "impact" | "flag" | "number";
interface DetailRule {
  readonly name: string;
  readonly kind: Kind;
  readonly values: readonly unknown[];
  readonly amount?: Amount;
  /** Under this a number counts as not given. */
  readonly least?: number;
  /** Whether less of it can be asked for. */
  readonly ask?: boolean;
  /** Words that count as given beside those worth offering. */
  readonly alsoGiven?: readonly string[];
}

const atMost = (stepsPerUnit: number): Amount => ({
  direction: "at_most",
  stepsPerUnit,
  until: WITHOUT_LIMIT,
});
const word = (name: string, ...values: readonly string[]): DetailRule => ({ name, kind: "word", values });
const flag = (name: string, ...values: readonly boolean[]): DetailRule => ({ name, kind: "flag", values });
const text = (name: string): DetailRule => ({ name, kind: "text", values: [GIVEN] });
const ask = (name: string, stepsPerUnit: number, least: number): DetailRule => ({
  name,
  kind: "number",
  values: [least],
  amount: atMost(stepsPerUnit),
  least,
  ask: true,
});

/** In the order in which each gate asks. */
const DETAILS: Readonly<Record<GateId, readonly DetailRule[]>> = {
  G1_HEADCOUNT: [
    word("classification", "retention-critical", "backfill", "net-new", "non-critical"),
    { name: "function", kind: "text", values: ["CS"] },
    flag("mitigates_churn", true),
    flag("in_approved_plan", true),
    flag("critical_role", true),
    ask("count", 1, 1),
    {
      name: "critical_roles_added_this_month",
      kind: "number",
      values: [0],
      amount: atMost(1),
      least: 0,
    },
  ],
  G2_GTM_SPEND: [
    word(
      "kind",
      "increase",
      "reallocation",
      "reinstatement",
      "commitment",
      "reduction",
      "discount_exception",
    ),
    text("segment"),
    text("channel"),
    ask("amount_usd", CENTS, 0.01),
    { name: "expected_roi_band", kind: "band", values: [[1, 2]] },
    word("evidence", "proven", "experiment"),
    {
      name: "current_budget_usd",
      kind: "number",
      values: [WITHOUT_LIMIT],
      amount: { direction: "at_least", stepsPerUnit: CENTS, until: 0 },
    },
    ask("experiment_share_pct", CENTS, 0),
    { name: "purpose", kind: "word", values: ["retention"], alsoGiven: ["acquisition"] },
    { name: "discount_pct", kind: "number", values: [0], amount: atMost(CENTS) },
  ],
  G3_PRODUCT_AND_RND: [
    word("classification", "retention-critical", "big-bet", "non-core"),
    {
      name: "quantified_impact",
      kind: "impact",
      values: [{ on: "retention", band: [1, 2], unit: "percent" }],
    },
    flag("risks_churn", false, true),
  ],
  G4_VENDOR_AND_NON_LABOR: [
    ask("amount_usd_per_month", CENTS, 0),
    flag("mission_critical", true),
    text("justification"),
  ],
};

/** The proofs that each gate weighs (contract A6.2): a gate never asks for another. */
const PROOFS: Readonly<Record<GateId, readonly RequestChange["kind"][]>> = {
  G1_HEADCOUNT: ["signoff", "roi_case", "exception", "offset"],
  G2_GTM_SPEND: ["signoff", "roi_case"],
  G3_PRODUCT_AND_RND: [],
  G4_VENDOR_AND_NON_LABOR: ["roi_case"],
};
const SIGNERS: Readonly<Record<GateId, readonly string[]>> = {
  G1_HEADCOUNT: ["CEO", "CFO"],
  G2_GTM_SPEND: ["CFO"],
  G3_PRODUCT_AND_RND: [],
  G4_VENDOR_AND_NON_LABOR: [],
};

export function changesOpenTo(policy: CompiledPolicy, request: GateRequest): RequestChange[] {
  return [
    ...requesterNamed(request),
    ...DETAILS[request.gate_id].flatMap((rule) => detailChange(request, rule)),
    ...proofChanges(policy, request),
  ];
}

/** Without a requester nobody can be shown to be someone else, so no signoff would count. */
function requesterNamed(request: GateRequest): RequestChange[] {
  if (SIGNERS[request.gate_id].length === 0 || (request.requested_by ?? "").trim() !== "") return [];
  const apply = (given: GateRequest): GateRequest => ({ ...given, requested_by: "the requester" });
  return [{ kind: "fact", name: "requested_by", options: [{ value: GIVEN, apply }], anyValue: true }];
}

function detailChange(request: GateRequest, rule: DetailRule): RequestChange[] {
  const { name, values, amount, least } = rule;
  const given = givenValue(new Details(request.details), rule);
  const options = values.map((value) => ({
    value,
    apply: (one: GateRequest) => withDetail(one, name, value),
  }));
  if (given === null || (least !== undefined && Number(given) < least)) {
    const anyValue = values[0] === GIVEN || rule.kind === "band" || rule.kind === "impact";
    return [{ kind: "fact", name, options, amount, anyValue }];
  }
  if (rule.ask !== true || amount === undefined || Number(given) === least) return [];
  return [{ kind: "smaller_ask", name, options, amount: { ...amount, until: Number(given) } }];
}

/** The detail as a gate would read it; null when it counts as not given. */
function givenValue(details: Details, { name, kind, values, alsoGiven = [] }: DetailRule): unknown {
  switch (kind) {
    case "word":
      return details.word(name, [...(values as readonly string[]), ...alsoGiven]);
    case "text":
      return details.text(name) === "" ? null : details.text(name);
    case "flag":
      return details.flag(name);
    case "number":
      return details.number(name);
    case "impact":
      return details.impactQuantified ? true : null;
    case "band":
      // RUNTIME-A6-5 is content with a band of the return or of the payback.
      return details.band(name) ?? details.band("expected_payback_months");
  }
}

function withDetail(request: GateRequest, name: string, value: unknown): GateRequest {
  return { ...request, details: { ...request.details, [name]: value } } as GateRequest;
}

function proofChanges(policy: CompiledPolicy, request: GateRequest): RequestChange[] {
  const asks = PROOFS[request.gate_id];
  const signed = countingSignoffs(request, policy.signoffRoles);
  const changes: RequestChange[] = SIGNERS[request.gate_id]
    .filter((role) => !signed.includes(role))
    .map((role) => one("signoff", role, (given) => signedBy(given, role)));
  if (asks.includes("roi_case") && !hasRoiCase(request))
    changes.push(one("roi_case", "roi_case", withRoiCase));
  if (!asks.includes("exception")) return changes;
  const claims = (request.exceptions ?? []).filter(({ exception_id }) => exception_id === PROTECTION);
  if (claims.length === 0) changes.push(one("exception", PROTECTION, claiming));
  if (!claims.some(({ offset }) => isOffsetDocumented(offset)))
    changes.push(one("offset", "offset", withOffset));
  return changes;
}

function one(
  kind: RequestChange["kind"],
  name: string,
  apply: (request: GateRequest) => GateRequest,
): RequestChange {
  return { kind, name, options: [{ value: true, apply }] };
}

function signedBy(request: GateRequest, role: string): GateRequest {
  // Somebody else than the requester, whatever the requester is called.
  const by = `another than ${request.requested_by ?? ""}, as ${role}`;
  return { ...request, signoffs: [...(request.signoffs ?? []), { role, by }] };
}

function withRoiCase(request: GateRequest): GateRequest {
  return { ...request, roi_case: { summary: "A written case", expected_roi_band: [1, 2] } };
}

function claiming(request: GateRequest): GateRequest {
  const exceptions = [...(request.exceptions ?? []), { exception_id: PROTECTION, offset: null }];
  return { ...request, exceptions };
}

/** An offset to a claim that is there; without one it offsets nothing. */
function withOffset(request: GateRequest): GateRequest {
  const offset = { description: "A cut elsewhere", amount_usd: 1 };
  const exceptions = (request.exceptions ?? []).map((claim) =>
    claim.exception_id === PROTECTION ? { ...claim, offset } : claim,
  );
  return { ...request, exceptions };
}
