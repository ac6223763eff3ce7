/**
 * The gate alone, on a given situation: the same function for a whole run, for a form while someone types,
 * for the decision inside a transaction, and for the enumeration of every state.
 */
import { findingText } from "../artifacts/finding";
import type { GateRequest } from "../document";
import type { CompiledPolicy } from "../policy";
import type { GateDecision } from "../report";
import type { GateId } from "../vocabulary";
import { Consideration, type ExplanationStep } from "./consideration";
import { G1_HEADCOUNT } from "./g1-headcount";
import { G2_GTM_SPEND } from "./g2-gtm-spend";
import { G3_PRODUCT_AND_RND } from "./g3-product-and-rnd";
import { G4_VENDOR_AND_NON_LABOR } from "./g4-vendor-and-non-labor";
import type { Gate } from "./gate";
import type { Situation } from "./situation";

/** In ascending order (contract A6.1 step 3). Adding a gate is one file and one line. */
export const GATES: readonly Gate[] = [
  G1_HEADCOUNT,
  G2_GTM_SPEND,
  G3_PRODUCT_AND_RND,
  G4_VENDOR_AND_NON_LABOR,
];
const GATE_BY_ID = Object.fromEntries(GATES.map((gate) => [gate.id, gate])) as Record<GateId, Gate>;

export interface DecideOptions {
  /** False when no decision log takes the decision (CFO-34). True unless said otherwise. */
  readonly logged?: boolean;
}

export interface Explanation {
  readonly decision: GateDecision;
  readonly steps: readonly ExplanationStep[];
}

/** Contract A6, A10: the decision on one request. Pure, and total over every request that parses. */
export function decideRequest(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  options: DecideOptions = {},
): GateDecision {
  return consider(policy, situation, request, options, false).decision();
}

/** The same decision with the steps that led to it, in order. */
export function explainDecision(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  options: DecideOptions = {},
): Explanation {
  const consideration = consider(policy, situation, request, options, true);
  return { decision: consideration.decision(), steps: consideration.steps };
}

function consider(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  { logged = true }: DecideOptions,
  explains: boolean,
): Consideration {
  const consideration = new Consideration(policy, situation, request, explains);
  // A policy that cannot be enforced blocks everything (docs/specs/decision-run.md 4.2).
  for (const code of policy.codes) consideration.code(code);
  if (policy.codes.length === 0) GATE_BY_ID[request.gate_id].consider(consideration);
  else consideration.remark(firstFindings(policy));
  // RUNTIME-A10-1: deciding includes logging.
  if (!logged) consideration.code("CFO-34", ["decision_log"]);
  return consideration;
}

/** Enough to see what is wrong with the policy; its findings hold all of it. */
function firstFindings({ findings }: CompiledPolicy): string[] {
  const shown = findings.slice(0, 3).map((finding) => `${findingText(finding)}.`);
  return findings.length > 3 ? [...shown, `${findings.length - 3} more findings.`] : shown;
}
