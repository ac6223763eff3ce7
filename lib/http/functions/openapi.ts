import * as z from "zod";
import { API_KEY_LIMIT } from "../../auth/api-key";
import type { ApiScope } from "../../auth/api-key-format";
import { FAILURES, type FailureCode } from "../../failures";
import { stepAnswerSchema } from "../../validation/contract";
import { EXECUTOR_FUNCTION, executorAnswerSchema, executorRequestSchema } from "./action-executor";
import { cycleAnswerSchema } from "./cycle-answer";
import { functionStatus, MAXIMUM_FUNCTION_BODY_BYTES } from "./endpoint";
import { KERNEL_FUNCTION, kernelRequestSchema } from "./kernel";
import { TRIGGERS_FUNCTION, triggersAnswerSchema, triggersRequestSchema } from "./triggers";
import { VALIDATION_FUNCTION, validationRequestSchema } from "./validation";

type Json = Record<string, unknown>;

type DescribedFunction = {
  name: string;
  schemaName: string;
  summary: string;
  scope: ApiScope;
  /** Roles, for people who are signed in. */
  people: string;
  request: z.ZodType;
  answer: z.ZodType;
  idempotent: boolean;
  /** Beside those that every function may answer. */
  refusals: readonly FailureCode[];
};

const COMMON: readonly FailureCode[] = [
  "INVALID_INPUT",
  "INCOMPLETE_BODY",
  "NOT_SIGNED_IN",
  "FORBIDDEN",
  "TENANT_NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "TOO_LARGE",
  "UNSUPPORTED_MEDIA",
  "RATE_LIMITED",
  "POLICY_UNTRUSTED",
  "INTERNAL_ERROR",
];

/** The functions, in the order of the baseline. */
export const FUNCTIONS: readonly DescribedFunction[] = [
  {
    name: KERNEL_FUNCTION,
    schemaName: "RevenueCycle",
    summary: "Run one cycle of the Revenue OS kernel.",
    scope: "revenue-kernel:run",
    people: "CFO, FP&A or Head of Sales/Marketing",
    request: kernelRequestSchema,
    answer: cycleAnswerSchema,
    idempotent: true,
    refusals: ["INSUFFICIENT_DATA", "CYCLE_TOO_RECENT", "KEY_REUSED"],
  },
  {
    name: EXECUTOR_FUNCTION,
    schemaName: "ActionResults",
    summary: "Execute actions, take one back, look after those under way, record what came of them.",
    scope: "revenue-actions:write",
    people: "CFO or Head of Sales/Marketing",
    request: executorRequestSchema,
    answer: executorAnswerSchema,
    idempotent: true,
    refusals: ["NOT_FOUND", "CONFLICT", "KEY_REUSED"],
  },
  {
    name: TRIGGERS_FUNCTION,
    schemaName: "DueTriggers",
    summary: "Say which triggers are due and why, or run the cycle that they ask for.",
    scope: "revenue-triggers:write",
    people: "CFO, FP&A or Head of Sales/Marketing",
    request: triggersRequestSchema,
    answer: triggersAnswerSchema,
    idempotent: false,
    refusals: ["INSUFFICIENT_DATA", "CYCLE_TOO_RECENT"],
  },
  {
    name: VALIDATION_FUNCTION,
    schemaName: "ValidationStep",
    summary: "Run one step of the validation loop on the two test tenants.",
    scope: "revenue-validation:run",
    people: "the platform's operator",
    request: validationRequestSchema,
    answer: stepAnswerSchema,
    idempotent: false,
    refusals: [],
  },
];

const schemaOf = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
};

export function functionSchemas(): Json {
  return Object.fromEntries([
    ...FUNCTIONS.flatMap(({ schemaName, request, answer }) => [
      [`${schemaName}Request`, schemaOf(request)],
      [schemaName, schemaOf(answer)],
    ]),
    [
      "FunctionProblem",
      schemaOf(
        z.object({
          type: z.string(),
          title: z.string(),
          status: z.int(),
          code: z.string().describe("The error code of the kernel's contract."),
          detail: z.string(),
          errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
        }),
      ),
    ],
  ]);
}

export function functionPaths(): Json {
  return Object.fromEntries(
    FUNCTIONS.map((each) => [`/functions/v1/${each.name}`, { post: operation(each) }]),
  );
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string) => ({ "application/json": { schema: ref(name) } });

function operation({
  name,
  schemaName,
  summary,
  scope,
  people,
  idempotent,
  refusals,
}: DescribedFunction): Json {
  return {
    operationId: name,
    summary,
    description:
      `Called with an API key of the scope ${scope}, or from a page of this application by ${people}. A body of up to ` +
      `${MAXIMUM_FUNCTION_BODY_BYTES / 1000} kB; ${API_KEY_LIMIT.points} requests in ${API_KEY_LIMIT.seconds} s.`,
    security: [{ apiKey: [] }, { session: [] }],
    ...(idempotent && {
      parameters: [
        {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          description: "For API keys: the same key and body are given the same answer again.",
          schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[!-~]+$" },
        },
      ],
    }),
    requestBody: { required: true, content: json(`${schemaName}Request`) },
    responses: {
      "200": { description: "Done; the body says what came of it.", content: json(schemaName) },
      ...refused([...COMMON, ...refusals]),
    },
  };
}

function refused(codes: readonly FailureCode[]): Json {
  const byStatus = new Map<number, FailureCode[]>();
  for (const code of codes)
    byStatus.set(functionStatus(code), [...(byStatus.get(functionStatus(code)) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => [
      String(status),
      {
        description: each.map((code) => `${code}: ${FAILURES[code].words}`).join(" "),
        content: { "application/problem+json": { schema: ref("FunctionProblem") } },
        ...(status === 429 && {
          headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
        }),
      },
    ]),
  );
}
