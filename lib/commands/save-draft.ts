import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { gateOfForm, type RequestDraft } from "../queries/request-content";
import { lockRequest } from "../queries/request-row";
import { actingMember } from "./acting-member";
import { createDraft } from "./store-request";

const UNTITLED = "Untitled request";
const TITLE_LENGTH = 200;

/**
 * Keeps what a form holds, as the person types. Without a reference a new draft begins; with one, the draft
 * or the unsubmitted edit of an open request is replaced. Nothing is decided, so nothing is logged.
 */
export function saveDraft(
  actor: Actor,
  input: { reference?: string; draft: RequestDraft },
  at: Date,
): Promise<Result<{ reference: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "request.submit");
      const gateId = gateOfForm(input.draft.form);
      const title = titleOf(input.draft);
      if (input.reference === undefined) {
        const { reference } = await createDraft(tx, {
          tenantId,
          requestedBy: member.userId,
          gateId,
          title,
          draft: input.draft,
          at,
        });
        return { reference };
      }
      const row = await lockRequest(tx, tenantId, input.reference);
      if (!row || row.requestedBy !== member.userId) return abort("NOT_FOUND");
      if (row.decidedAt || row.status === "WITHDRAWN") return abort("ALREADY_DECIDED");
      if (row.gateId !== gateId) return abort("CONFLICT", "A request stays at the gate it was begun for.");
      await tx.request.update({
        where: { tenantId_id: { tenantId, id: row.id } },
        data: {
          draft: JSON.parse(JSON.stringify(input.draft)),
          // The title of a submitted request changes only with its next revision.
          ...(row.status === "DRAFT" && { title, updatedAt: at }),
        },
      });
      return { reference: row.reference };
    }),
  );
}

function titleOf({ values }: RequestDraft): string {
  const title = typeof values.title === "string" ? values.title.trim() : "";
  return title === "" ? UNTITLED : title.slice(0, TITLE_LENGTH);
}
