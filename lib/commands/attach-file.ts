import { createHash } from "node:crypto";
import { type MediaType, MOST_FILES, mediaTypeOf } from "../attachments/file-kind";
import { keptName } from "../attachments/file-name";
import { databaseStore } from "../attachments/store";
import type { Actor } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { FileFault } from "../imports/file-fault";
import { lockRequest, OPEN_STATUSES, type RequestRow } from "../queries/request-row";
import { actingMember } from "./acting-member";

export type AttachInput = { reference: string; name: string; bytes: Buffer };
export type Attached = { attachmentId: string; name: string; sha256: string };

/**
 * Attaches a file to the person's own request. It belongs to the request from the next submission on: until then nobody
 * else sees it, and what was submitted, and signed, stays as it was. So it raises the revision like any other change,
 * and several files raise it once.
 */
export function attachFile(actor: Actor, input: AttachInput, at: Date): Promise<Result<Attached>> {
  return settle(async () => {
    const name = keptName(input.name);
    // Before anything is held: judging a file takes a moment.
    const mediaType = await judged(name, input.bytes);
    return inTenant(actor, async (tx) => {
      const { userId } = await actingMember(tx, actor, "request.submit");
      const request = await ownOpenRequest(tx, actor.tenantId, input.reference, userId);
      const { tenantId, id: requestId } = request;
      const sha256 = createHash("sha256").update(input.bytes).digest("hex");
      await refuseTooMany(tx, request, sha256);
      const { id: attachmentId } = await tx.requestAttachment.create({
        data: {
          tenantId,
          requestId,
          name,
          mediaType,
          sizeBytes: input.bytes.length,
          sha256,
          addedBy: userId,
          addedAt: at,
        },
        select: { id: true },
      });
      await databaseStore.put(tx, { tenantId, attachmentId }, input.bytes);
      return { attachmentId, name, sha256 };
    });
  });
}

async function judged(name: string, bytes: Buffer): Promise<MediaType> {
  try {
    return await mediaTypeOf(name, bytes);
  } catch (error) {
    if (error instanceof FileFault) return abort("FILE_REFUSED", `${name}: ${error.message}`);
    throw error;
  }
}

/** The person's request, held; a draft, or one that nobody has ended. */
export async function ownOpenRequest(
  tx: Transaction,
  tenantId: string,
  reference: string,
  userId: string,
): Promise<RequestRow> {
  const row = await lockRequest(tx, tenantId, reference);
  if (!row || (row.status === "DRAFT" && row.requestedBy !== userId)) return abort("NOT_FOUND");
  if (row.requestedBy !== userId)
    return abort("FORBIDDEN", "Only the person who asked changes what a request rests on.");
  const open: readonly string[] = ["DRAFT", ...OPEN_STATUSES];
  if (!open.includes(row.status)) return abort("ALREADY_DECIDED");
  return row;
}

async function refuseTooMany(
  tx: Transaction,
  { tenantId, id: requestId }: RequestRow,
  sha256: string,
): Promise<void> {
  const there = await tx.requestAttachment.findMany({
    where: { tenantId, requestId, removedRevision: null, leaving: false },
    select: { sha256: true, name: true },
  });
  const same = there.find((each) => each.sha256 === sha256);
  if (same) abort("CONFLICT", `This file is attached already, as ${same.name}.`);
  if (there.length >= MOST_FILES)
    abort("CONFLICT", `A request holds at most ${MOST_FILES} files. Remove one first.`);
}
