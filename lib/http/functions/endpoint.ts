import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { ApiScope } from "../../auth/api-key-format";
import { now } from "../../clock";
import { FAILURES, type Failure, type FailureCode, fail } from "../../failures";
import { readJsonBody } from "../json-body";
import { problemOf } from "../problem";
import { authenticateCaller, type FunctionCaller, scopeFailure } from "./caller";

/** What a function is asked fits on a page; what it works on is read from the database. */
export const MAXIMUM_FUNCTION_BODY_BYTES = 64_000;
const INVALID_INPUT_STATUS = 400;

/** A company's id as it is compared: in lower case. */
export const tenantIdSchema = z
  .guid()
  .transform((id) => id.toLowerCase())
  .optional();

export type Asked<Input> = {
  caller: FunctionCaller;
  input: Input;
  /** The body as it was sent, by which a repeated request is known. */
  body: string;
  idempotencyKey: string | null;
  at: Date;
};

export type FunctionAnswer =
  | { ok: true; value: unknown; replayed?: boolean }
  | { ok: false; failure: Failure; retryAfterSeconds?: number };

type FunctionEndpoint<Schema extends z.ZodType> = {
  name: string;
  scope: ApiScope;
  schema: Schema;
  answer: (asked: Asked<z.output<Schema>>) => Promise<FunctionAnswer>;
};

/**
 * POST /functions/v1/…: who calls, what was sent, one piece of work, one answer. What goes wrong unexpectedly is
 * written to the server's log under a reference, and the caller is given the reference alone.
 */
export function functionEndpoint<Schema extends z.ZodType>(
  endpoint: FunctionEndpoint<Schema>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return respond(await ask(endpoint, request));
    } catch (error) {
      const reference = randomUUID();
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${endpoint.name}: ${reference}: ${cause}\n`);
      return respond(fail("INTERNAL_ERROR", `${FAILURES.INTERNAL_ERROR.words} Reference: ${reference}.`));
    }
  };
}

async function ask<Schema extends z.ZodType>(
  { scope, schema, answer }: FunctionEndpoint<Schema>,
  request: Request,
): Promise<FunctionAnswer> {
  const at = now();
  const caller = await authenticateCaller(request, at);
  if (!caller.ok) return caller;
  const refusal = scopeFailure(caller.value, scope);
  if (refusal) return { ok: false, failure: refusal };
  const idempotencyKey = request.headers.get("idempotency-key");
  if (idempotencyKey !== null && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
    return fail("INVALID_INPUT", undefined, { "Idempotency-Key": "1 to 255 visible ASCII characters" });
  }
  const read = await readJsonBody(request, MAXIMUM_FUNCTION_BODY_BYTES);
  if (!read.ok) return read;
  const input = parse(schema, read.text);
  if (!input.ok) return input;
  return answer({ caller: caller.value, input: input.value, body: read.text, idempotencyKey, at });
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): { ok: true; value: z.output<Schema> } | { ok: false; failure: Failure } {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return fail("INVALID_INPUT", "The body is not JSON.");
    throw error;
  }
  const parsed = schema.safeParse(sent);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.map(String).join("."), message]),
  );
  return fail("INVALID_INPUT", undefined, fields);
}

/** The kernel's contract names its errors, and gives INVALID_INPUT another status than forms and documents have. */
export function functionStatus(code: FailureCode): number {
  return code === "INVALID_INPUT" ? INVALID_INPUT_STATUS : FAILURES[code].status;
}

function respond(answer: FunctionAnswer): Response {
  if (answer.ok) {
    return Response.json(answer.value, {
      headers: { "cache-control": "no-store", ...(answer.replayed && { "idempotent-replayed": "true" }) },
    });
  }
  const { failure, retryAfterSeconds } = answer;
  const status = functionStatus(failure.code);
  return new Response(JSON.stringify({ ...problemOf(failure), status, code: failure.code }), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 401 && { "www-authenticate": 'Bearer realm="Revenue OS"' }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
  });
}
