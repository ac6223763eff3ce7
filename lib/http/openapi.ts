import * as z from "zod";
import { KERNEL_VERSION, reportSchema, runDocumentSchema } from "../../kernel/enforcement";
import { API_KEY_LIMIT } from "../auth/api-key";
import { MAXIMUM_REQUESTS } from "../commands/document-bounds";
import { ANSWER_KEPT_DAYS } from "../commands/idempotent-answer";
import { MOST_ROWS } from "../commands/ingest-events";
import { FAILURES, type FailureCode } from "../failures";
import { MAXIMUM_BODY_BYTES } from "./decision-runs";
import { functionPaths, functionSchemas } from "./functions/openapi";
import {
  IMPORT_SCOPE,
  importBodySchema,
  importKinds,
  importReportSchema,
  MOST_IMPORTED_ROWS,
} from "./imports";
import {
  INGESTION_SCOPE,
  ingestionReportSchema,
  rawEventBatchSchema,
  revenueEventBatchSchema,
} from "./ingestion";
import { problemType } from "./problem";

type Json = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
};

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const healthSchema = z.object({
  status: z.enum(["ok", "failing"]),
  kernel_version: z.string(),
  checks: z.record(
    z.enum(["database", "migrations", "role", "policy_set", "policies", "queue"]),
    z.object({ ok: z.boolean(), says: z.string() }),
  ),
});

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string) => ({ "application/json": { schema: ref(name) } });

/** The failures that a decision run is refused with, each with its status and words from the one table. */
const RUN_REFUSALS: readonly FailureCode[] = [
  "NOT_A_RUN",
  "INCOMPLETE_BODY",
  "NOT_SIGNED_IN",
  "FORBIDDEN",
  "METHOD_NOT_ALLOWED",
  "TOO_LARGE",
  "UNSUPPORTED_MEDIA",
  "INVALID_INPUT",
  "KEY_REUSED",
  "RATE_LIMITED",
  "POLICY_UNTRUSTED",
];

const BATCH_REFUSALS: readonly FailureCode[] = [
  "NOT_A_BATCH",
  ...RUN_REFUSALS.filter(
    (code) => !["NOT_A_RUN", "INVALID_INPUT", "KEY_REUSED", "POLICY_UNTRUSTED"].includes(code),
  ),
];

const IMPORT_REFUSALS: readonly FailureCode[] = [
  ...BATCH_REFUSALS,
  "NOT_FOUND",
  "INVALID_INPUT",
  "FILE_REFUSED",
  "KEY_REUSED",
  "STALE",
];

function refusals(codes: readonly FailureCode[]): Json {
  const byStatus = new Map<number, FailureCode[]>();
  for (const code of codes)
    byStatus.set(FAILURES[code].status, [...(byStatus.get(FAILURES[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${problemType(code)}: ${FAILURES[code].words}`).join(" "),
        content: { "application/problem+json": { schema: ref("Problem") } },
        ...(status === 429 && {
          headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
        }),
      },
    ]),
  );
}

/** OpenAPI 3.1, from the schemas that the endpoint itself parses with. */
export function openApiDocument(): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Revenue OS",
      version: KERNEL_VERSION,
      description:
        "Evaluates decision runs under the enforcement contract and logs their decisions; takes the events that the metrics are computed from.",
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    paths: {
      "/api/v1/decision-runs": { post: decisionRunOperation() },
      "/api/v1/events": {
        post: ingestionOperation("ingestEvents", "Store raw events.", "RawEventBatch"),
      },
      "/api/v1/revenue-events": {
        post: ingestionOperation("ingestRevenueEvents", "Store revenue events.", "RevenueEventBatch"),
      },
      "/api/v1/imports/{kind}": { post: importOperation() },
      ...functionPaths(),
      "/api/health": {
        get: {
          operationId: "getHealth",
          summary: "Whether this instance can serve.",
          security: [],
          responses: {
            "200": { description: "Everything holds.", content: json("Health") },
            "503": { description: "Something does not; the checks say what.", content: json("Health") },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", bearerFormat: "ros_…" },
        session: { type: "apiKey", in: "cookie", name: "revenue-os.session" },
      },
      schemas: {
        DecisionRun: jsonSchema(runDocumentSchema),
        Report: jsonSchema(reportSchema),
        RawEventBatch: jsonSchema(rawEventBatchSchema),
        RevenueEventBatch: jsonSchema(revenueEventBatchSchema),
        IngestionReport: jsonSchema(ingestionReportSchema),
        ImportRows: jsonSchema(importBodySchema),
        ImportReport: jsonSchema(importReportSchema),
        Problem: jsonSchema(problemSchema),
        Health: jsonSchema(healthSchema),
        ...functionSchemas(),
      },
    },
  };
}

function decisionRunOperation(): Json {
  return {
    operationId: "createDecisionRun",
    summary: "Evaluate a document as sent.",
    description:
      `One document of up to ${MAXIMUM_BODY_BYTES / 1_000_000} MB and ${MAXIMUM_REQUESTS} requests. Needs the scope ` +
      `decision-runs:write. A key may make ${API_KEY_LIMIT.points} requests in ${API_KEY_LIMIT.seconds} s. Every report ` +
      "is answered 200, whatever its outcome: the question was answered.",
    parameters: [
      {
        name: "Idempotency-Key",
        in: "header",
        required: false,
        description: `The same key and document give the same answer for ${ANSWER_KEPT_DAYS} days, and are logged once.`,
        schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
      },
    ],
    requestBody: { required: true, content: json("DecisionRun") },
    responses: {
      "200": {
        description: "The report, in canonical JSON (RFC 8785).",
        headers: {
          "Idempotent-Replayed": {
            description: "true when the answer was given before.",
            schema: { const: "true" },
          },
        },
        content: json("Report"),
      },
      ...refusals(RUN_REFUSALS),
    },
  };
}

function ingestionOperation(operationId: string, summary: string, batch: string): Json {
  return {
    operationId,
    summary,
    description:
      `Up to ${MOST_ROWS} rows and ${MAXIMUM_BODY_BYTES / 1_000_000} MB. Needs the scope ${INGESTION_SCOPE}. A row is known by ` +
      "its event_id: the same content again is a duplicate, another content is refused. Bad rows are returned with " +
      "their reason, and the good ones are kept, in one transaction.",
    requestBody: { required: true, content: json(batch) },
    responses: {
      "200": { description: "What was stored, and why the rest was not.", content: json("IngestionReport") },
      ...refusals(BATCH_REFUSALS),
    },
  };
}

function importOperation(): Json {
  const kinds = importKinds();
  return {
    operationId: "importFigures",
    summary: "Import figures of one kind, whole or not at all.",
    description:
      `Up to ${MOST_IMPORTED_ROWS} rows and ${MAXIMUM_BODY_BYTES / 1_000_000} MB, by the names of the kind's fields. Needs the ` +
      `scope ${IMPORT_SCOPE}. A row states the total of its key: what stands under it in the books, from whatever source, is ` +
      "restated by it. While one row has a fault, nothing is written, and the faults are told by row and field. " +
      kinds.map(({ id, says }) => `${id}: ${says}`).join(" "),
    parameters: [
      {
        name: "kind",
        in: "path",
        required: true,
        schema: { type: "string", enum: kinds.map(({ id }) => id) },
      },
      {
        name: "dry_run",
        in: "query",
        required: false,
        description: "true to be told each row's fate and write nothing.",
        schema: { type: "string", enum: ["true", "false"] },
      },
      {
        name: "Idempotency-Key",
        in: "header",
        required: false,
        description: `The same key and body give the same answer for ${ANSWER_KEPT_DAYS} days, and are imported once.`,
        schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
      },
    ],
    requestBody: { required: true, content: json("ImportRows") },
    responses: {
      "200": {
        description: "What was imported, or what would be.",
        headers: {
          "Idempotent-Replayed": {
            description: "true when the answer was given before.",
            schema: { const: "true" },
          },
        },
        content: json("ImportReport"),
      },
      ...refusals(IMPORT_REFUSALS),
    },
  };
}
