import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

/** Ends a key at once and for good. */
export function revokeApiKey(
  actor: Actor,
  apiKeyId: string,
  at: Date,
): Promise<Result<{ apiKeyId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "api-key.manage");
      const { tenantId } = actor;
      // The condition makes two revocations at once one revocation and one answer that it was done.
      const revoked = await tx.apiKey.updateManyAndReturn({
        where: { tenantId, id: apiKeyId, revokedAt: null },
        data: { revokedAt: at },
        select: { name: true },
      });
      const key = revoked[0];
      if (key === undefined) return abort("NOT_FOUND", "There is no such key, or it is already revoked.");
      await append([
        await accessChange(tx, tenantId, at, `API key "${key.name}" revoked`, {
          step: "API_KEY_REVOKED",
          api_key_id: apiKeyId,
        }),
      ]);
      return { apiKeyId };
    }),
  );
}
