import * as z from "zod";
import { authenticateApiKey } from "../auth/api-key";
import type { ApiScope } from "../auth/api-key-format";
import { now } from "../clock";
import { postImport } from "../commands/post-import";
import { fail, type Result, succeed } from "../failures";
import { FATES } from "../imports/fates";
import { KIND_IDS, KINDS } from "../imports/kinds";
import { isStorable } from "../storable-text";
import { MAXIMUM_BODY_BYTES } from "./decision-runs";
import { readJsonBody } from "./json-body";
import { nestsDeeper } from "./json-depth";
import { problemResponse } from "./problem";

export const IMPORT_SCOPE: ApiScope = "figures:import";
export const MOST_IMPORTED_ROWS = 10_000;
/** An object that holds rows that hold cells. */
const DEPTH = 3;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const cell = z.union([z.string().refine(isStorable), z.number(), z.boolean(), z.null()]);
/** What a program sends: rows by the names of the kind's fields, and a name to find the import by. */
export const importBodySchema = z.strictObject({
  rows: z.array(z.record(z.string(), cell)).min(1).max(MOST_IMPORTED_ROWS),
  name: z.string().trim().min(1).max(200).refine(isStorable).optional(),
});

export const importReportSchema = z.strictObject({
  import_id: z.string().nullable().describe("Null on a dry run, and where everything was there already."),
  applied: z.boolean(),
  counts: z.strictObject({
    new: z.int(),
    same: z.int(),
    restates: z.int(),
    duplicate: z.int(),
    fault: z.int(),
  }),
  stated_usd: z.number().describe("Sum of the new and restating rows."),
  replaced_usd: z.number().describe("Sum of what stood in the place of the restating ones."),
  rows: z
    .array(
      z.strictObject({
        index: z.int().min(0).describe("Position in what was sent, from 0."),
        fate: z.enum(FATES),
        key: z.string().nullable(),
        before: z
          .unknown()
          .describe("What stands under the key: what it says, of how many rows, from where."),
        faults: z.array(
          z.strictObject({ field: z.string().nullable(), what: z.string(), remedy: z.string() }),
        ),
      }),
    )
    .describe("On a dry run, those with something to say first, up to 1,000."),
});

/** The fields of each kind, for the API description. */
export function importKinds(): { id: string; says: string }[] {
  return KINDS.map(({ id, help, fields }) => ({
    id,
    says: `${help} Fields: ${fields.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(", ")}.`,
  }));
}

/** POST /api/v1/imports/{kind}: whose key, what was sent, one command. The company is the key's. */
export async function postImportRows(request: Request, kind: string): Promise<Response> {
  const at = now();
  const caller = await authenticateApiKey(request.headers.get("authorization"), at);
  if (!caller.ok) {
    const { retryAfterSeconds } = caller;
    return problemResponse(caller.failure, {
      headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
    });
  }
  if (!caller.value.scopes.includes(IMPORT_SCOPE))
    return problemResponse(fail("FORBIDDEN", `This key does not have the scope ${IMPORT_SCOPE}.`).failure);
  if (!KIND_IDS.includes(kind))
    return problemResponse(
      fail("NOT_FOUND", `There is no such kind of import; there are ${KIND_IDS.join(", ")}.`).failure,
    );
  const idempotencyKey = request.headers.get("idempotency-key");
  if (idempotencyKey !== null && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    const words = "1 to 255 visible ASCII characters";
    return problemResponse(fail("INVALID_INPUT", undefined, { "Idempotency-Key": words }).failure);
  }
  const read = await readJsonBody(request, MAXIMUM_BODY_BYTES);
  if (!read.ok) return problemResponse(read.failure);
  const body = readBody(read.text);
  if (!body.ok) return problemResponse(body.failure);
  const dryRun = new URL(request.url).searchParams.get("dry_run") === "true";
  const { rows, name = `${kind}.json` } = body.value;
  // A dry run answers what would be, which may be something else a moment later; it is not kept for its key.
  const key = dryRun ? null : idempotencyKey;
  const answer = await postImport(
    caller.value,
    { kind, rows, fileName: name, body: `${kind}\n${read.text}`, idempotencyKey: key, dryRun },
    at,
  );
  if (!answer.ok) return problemResponse(answer.failure, { faults: answer.faults });
  return new Response(answer.body, {
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(answer.replayed && { "idempotent-replayed": "true" }),
    },
  });
}

function readBody(text: string): Result<z.infer<typeof importBodySchema>> {
  let sent: unknown;
  if (nestsDeeper(text, DEPTH))
    return fail("NOT_A_BATCH", "The body nests deeper than an object of rows of cells.");
  try {
    sent = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return fail("NOT_A_BATCH", "The body is not JSON.");
    throw error;
  }
  const parsed = importBodySchema.safeParse(sent);
  if (parsed.success) return succeed(parsed.data);
  const rows =
    typeof sent === "object" && sent !== null && "rows" in sent && Array.isArray(sent.rows)
      ? sent.rows.length
      : 0;
  if (rows > MOST_IMPORTED_ROWS)
    return fail(
      "TOO_LARGE",
      `An import may hold up to ${MOST_IMPORTED_ROWS.toLocaleString("en-US")} rows; this one holds ${rows.toLocaleString("en-US")}.`,
    );
  return fail(
    "NOT_A_BATCH",
    'Send an object {"rows": [{…}]} whose rows hold text, numbers, true, false or null by the names of the fields.',
  );
}
