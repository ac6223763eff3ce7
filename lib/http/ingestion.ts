import * as z from "zod";
import { authenticateApiKey } from "../auth/api-key";
import type { ApiScope } from "../auth/api-key-format";
import { now } from "../clock";
import {
  type IngestionReport,
  ingestRawEvents,
  ingestRevenueEvents,
  MOST_ROWS,
} from "../commands/ingest-events";
import { rawEventSchema, revenueEventSchema } from "../commands/ingest-row";
import { fail, type Result, succeed } from "../failures";
import { MAXIMUM_BODY_BYTES } from "./decision-runs";
import { readJsonBody } from "./json-body";
import { problemResponse } from "./problem";

export const INGESTION_SCOPE: ApiScope = "revenue-events:write";

/** The rows are judged one by one, so that one bad row does not cost the good ones. */
const envelope = z.strictObject({ events: z.array(z.unknown()) });

/** As the API description shows them; what holds beyond the shape is in the answer's `rule`. */
export const rawEventBatchSchema = z.strictObject({ events: z.array(rawEventSchema).max(MOST_ROWS) });
export const revenueEventBatchSchema = z.strictObject({ events: z.array(revenueEventSchema).max(MOST_ROWS) });
export const ingestionReportSchema = z.strictObject({
  accepted: z.int().min(0).describe("Rows stored now."),
  duplicates: z.int().min(0).describe("Rows that were stored before, with the same content."),
  rejected: z.array(
    z.strictObject({
      index: z.int().min(0).describe("Position in the batch, from 0."),
      event_id: z.string().nullable(),
      field: z.string(),
      rule: z.string().describe("What holds for the field."),
      remedy: z.string(),
    }),
  ),
}) satisfies z.ZodType<IngestionReport>;

export const postRawEvents = ingestion(ingestRawEvents);
export const postRevenueEvents = ingestion(ingestRevenueEvents);

type Ingest = (tenantId: string, rows: readonly unknown[], at: Date) => Promise<IngestionReport>;

/** POST: whose key, what was sent, one command. The company is the key's; a row cannot name another. */
function ingestion(ingest: Ingest): (request: Request) => Promise<Response> {
  return async (request) => {
    const at = now();
    const caller = await authenticateApiKey(request.headers.get("authorization"), at);
    if (!caller.ok) {
      const { retryAfterSeconds } = caller;
      return problemResponse(caller.failure, {
        headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
      });
    }
    if (!caller.value.scopes.includes(INGESTION_SCOPE)) {
      return problemResponse(
        fail("FORBIDDEN", `This key does not have the scope ${INGESTION_SCOPE}.`).failure,
      );
    }
    const read = await readJsonBody(request, MAXIMUM_BODY_BYTES);
    if (!read.ok) return problemResponse(read.failure);
    const rows = readBatch(read.text);
    if (!rows.ok) return problemResponse(rows.failure);
    const report = await ingest(caller.value.tenantId, rows.value, at);
    return Response.json(report, { headers: { "cache-control": "no-store" } });
  };
}

function readBatch(text: string): Result<unknown[]> {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return fail("NOT_A_BATCH", "The body is not JSON.");
    throw error;
  }
  const batch = envelope.safeParse(sent);
  if (!batch.success) return fail("NOT_A_BATCH", 'Send an object {"events": […]} and nothing else in it.');
  const { length } = batch.data.events;
  if (length <= MOST_ROWS) return succeed(batch.data.events);
  const words = `A batch may hold up to ${MOST_ROWS.toLocaleString("en-US")} rows; this one holds ${length.toLocaleString("en-US")}.`;
  return fail("TOO_LARGE", words);
}
