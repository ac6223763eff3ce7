import type { GateDecision } from "../../kernel/enforcement";
import { type Actor, type GovernedTransaction, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import type { RequestContent } from "../queries/request-content";
import { findRequest, gateRequestOf, lockRequest, type RequestRow } from "../queries/request-row";
import { rolesAwaited, type SignaturePath, signaturePath } from "../queries/signature-path";
import { loadSituation } from "../queries/situation";
import { actingMember } from "./acting-member";
import { holdCriticalRoles } from "./open-request";
import { rationaleOf, recordDecision } from "./record-decision";
import { createDraft, storeContent } from "./store-request";
import { submitAttachments } from "./submit-attachments";

/** Where a request stands after a decision. */
export type RequestOutcome = {
  reference: string;
  status: "PENDING" | "BLOCKED" | "STALE" | "APPROVED" | "DENIED" | "WITHDRAWN";
  decision: GateDecision;
  /** Roles whose signature is still awaited. */
  awaits: string[];
  logSeq: number;
};

/** Submits a draft, or (without a reference, as an import does) a request that never was one. */
export function submitRequest(
  actor: Actor,
  input: { reference?: string; content: RequestContent },
  at: Date,
): Promise<Result<RequestOutcome>> {
  return settle(() =>
    governedWrite(actor, async (governed) => {
      const { tx } = governed;
      const member = await actingMember(tx, actor, "request.submit");
      const reference =
        input.reference ?? (await beginRequest(tx, actor.tenantId, member.userId, input.content, at));
      const row = await lockRequest(tx, actor.tenantId, reference);
      if (!row || row.requestedBy !== member.userId) return abort("NOT_FOUND");
      if (row.status !== "DRAFT") return abort("CONFLICT", "This request has already been submitted.");
      if (row.gateId !== input.content.gate_id)
        return abort("CONFLICT", "A request stays at the gate it was begun for.");
      return submitContent(governed, actor, { row, content: input.content, revision: row.revision, at });
    }),
  );
}

async function beginRequest(
  tx: Transaction,
  tenantId: string,
  requestedBy: string,
  content: RequestContent,
  at: Date,
): Promise<string> {
  const { gate_id: gateId, title } = content;
  return (await createDraft(tx, { tenantId, requestedBy, gateId, title, at })).reference;
}

/** Stores the content as the given revision and lets the gate decide on it, unsigned. */
export async function submitContent(
  governed: GovernedTransaction,
  actor: Actor,
  { row, content, revision, at }: { row: RequestRow; content: RequestContent; revision: number; at: Date },
): Promise<RequestOutcome> {
  const { tx } = governed;
  const { tenantId, reference } = row;
  await storeContent(tx, row, content, { revision, at });
  await submitAttachments(tx, row, revision);
  const stored = await findRequest(tx, tenantId, reference);
  if (!stored) throw new Error(`request ${reference} was stored`);
  const criticalRoles = await holdCriticalRoles(tx, stored, at);
  const present = await loadSituation(tx, tenantId);
  const request = gateRequestOf(stored, criticalRoles ?? 0);
  const path = signaturePath(present.policy.compiled, present.situation, request);
  const status = path.isSignable ? "PENDING" : "BLOCKED";
  const again = revision > 1 ? ` again as revision ${revision}` : "";
  const { decisionId, logSeq } = await recordDecision(governed, actor, {
    request: stored,
    present,
    criticalRoles,
    action: "SUBMIT",
    verdict: path.unsigned,
    title: `${reference} submitted${again}: ${standing(path)}`,
    rationale: rationaleOf(path.unsigned),
    at,
  });
  await tx.request.update({
    where: { tenantId_id: { tenantId, id: row.id } },
    data: { status, lastDecisionId: decisionId, updatedAt: at },
  });
  return {
    reference,
    status,
    decision: path.unsigned,
    awaits: path.isSignable ? rolesAwaited(path, []) : [],
    logSeq,
  };
}

/** "waits for CEO and CFO", "waits for CFO or CEO", "blocked". */
export function standing(path: SignaturePath, signedRoles: readonly string[] = []): string {
  if (!path.isSignable) return "blocked";
  const roles = rolesAwaited(path, signedRoles);
  if (roles.length === 0) return "has every signature";
  return `waits for ${roles.join(path.requiredRoles.length > 0 ? " and " : " or ")}`;
}
