import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { gateRequestOf, lockRequest, type RequestRow } from "../queries/request-row";
import { type SignaturePath, signaturePath } from "../queries/signature-path";
import { loadSituation, type PresentSituation } from "../queries/situation";

export type OpenRequest = { request: RequestRow; present: PresentSituation; path: SignaturePath };

/**
 * A submitted request that nobody has ended, held until the transaction ends and decided anew on the states of
 * this moment. The lock comes before the log's, in every command, so that no two can wait for each other.
 */
export async function openRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
): Promise<OpenRequest> {
  const request = await lockRequest(tx, tenantId, reference);
  // Somebody's draft is nobody else's business: it does not exist for others.
  if (!request || request.status === "DRAFT") return abort("NOT_FOUND");
  if (["APPROVED", "DENIED", "WITHDRAWN"].includes(request.status))
    return abort("ALREADY_DECIDED", `This request has already been ${request.status.toLowerCase()}.`);
  const present = await loadSituation(tx, tenantId);
  const path = signaturePath(present.policy.compiled, present.situation, gateRequestOf(request));
  return { request, present, path };
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
