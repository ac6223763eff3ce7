import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import type { RequestContent } from "../queries/request-content";
import { lockRequest } from "../queries/request-row";
import { actingMember } from "./acting-member";
import { type RequestOutcome, submitContent } from "./submit-request";

const OPEN = ["PENDING", "BLOCKED", "STALE"];

/**
 * Changes a submitted request and submits it again as its next revision, on which no earlier signature
 * counts. `revision` is the one the person was looking at.
 */
export function reviseRequest(
  actor: Actor,
  input: { reference: string; revision: number; content: RequestContent },
  at: Date,
): Promise<Result<RequestOutcome>> {
  return settle(() =>
    governedWrite(actor, async (governed) => {
      const member = await actingMember(governed.tx, actor, "request.submit");
      const row = await lockRequest(governed.tx, actor.tenantId, input.reference);
      if (!row || (row.status === "DRAFT" && row.requestedBy !== member.userId)) return abort("NOT_FOUND");
      if (row.requestedBy !== member.userId)
        return abort("FORBIDDEN", "Only the person who asked can change a request.");
      if (row.status === "DRAFT") return abort("CONFLICT", "This request has not been submitted yet.");
      if (!OPEN.includes(row.status)) return abort("ALREADY_DECIDED");
      if (row.revision !== input.revision) return abort("CONFLICT");
      if (row.gateId !== input.content.gate_id)
        return abort("CONFLICT", "A request stays at the gate it was begun for.");
      return submitContent(governed, actor, {
        row,
        content: input.content,
        revision: row.revision + 1,
        at,
      });
    }),
  );
}
