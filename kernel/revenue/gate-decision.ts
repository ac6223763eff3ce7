import {
  type CompiledPolicy,
  decideRequest,
  explainDecision,
  type GateDecision,
  type GateRequest,
  type Situation,
} from "../enforcement";
import type { GatedAction, SpendRequestContent } from "./cycle-result";

/** Under this name the kernel asks; it signs nothing. */
const REQUESTER = "Revenue OS kernel";
const SIGNOFF = "signoff:";

export interface GateAnswer {
  readonly asked: GatedAction;
  /** Whether signatures alone lead to ALLOWED: the same question that a person's request is asked. */
  readonly isSignable: boolean;
  /** The answer once everybody whose signature was missing has signed: what still blocks it then. */
  readonly signed: GateDecision;
  /** What blocks it then, in the policy's words. */
  readonly because: readonly string[];
}

/** Decides with nobody's signature, then with those that were missing, until no more are asked for. */
export function askGate(
  actionId: string,
  content: SpendRequestContent,
  policy: CompiledPolicy,
  situation: Situation,
): GateAnswer {
  const roles = new Set<string>();
  const decide = () => decideRequest(policy, situation, requestOf(actionId, content, roles));
  const decision = decide();
  let signed = decision;
  while (signed.decision !== "ALLOWED") {
    const more = signaturesMissing(signed).filter((role) => !roles.has(role));
    if (more.length === 0) break;
    for (const role of more) roles.add(role);
    signed = decide();
  }
  const asked = { action_id: actionId, request: content, decision };
  const isSignable = signed.decision === "ALLOWED";
  const because = isSignable
    ? []
    : explainDecision(policy, situation, requestOf(actionId, content, roles)).steps.flatMap((step) =>
        step.effect === "blocks" ? [step.text] : [],
      );
  return { asked, isSignable, signed, because };
}

function requestOf(
  actionId: string,
  { gate_id, details, roi_case }: SpendRequestContent,
  roles: ReadonlySet<string>,
): GateRequest {
  return {
    request_id: actionId,
    gate_id,
    requested_by: REQUESTER,
    details,
    roi_case,
    signoffs: [...roles].map((role) => ({ role, by: `the ${role}`, at: null })),
    exceptions: [],
  };
}

function signaturesMissing({ missing }: GateDecision): string[] {
  return missing.filter((item) => item.startsWith(SIGNOFF)).map((item) => item.slice(SIGNOFF.length));
}
