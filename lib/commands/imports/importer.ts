import type { Actor } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import { kindOf } from "../../imports/kinds";
import type { Kind } from "../../imports/kinds/kind";
import { actingMember } from "../acting-member";

/** Who brings figures: a person, or a program by its API key. */
export type Importer = Actor & { apiKeyId?: string };

/** The person or key as it stands inside the transaction; a key that was revoked meanwhile brings nothing any more. */
export async function actingImporter(
  tx: Transaction,
  importer: Importer,
): Promise<{ userId: string | null; apiKeyId: string | null; by: string }> {
  if (importer.apiKeyId === undefined) {
    const { userId } = await actingMember(tx, importer, "figures.import");
    return { userId, apiKeyId: null, by: userId };
  }
  const key = await tx.apiKey.findUnique({
    where: { tenantId_id: { tenantId: importer.tenantId, id: importer.apiKeyId } },
    select: { revokedAt: true },
  });
  if (!key || key.revokedAt) return abort("FORBIDDEN", "This key is no longer in force.");
  return { userId: null, apiKeyId: importer.apiKeyId, by: importer.apiKeyId };
}

/** One import, apply or undo at a time per company: each decides on what the one before has left. */
export async function holdImports(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`imports:${tenantId}`}, 0))::text`;
}

export function knownKind(id: string): Kind {
  return kindOf(id) ?? abort("NOT_FOUND", `There is no kind of import called ${id.slice(0, 60)}.`);
}
