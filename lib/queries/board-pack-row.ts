import {
  type PackContent,
  type PackDocument,
  type PackMemo,
  packContentSchema,
  packMemoSchema,
} from "../board-pack/content";
import { contentHash } from "../board-pack/hash";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

/** A pack without its bytes, which are read only to be handed out. */
export type PackRow = {
  id: string;
  periodKey: string;
  edition: number;
  status: "DRAFT" | "RELEASED";
  content: PackContent;
  memo: PackMemo;
  madeAt: Date;
  madeBy: string;
  updatedAt: Date;
  corrects: string | null;
  correctionReason: string | null;
  dataSha256: string | null;
  pdfSha256: string | null;
  releasedAt: Date | null;
  releasedBy: string | null;
  logSeq: number | null;
};

type Stored = Omit<PackRow, "content" | "memo"> & {
  content: unknown;
  memo: unknown;
  contentSha256: string;
};

/** The pack as it was frozen. Data that no longer match their hash are not shown, signed or sent as if they did. */
export async function packRow(
  tx: Transaction,
  tenantId: string,
  id: string,
  lock: "for update" | "to read" = "to read",
): Promise<PackRow> {
  if (lock === "for update") {
    await tx.$queryRaw`select 1 as locked from board_packs
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  }
  const [stored] = await tx.$queryRaw<Stored[]>`
    select p.id, p.period_key as "periodKey", p.edition, p.status, p.content, p.content_sha256 as "contentSha256",
      p.memo, p.made_at as "madeAt", m.name as "madeBy", p.updated_at as "updatedAt", p.corrects,
      p.correction_reason as "correctionReason", p.data_sha256 as "dataSha256", p.pdf_sha256 as "pdfSha256",
      p.released_at as "releasedAt", r.name as "releasedBy", p.log_seq::int as "logSeq"
    from board_packs p
    join users m on m.id = p.made_by
    left join users r on r.id = p.released_by
    where p.tenant_id = ${tenantId}::uuid and p.id = ${id}::uuid`;
  if (!stored) return abort("NOT_FOUND", "There is no such board pack.");
  const { contentSha256, ...row } = stored;
  const content = packContentSchema.safeParse(row.content);
  const memo = packMemoSchema.safeParse(row.memo);
  if (!content.success || !memo.success || contentHash(content.data) !== contentSha256) {
    return abort("FILE_UNTRUSTED", "The data of this pack do not match their hash, so they are not shown.");
  }
  return { ...row, content: content.data, memo: memo.data };
}

/** What a draft's PDF is made from. */
export const draftDocument = ({ content, memo }: PackRow): PackDocument => ({ content, memo, release: null });
