import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { PackDocument } from "../board-pack/content";
import { dataHash, pdfHash } from "../board-pack/hash";
import { renderPack } from "../board-pack/pdf/render";
import { periodName } from "../board-pack/period";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { packRow } from "../queries/board-pack-row";
import { actingMember } from "./acting-member";

export const PDF_BYTES = 10 * 1024 * 1024;

export const releaseBoardPackInput = z.strictObject({
  packId: z.guid(),
  /** When the draft that the person was looking at was last changed: nothing is released unseen. */
  seenAt: z.iso.datetime(),
});
export type ReleaseBoardPackInput = z.infer<typeof releaseBoardPackInput>;

/**
 * The CFO lets the pack out: its bytes are made here and kept with their hash, and the log says so in the same transaction.
 * From then on nothing of it changes.
 */
export function releaseBoardPack(
  actor: Actor,
  { packId, seenAt }: ReleaseBoardPackInput,
  at: Date,
): Promise<Result<{ packId: string; pdfSha256: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "board-pack.release");
      const pack = await packRow(tx, tenantId, packId, "for update");
      if (pack.status === "RELEASED") return abort("CONFLICT", "This edition has been released already.");
      if (pack.updatedAt.getTime() !== Date.parse(seenAt)) return abort("CONFLICT");
      const { content, memo } = pack;
      const document: PackDocument = {
        content,
        memo,
        release: { by: member.name, role: member.role, at: at.toISOString() },
      };
      const pdf = await renderPack(document);
      if (pdf.byteLength > PDF_BYTES) {
        return abort("TOO_LARGE", "The pack's file would be larger than 10 MB; shorten the memo.");
      }
      const [dataSha256, pdfSha256] = [dataHash(document), pdfHash(pdf)];
      const policy = await loadActivePolicy(tx, tenantId);
      const name = periodName(pack.periodKey);
      const [position] = await append([
        {
          kind: "board_pack",
          occurredAt: at,
          title: `Board pack ${name} released, edition ${pack.edition}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            board_pack_id: pack.id,
            period: pack.periodKey,
            edition: pack.edition,
            corrects: content.corrects,
            data_sha256: dataSha256,
            pdf_sha256: pdfSha256,
            pdf_bytes: pdf.byteLength,
            data_as_of: content.asOf,
            log_head: content.log,
          },
        },
      ]);
      if (!position) throw new Error("the release has its log entry");
      await tx.boardPack.update({
        where: { tenantId_id: { tenantId, id: pack.id } },
        data: {
          status: "RELEASED",
          dataSha256,
          pdf: new Uint8Array(pdf),
          pdfSha256,
          releasedBy: member.userId,
          releasedAt: at,
          logSeq: position.seq,
        },
      });
      return { packId: pack.id, pdfSha256 };
    }),
  );
}
