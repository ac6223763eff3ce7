import {
  type CompiledPolicy,
  decideRequest,
  explainDecision,
  type GateDecision,
  type GateRequest,
  type Situation,
} from "../../kernel/enforcement";

/** What lies between a request and its approval. */
export type SignaturePath = {
  /** The kernel's answer as long as nobody has signed. */
  unsigned: GateDecision;
  /** The kernel's answer once everybody in `requiredRoles` has signed. */
  signed: GateDecision;
  /** Whether signatures alone lead to ALLOWED. */
  isSignable: boolean;
  /** Roles that the policy asks for on the states of this moment; each is one more person. */
  requiredRoles: string[];
  /** Where the policy asks for nobody in particular: any one of the gate's approvers. */
  anyOneOf: string[];
};

const SIGNOFF = "signoff:";

export function signaturesMissing(decision: Pick<GateDecision, "missing">): string[] {
  return decision.missing
    .filter((item) => item.startsWith(SIGNOFF))
    .map((item) => item.slice(SIGNOFF.length));
}

/**
 * Finds which signatures a request needs by asking the kernel, not by knowing its rules: it is decided with
 * nobody's signature, then with those it said were missing, until it asks for no more. Pure, and run by the
 * form as one types as well as by the commands.
 */
export function signaturePath(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
): SignaturePath {
  const roles = new Set<string>();
  const decide = () =>
    decideRequest(policy, situation, { ...request, signoffs: [...roles].map(supposedSignoff) });
  const unsigned = decide();
  let signed = unsigned;
  while (signed.decision !== "ALLOWED") {
    const more = signaturesMissing(signed).filter((role) => !roles.has(role));
    if (more.length === 0) break;
    for (const role of more) roles.add(role);
    signed = decide();
  }
  const requiredRoles = [...roles].sort();
  return {
    unsigned,
    signed,
    isSignable: signed.decision === "ALLOWED",
    requiredRoles,
    anyOneOf: requiredRoles.length > 0 ? [] : [...policy.gates[request.gate_id].approvers],
  };
}

/** The rules that allow the request once everybody whom it asks for has signed, in the gate's order. */
export function allowingRules(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  { requiredRoles }: SignaturePath,
): string[] {
  const { steps } = explainDecision(policy, situation, {
    ...request,
    signoffs: requiredRoles.map(supposedSignoff),
  });
  return [...new Set(steps.filter(({ effect }) => effect === "allows").map(({ rule }) => rule))];
}

/** A signature by somebody who is certainly not the requester: people are known by their ids. */
function supposedSignoff(role: string) {
  return { role, by: `the ${role}`, at: null };
}

/** Roles whose signature is still awaited, given who has signed. Empty when nothing more is needed. */
export function rolesAwaited(path: SignaturePath, signedRoles: readonly string[]): string[] {
  if (path.requiredRoles.length > 0) return path.requiredRoles.filter((role) => !signedRoles.includes(role));
  return path.anyOneOf.some((role) => signedRoles.includes(role)) ? [] : path.anyOneOf;
}
