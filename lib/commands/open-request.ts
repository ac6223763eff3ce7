import type { GateRequest } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { asksForCriticalRoles, criticalRolesApproved } from "../queries/critical-roles";
import { contentOf, gateRequestOf, lockRequest, type RequestRow } from "../queries/request-row";
import { loadSituation, type PresentSituation } from "../queries/situation";
import { type StandingNow, standingNow } from "../queries/standing-now";

export type OpenRequest = StandingNow & {
  request: RequestRow;
  present: PresentSituation;
  gateRequest: GateRequest;
  /** As counted at this moment; null where the request asks for none. */
  criticalRoles: number | null;
};

/**
 * A submitted request that nobody has ended, held until the transaction ends and decided anew on the states of
 * this moment. The lock comes before the log's, in every command, so that no two can wait for each other.
 */
export async function openRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
  at: Date,
): Promise<OpenRequest> {
  const request = await lockRequest(tx, tenantId, reference);
  // Somebody's draft is nobody else's business: it does not exist for others.
  if (!request || request.status === "DRAFT") return abort("NOT_FOUND");
  if (["APPROVED", "DENIED", "WITHDRAWN"].includes(request.status))
    return abort("ALREADY_DECIDED", `This request has already been ${request.status.toLowerCase()}.`);
  const criticalRoles = await holdCriticalRoles(tx, request, at);
  const present = await loadSituation(tx, tenantId);
  const gateRequest = gateRequestOf(request, criticalRoles ?? 0);
  return { request, present, gateRequest, criticalRoles, ...standingNow(request, present, gateRequest) };
}

/**
 * Counts the critical roles of the month, and lets nobody else of the company add to them until the transaction
 * ends: of requests that together exceed the month's figure, the one signed last must see the others. The
 * request's row is held before and the log after, in every command.
 */
export async function holdCriticalRoles(tx: Transaction, row: RequestRow, at: Date): Promise<number | null> {
  if (!asksForCriticalRoles(contentOf(row))) return null;
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`critical-roles:${row.tenantId}`}, 0))::text`;
  return criticalRolesApproved(tx, row.tenantId, at);
}

/** What stood on the signer's screen. The cycle's states never change, so its id is enough to know them. */
export async function statesSeen(
  tx: Transaction,
  tenantId: string,
  { present }: OpenRequest,
  sawCycleId: string | null | undefined,
): Promise<Record<string, string | null | Record<string, string>>> {
  const cycleId = sawCycleId === undefined ? (present.cycle?.id ?? null) : sawCycleId;
  if (cycleId === null) return { cycle_id: null, cycle_key: null, mode: "DEFENSIVE", states: {} };
  const cycle = await tx.evaluationCycle.findUnique({
    where: { tenantId_id: { tenantId, id: cycleId } },
    select: { cycleKey: true, modeAfter: true, triggers: { select: { triggerId: true, state: true } } },
  });
  if (!cycle) return abort("INVALID_INPUT", "The page names a cycle that does not exist. Reload it.");
  return {
    cycle_id: cycleId,
    cycle_key: cycle.cycleKey,
    mode: cycle.modeAfter,
    states: Object.fromEntries(cycle.triggers.map(({ triggerId, state }) => [triggerId, state])),
  };
}
