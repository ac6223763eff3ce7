import * as z from "zod";
import { pdfHash } from "../board-pack/hash";
import { renderPack } from "../board-pack/pdf/render";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { draftDocument, type PackRow, packRow } from "./board-pack-row";
import type { Person } from "./waiting";

export type PackFile = { name: string; pdf: Uint8Array<ArrayBuffer>; sha256: string };

const loggedHashes = z.object({ pdf_sha256: z.string(), data_sha256: z.string() });

/** The bytes that were released, checked before they are handed out; of a draft, bytes that say so on every page. */
export function loadPackFile(person: Person, companySlug: string, id: string): Promise<Result<PackFile>> {
  return settle(async () => {
    const { pack, released } = await inTenant(person, async (tx) => {
      const found = await packRow(tx, person.tenantId, id);
      return {
        pack: found,
        released: found.status === "RELEASED" ? await releasedPdf(tx, person, found) : null,
      };
    });
    const pdf = released ?? new Uint8Array(await renderPack(draftDocument(pack)));
    const draft = released ? "" : "-draft";
    return {
      name: `board-pack-${companySlug}-${pack.periodKey}-edition-${pack.edition}${draft}.pdf`,
      pdf,
      sha256: pdfHash(pdf),
    };
  });
}

/** Three witnesses must agree: the bytes, the hash beside them, and the decision log. */
async function releasedPdf(
  tx: Transaction,
  { tenantId }: Person,
  pack: PackRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const stored = await tx.boardPack.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: pack.id } },
    select: { pdf: true, logEntry: { select: { content: true } } },
  });
  const logged = loggedHashes.safeParse(JSON.parse(stored.logEntry?.content ?? "null"));
  if (stored.pdf === null || !logged.success) return abort("FILE_UNTRUSTED");
  const sha256 = pdfHash(stored.pdf);
  if (sha256 !== pack.pdfSha256 || sha256 !== logged.data.pdf_sha256) return abort("FILE_UNTRUSTED");
  if (pack.dataSha256 !== logged.data.data_sha256) return abort("FILE_UNTRUSTED");
  return stored.pdf;
}
