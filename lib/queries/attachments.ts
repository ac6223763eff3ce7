import { createHash } from "node:crypto";
import { databaseStore } from "../attachments/store";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";

export type ShownAttachment = {
  id: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  addedAt: Date;
  addedBy: string;
  /**
   * `submitted`: what signers see and sign. `new`, `leaving`: what the next submission would change, seen by the person
   * who asks alone. `left`: of an earlier revision.
   */
  standing: "submitted" | "new" | "leaving" | "left";
  fromRevision: number | null;
  removedRevision: number | null;
};

type Person = { tenantId: string; userId: string };

/** The files of a request, as far as a person may see them; those of the present revision first. */
export function loadAttachments(person: Person, reference: string): Promise<ShownAttachment[]> {
  const { tenantId, userId } = person;
  return inTenant(person, async (tx) => {
    const request = await tx.request.findUnique({
      where: { tenantId_reference: { tenantId, reference } },
      select: { id: true, requestedBy: true, status: true },
    });
    if (!request) return [];
    const isMine = request.requestedBy === userId;
    const rows = await tx.requestAttachment.findMany({
      where: { tenantId, requestId: request.id, ...(!isMine && { fromRevision: { not: null } }) },
      orderBy: [{ addedAt: "asc" }, { name: "asc" }, { id: "asc" }],
      include: { member: { select: { user: { select: { name: true } } } } },
    });
    const isOpen = ["DRAFT", "PENDING", "BLOCKED", "STALE"].includes(request.status);
    return rows
      .filter(({ fromRevision }) => isOpen || fromRevision !== null)
      .map(({ tenantId: _, requestId: __, addedBy: ___, leaving, member, ...row }) => ({
        ...row,
        addedBy: member.user.name,
        standing: standingOf({ ...row, leaving: leaving && isMine && isOpen }),
      }))
      .sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing));
  });
}

const ORDER: readonly ShownAttachment["standing"][] = ["submitted", "leaving", "new", "left"];

function standingOf(row: {
  fromRevision: number | null;
  removedRevision: number | null;
  leaving: boolean;
}): ShownAttachment["standing"] {
  if (row.removedRevision !== null) return "left";
  if (row.fromRevision === null) return "new";
  return row.leaving ? "leaving" : "submitted";
}

export type AttachmentOnRecord = { name: string; sha256: string };

/** What stands under the hash of a decision: the files that it was made with. */
export async function attachmentsOnRecord(
  tx: Transaction,
  { tenantId, id: requestId }: { tenantId: string; id: string },
): Promise<AttachmentOnRecord[]> {
  return tx.requestAttachment.findMany({
    where: { tenantId, requestId, fromRevision: { not: null }, removedRevision: null },
    orderBy: [{ addedAt: "asc" }, { id: "asc" }],
    select: { name: true, sha256: true },
  });
}

export type AttachmentFile = { name: string; mediaType: string; content: Buffer };

/** The bytes, for people of the company; what is not submitted, for the person who asks alone. */
export function readAttachment(person: Person, attachmentId: string): Promise<Result<AttachmentFile>> {
  const { tenantId, userId } = person;
  return settle(() =>
    inTenant(person, async (tx) => {
      const file = await tx.requestAttachment.findUnique({
        where: { tenantId_id: { tenantId, id: attachmentId } },
        include: { request: { select: { requestedBy: true } } },
      });
      if (!file || (file.fromRevision === null && file.request.requestedBy !== userId))
        return abort("NOT_FOUND");
      const content = await databaseStore.get(tx, { tenantId, attachmentId });
      if (!content) return abort("NOT_FOUND");
      if (createHash("sha256").update(content).digest("hex") !== file.sha256) return abort("FILE_UNTRUSTED");
      return { name: file.name, mediaType: file.mediaType, content };
    }),
  );
}
