import { decideRequest, type GateDecision } from "../../../kernel/enforcement";
import type { Action } from "../../../kernel/revenue";
import type { Actor, GovernedTransaction } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { gateRequestOf } from "../../queries/request-row";
import { signaturesMissing } from "../../queries/signature-path";
import type { PresentSituation } from "../../queries/situation";
import { holdCriticalRoles } from "../open-request";
import { rationaleOf, recordDecision } from "../record-decision";
import type { HeldAction } from "./held-action";

/** Why an action does not take effect; the codes and rules are the gate's, where it was the gate that refused. */
export type Refusal = {
  reason: string;
  codes: readonly string[];
  rules: readonly string[];
  verdict: GateDecision | null;
  criticalRoles: number | null;
};

export const refusalFor = (reason: string, rules: readonly string[] = []): Refusal => ({
  reason,
  codes: [],
  rules,
  verdict: null,
  criticalRoles: null,
});

/**
 * Asks the gate once more, on the states of this moment: what was signable and signed some days ago may be forbidden
 * by now. An approval takes no further signatures, so one that would need another now ends too; the next cycle asks
 * for those that count then.
 */
export async function gateRefusal(
  tx: Transaction,
  held: HeldAction,
  action: Action,
  present: PresentSituation,
  at: Date,
): Promise<Refusal | null> {
  const isScalingInDefence = action.type === "scale" && present.situation.mode === "DEFENSIVE";
  if (!held.request) {
    if (action.requires_human !== null)
      return refusalFor("It needs a person's signature and has no request.");
    return isScalingInDefence ? refusalFor(NO_SCALING, ["A10(2)"]) : null;
  }
  const criticalRoles = await holdCriticalRoles(tx, held.request, at);
  const request = gateRequestOf(held.request, criticalRoles ?? 0);
  const verdict = decideRequest(present.policy.compiled, present.situation, request);
  if (verdict.decision === "ALLOWED") return isScalingInDefence ? refusalFor(NO_SCALING, ["A10(2)"]) : null;
  return {
    reason: `${isScalingInDefence ? `${NO_SCALING} ` : ""}${wordsOf(verdict)}`,
    codes: verdict.reason_codes,
    rules: verdict.blocked_by,
    verdict,
    criticalRoles,
  };
}

const NO_SCALING = "In DEFENSIVE mode nothing is scaled.";

function wordsOf(verdict: GateDecision): string {
  const roles = signaturesMissing(verdict);
  const isForSignatures = roles.length > 0 && verdict.missing.length === roles.length;
  return isForSignatures
    ? `By now it would also need the signature of ${roles.join(" and ")}; a later cycle asks for it.`
    : rationaleOf(verdict, "It was signed, and by now is no longer allowed.");
}

/** A no of the gate is a decision like any other: it stands in the log and with the request (RUNTIME-A10-1). */
export async function recordRefusal(
  governed: GovernedTransaction,
  actor: Actor,
  held: HeldAction,
  present: PresentSituation,
  { verdict, reason, criticalRoles }: Refusal,
  at: Date,
): Promise<void> {
  if (!verdict || !held.request) return;
  await recordDecision(governed, actor, {
    request: held.request,
    present,
    criticalRoles,
    action: "REFUSE",
    verdict,
    title: `${held.request.reference} is not carried out: the gate no longer allows it`,
    rationale: reason,
    at,
  });
}
