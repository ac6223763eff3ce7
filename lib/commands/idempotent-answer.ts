import type { ApiClient } from "../auth/api-key";
import { hashContent } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

/** How long an answer can be asked for again. */
export const ANSWER_KEPT_DAYS = 7;

export type KeyedDocument = { body: string; idempotencyKey: string | null };

/**
 * The answer that this key was given before for this document; null when there is none. The same key with
 * another document is refused: one of the two would be answered wrongly.
 */
export async function earlierAnswer(
  tx: Transaction,
  client: ApiClient,
  { body, idempotencyKey: key }: KeyedDocument,
  at: Date,
): Promise<string | null> {
  if (key === null) return null;
  const { tenantId, apiKeyId } = client;
  const row = await tx.idempotencyKey.findUnique({
    where: { tenantId_apiKeyId_key: { tenantId, apiKeyId, key } },
  });
  if (row === null || row.createdAt <= keptSince(at)) return null;
  return row.requestHash === hashContent(body) ? row.responseBody : abort("KEY_REUSED");
}

/** Makes runs under one key wait for each other until the transaction ends. */
export async function holdKey(tx: Transaction, { apiKeyId }: ApiClient, key: string | null): Promise<void> {
  if (key === null) return;
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`idempotency:${apiKeyId}:${key}`}, 0))::text`;
}

export async function keepAnswer(
  tx: Transaction,
  client: ApiClient,
  { body, idempotencyKey: key }: KeyedDocument,
  answer: { status: number; body: string },
  at: Date,
): Promise<void> {
  if (key === null) return;
  const { tenantId, apiKeyId } = client;
  await tx.idempotencyKey.deleteMany({ where: { tenantId, apiKeyId, createdAt: { lte: keptSince(at) } } });
  await tx.idempotencyKey.create({
    data: {
      tenantId,
      apiKeyId,
      key,
      requestHash: hashContent(body),
      responseStatus: answer.status,
      responseBody: answer.body,
      createdAt: at,
    },
  });
}

const keptSince = (at: Date) => new Date(at.getTime() - ANSWER_KEPT_DAYS * 24 * 3_600_000);
