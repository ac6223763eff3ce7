import { authenticateApiKey } from "../auth/api-key";
import type { ApiScope } from "../auth/api-key-format";
import { now } from "../clock";
import { runExternalDecisions } from "../commands/run-external-decisions";
import { fail } from "../failures";
import { readJsonBody } from "./json-body";
import { problemResponse } from "./problem";

export const MAXIMUM_BODY_BYTES = 16_000_000;
const SCOPE: ApiScope = "decision-runs:write";
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** POST /api/v1/decision-runs: who asks, what was sent, one command, and its report byte for byte. */
export async function postDecisionRun(request: Request): Promise<Response> {
  const at = now();
  const caller = await authenticateApiKey(request.headers.get("authorization"), at);
  if (!caller.ok) {
    const { retryAfterSeconds } = caller;
    return problemResponse(caller.failure, {
      headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
    });
  }
  if (!caller.value.scopes.includes(SCOPE)) {
    return problemResponse(fail("FORBIDDEN", `This key does not have the scope ${SCOPE}.`).failure);
  }
  const idempotencyKey = request.headers.get("idempotency-key");
  if (idempotencyKey !== null && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    const words = "1 to 255 visible ASCII characters";
    return problemResponse(fail("INVALID_INPUT", undefined, { "Idempotency-Key": words }).failure);
  }
  const read = await readJsonBody(request, MAXIMUM_BODY_BYTES);
  if (!read.ok) return problemResponse(read.failure);
  const answer = await runExternalDecisions(caller.value, { body: read.text, idempotencyKey }, at);
  if (!answer.ok) return problemResponse(answer.failure, { faults: answer.issues });
  return new Response(answer.body, {
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(answer.replayed && { "idempotent-replayed": "true" }),
    },
  });
}
