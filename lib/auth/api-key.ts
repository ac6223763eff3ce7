import { now } from "../clock";
import { inTenant } from "../db/tenant-transaction";
import { type Failure, fail } from "../failures";
import { hashApiKey, readApiKey } from "./api-key-format";
import { type Limit, takePoint } from "./throttle";

/** Requests a key may make in a minute; further ones are answered 429 until the minute is over. */
export const API_KEY_LIMIT: Limit = { name: "api-key", points: 120, seconds: 60 };
const TOUCH_AFTER_MS = 60_000;
const REFUSAL =
  "The API key is missing, unknown, expired or revoked. Send it as Authorization: Bearer ros_….";

export type ApiClient = { tenantId: string; apiKeyId: string; name: string; scopes: readonly string[] };

export type ApiAuthentication =
  | { ok: true; value: ApiClient }
  /** `retryAfterSeconds` comes with RATE_LIMITED and belongs in the Retry-After header. */
  | { ok: false; failure: Failure; retryAfterSeconds?: number };

/** Whose key it is. All ways of not being a good key read the same. */
export async function authenticateApiKey(
  authorization: string | null,
  at: Date = now(),
): Promise<ApiAuthentication> {
  const given = readApiKey(authorization);
  if (given === null) return fail("NOT_SIGNED_IN", REFUSAL);
  const client = await findKey(given, at);
  if (client === null) return fail("NOT_SIGNED_IN", REFUSAL);
  const point = await takePoint(API_KEY_LIMIT, client.apiKeyId);
  if (point.allowed) return { ok: true, value: client };
  const words = `This key may make ${API_KEY_LIMIT.points} requests a minute. Try again in ${point.retryAfterSeconds} s.`;
  return { ...fail("RATE_LIMITED", words), retryAfterSeconds: point.retryAfterSeconds };
}

function findKey(given: { key: string; tenantId: string }, at: Date): Promise<ApiClient | null> {
  const { tenantId } = given;
  return inTenant({ tenantId }, async (tx) => {
    const row = await tx.apiKey.findUnique({
      where: { tenantId_secretHash: { tenantId, secretHash: hashApiKey(given.key) } },
    });
    if (!row || row.revokedAt !== null) return null;
    if (row.expiresAt !== null && at >= row.expiresAt) return null;
    if (row.lastUsedAt === null || at.getTime() - row.lastUsedAt.getTime() >= TOUCH_AFTER_MS) {
      await tx.apiKey.updateMany({ where: { tenantId, id: row.id }, data: { lastUsedAt: at } });
    }
    return { tenantId, apiKeyId: row.id, name: row.name, scopes: row.scopes };
  });
}
