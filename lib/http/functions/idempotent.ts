import type { ApiClient } from "../../auth/api-key";
import { canonicalJson } from "../../canonical-json";
import { earlierAnswer, holdKey, type KeyedDocument, keepAnswer } from "../../commands/idempotent-answer";
import { inTenant } from "../../db/tenant-transaction";
import { settle } from "../../failures";
import type { Asked, FunctionAnswer } from "./endpoint";

const ANSWERED = 200;

/**
 * Answers a request of an API key once for its Idempotency-Key: the same key and body are given the same answer again,
 * and nothing is done twice. A cycle and an action happen once by themselves, so of two requests at the same moment the
 * slower one is refused by them, and then finds the other's answer here.
 */
export async function answerOnce(
  name: string,
  asked: Pick<Asked<unknown>, "caller" | "body" | "idempotencyKey" | "at">,
  work: () => Promise<FunctionAnswer>,
): Promise<FunctionAnswer> {
  const { caller, body, idempotencyKey, at } = asked;
  if (caller.kind !== "key" || idempotencyKey === null) return work();
  const { client } = caller;
  // One key means one document of one function: the function's name is part of it.
  const document: KeyedDocument = { body: `${name}\n${body}`, idempotencyKey };
  const recall = () => settle(() => inTenant(client, (tx) => earlierAnswer(tx, client, document, at)));
  const before = await recall();
  if (!before.ok) return before;
  if (before.value !== null) return replay(before.value);
  const answer = await work();
  if (!answer.ok) {
    const meanwhile = await recall();
    return meanwhile.ok && meanwhile.value !== null ? replay(meanwhile.value) : answer;
  }
  return keep(client, document, canonicalJson(answer.value), at);
}

/** The first answer that is kept counts, also for whoever was given another at the same moment. */
function keep(client: ApiClient, document: KeyedDocument, body: string, at: Date): Promise<FunctionAnswer> {
  return inTenant(client, async (tx) => {
    await holdKey(tx, client, document.idempotencyKey);
    const earlier = await earlierAnswer(tx, client, document, at);
    if (earlier !== null) return replay(earlier);
    await keepAnswer(tx, client, document, { status: ANSWERED, body }, at);
    return { ok: true, value: JSON.parse(body) };
  });
}

const replay = (body: string): FunctionAnswer => ({ ok: true, value: JSON.parse(body), replayed: true });
