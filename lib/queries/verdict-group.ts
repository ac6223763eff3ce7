import { createHash } from "node:crypto";
import type { GateRequest } from "../../kernel/enforcement";
import { canonicalJson } from "../canonical-json";
import { allowingRules, rolesAwaited, type SignaturePath } from "./signature-path";
import type { Hand } from "./signing-hand";
import type { PresentSituation } from "./situation";

/**
 * What requests must share to be signed together: the gate and its answer, the rules that allow and that block, what is
 * missing and who has signed, the states and the mode it rests on, and the role in which this person signs. The same
 * text for the same verdict, whether the inbox asks or the signature.
 */
export function verdictGroup(
  present: PresentSituation,
  request: GateRequest,
  path: SignaturePath,
  hand: Hand,
  signedRoles: readonly string[],
): string {
  const { policy, cycle, situation } = present;
  const { unsigned, signed } = path;
  const verdict = {
    gate: request.gate_id,
    decision: signed.decision,
    rules: allowingRules(policy.compiled, situation, request, path),
    blocked_by: unsigned.blocked_by,
    codes: unsigned.reason_codes,
    missing: unsigned.missing,
    exceptions: unsigned.exceptions_used,
    awaits: rolesAwaited(path, signedRoles),
    signed: [...signedRoles].sort(),
    mode: situation.mode,
    cycle: cycle?.id ?? null,
    policy: policy.hash,
    as: hand.role,
    for: hand.standsInFor?.delegationId ?? null,
  };
  return createHash("sha256").update(canonicalJson(verdict)).digest("base64url").slice(0, 22);
}
