import { randomUUID } from "node:crypto";
import { type GateDecision, KERNEL_VERSION } from "../../kernel/enforcement";
import type { Actor, GovernedTransaction } from "../db/governed-write";
import { attachmentsOnRecord } from "../queries/attachments";
import { approvalsOf, contentOf, gateRequestOf, type RequestRow } from "../queries/request-row";
import type { PresentSituation } from "../queries/situation";
import { tellOfDecision } from "./tell-of-decision";

export type DecisionAction = "SUBMIT" | "SIGN" | "APPROVE" | "DENY" | "REFUSE" | "REEVALUATE" | "WITHDRAW";

export type RecordedDecision = { decisionId: string; logSeq: number };

/** A person's no, or the requester's own end: it closes the request whatever the gate would say. */
const ENDED_BY_A_PERSON = { DENY: "denied", WITHDRAW: "withdrawn" } as const;

/**
 * Appends the decision to the log and then stores it with the number of its entry, in that order, because
 * the database takes no decision without one (RUNTIME-A10-1).
 */
export async function recordDecision(
  { tx, append }: GovernedTransaction,
  actor: Actor,
  {
    request,
    present,
    criticalRoles,
    action,
    verdict,
    title,
    rationale,
    at,
  }: {
    request: RequestRow;
    present: PresentSituation;
    /** The count of the month that the verdict rests on, where the request asks for critical roles. */
    criticalRoles: number | null;
    action: DecisionAction;
    /** The kernel's answer at this moment. */
    verdict: GateDecision;
    title: string;
    rationale: string;
    at: Date;
  },
): Promise<RecordedDecision> {
  const decisionId = randomUUID();
  const endedBy = action === "DENY" || action === "WITHDRAW" ? ENDED_BY_A_PERSON[action] : null;
  const outcome = endedBy ? "BLOCKED" : verdict.decision;
  const blockedBy = endedBy ? [...verdict.blocked_by, endedBy] : verdict.blocked_by;
  const states = statesOf(present);
  const { roi_case } = contentOf(request);
  const askedFor = gateRequestOf(request, criticalRoles ?? 0);
  const attachments = await attachmentsOnRecord(tx, request);
  const [position] = await append([
    {
      kind: "gate_decision",
      occurredAt: at,
      title,
      source: "application",
      policyVersion: present.policy.version,
      policyHash: present.policy.hash,
      kernelVersion: KERNEL_VERSION,
      reasonCodes: verdict.reason_codes,
      decision: {
        id: decisionId,
        requestRef: request.reference,
        gateId: request.gateId,
        outcome,
        triggerStates: states,
        rationale,
        signoffs: signoffsForLog(request),
        expectedRoiBand: roi_case?.expected_roi_band ?? null,
        report: verdict,
      },
      facts: {
        action,
        revision: request.revision,
        requested_by: request.requestedBy,
        request_title: request.title,
        amount_usd: request.amountUsd,
        ...(criticalRoles !== null && { critical_roles_approved_this_month: criticalRoles }),
        mode: present.situation.mode,
        cycle_id: present.cycle?.cycleKey ?? null,
        blocked_by: blockedBy,
        missing: verdict.missing,
        asked_for: askedFor,
        ...(attachments.length > 0 && { attachments }),
      },
    },
  ]);
  if (!position) throw new Error("one entry was appended");
  await tx.gateDecision.create({
    data: {
      tenantId: actor.tenantId,
      id: decisionId,
      requestId: request.id,
      requestRef: request.reference,
      revision: request.revision,
      gateId: request.gateId,
      action,
      decision: outcome,
      reasonCodes: verdict.reason_codes,
      blockedBy,
      missing: verdict.missing,
      report: JSON.parse(JSON.stringify(verdict)),
      askedFor: JSON.parse(JSON.stringify(askedFor)),
      states,
      mode: present.situation.mode,
      cycleId: present.cycle?.id ?? null,
      policyVersion: present.policy.version,
      policyHash: present.policy.hash,
      kernelVersion: KERNEL_VERSION,
      decidedBy: actor.userId ?? null,
      decidedAt: at,
      logSeq: position.seq,
    },
  });
  await tellOfDecision(tx, actor, { request, present, criticalRoles, action, verdict, decisionId, at });
  return { decisionId, logSeq: Number(position.seq) };
}

/** Every trigger of the policy by full id; one that the newest closed cycle lacks is UNKNOWN. */
export function statesOf(present: PresentSituation): Record<string, string> {
  return Object.fromEntries(
    present.policy.compiled.triggers.map(({ id }) => [id, present.cycle?.states[id] ?? "UNKNOWN"]),
  );
}

function signoffsForLog(request: RequestRow) {
  return request.signoffs
    .filter((each) => each.revision === request.revision)
    .map(({ role, signedBy, signedAt, verdict, onBehalfOf, delegationId, secondFactor }) => ({
      role,
      by: signedBy,
      at: signedAt.toISOString(),
      verdict,
      ...(onBehalfOf !== null && { on_behalf_of: onBehalfOf, delegation_id: delegationId }),
      ...(secondFactor !== null && { second_factor: secondFactor }),
    }));
}

/** Why, in one line for the log: the kernel's rules and codes, and what a person said. */
export function rationaleOf(verdict: GateDecision, said?: string): string {
  const rules = verdict.blocked_by.length > 0 ? ` by ${verdict.blocked_by.join(", ")}` : "";
  const codes = verdict.reason_codes.length > 0 ? ` (${verdict.reason_codes.join(", ")})` : "";
  const missing = verdict.missing.length > 0 ? ` Missing: ${verdict.missing.join(", ")}.` : "";
  return `${said ? `${said} ` : ""}The gate says ${verdict.decision}${rules}${codes}.${missing}`;
}

export function signedRolesOf(request: RequestRow): string[] {
  return approvalsOf(request).map((each) => each.role);
}
