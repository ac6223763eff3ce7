import * as z from "zod";
import { API_SCOPES, newApiKey } from "../auth/api-key-format";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

export const createApiKeyInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(3, "Name the program that will use the key, in at least 3 characters.")
    .max(80, "Keep the name under 80 characters."),
  scopes: z.array(z.enum(API_SCOPES)).min(1, "Choose what the key may do."),
  expiresOn: z.union([z.literal(""), z.iso.date("Choose a day, or leave it empty.")]).default(""),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

export type CreatedApiKey = { apiKeyId: string; name: string; key: string };

/** Makes a key for a program. Only its hash is stored; the key itself is in the answer and nowhere else. */
export function createApiKey(
  actor: Actor,
  input: CreateApiKeyInput,
  at: Date,
): Promise<Result<CreatedApiKey>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const member = await actingMember(tx, actor, "api-key.manage");
      // The key works through the whole of its last day.
      const expiresAt = input.expiresOn === "" ? null : new Date(`${input.expiresOn}T23:59:59.999Z`);
      if (expiresAt !== null && expiresAt <= at) {
        return abort("INVALID_INPUT", undefined, { expiresOn: "Choose today or a later day." });
      }
      const { key, prefix, secretHash } = newApiKey(actor.tenantId);
      const row = await tx.apiKey.create({
        data: {
          tenantId: actor.tenantId,
          name: input.name,
          prefix,
          secretHash,
          scopes: input.scopes,
          createdBy: member.userId,
          createdAt: at,
          expiresAt,
        },
      });
      await append([
        await accessChange(tx, actor.tenantId, at, `API key "${input.name}" created`, {
          step: "API_KEY_CREATED",
          api_key_id: row.id,
          scopes: input.scopes,
          expires_at: expiresAt?.toISOString() ?? null,
        }),
      ]);
      return { apiKeyId: row.id, name: input.name, key };
    }),
  );
}
