/**
 * The input document of a decision run (docs/specs/decision-run.md 2 and 5): its schema, and the door at
 * which a value becomes a document or is refused as "not a run" with the path of each fault.
 */
import * as z from "zod";
import { isRfc3339 } from "./calendar";
import { CADENCES, MODES, TRIGGER_STATES } from "./vocabulary";

const text = z.string();
/** A fact whose wrong type counts as not given: the key is known, the value is judged by the gate. */
const fact = z.unknown().optional();

/** Refuses unknown keys inside a nested fact while leaving the fact's own type to the gate. */
function factWithKeys(keys: readonly string[]) {
  return z
    .unknown()
    .optional()
    .superRefine((value, context) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return;
      const unknown = Object.keys(value).filter((key) => !keys.includes(key));
      if (unknown.length > 0)
        context.addIssue({ code: "unrecognized_keys", keys: unknown, input: { ...value } });
    });
}

const G1Details = z.strictObject({
  classification: fact,
  function: fact,
  count: fact,
  in_approved_plan: fact,
  critical_role: fact,
  critical_roles_added_this_month: fact,
  mitigates_churn: fact,
});
const G2Details = z.strictObject({
  kind: fact,
  segment: fact,
  channel: fact,
  purpose: fact,
  amount_usd: fact,
  current_budget_usd: fact,
  evidence: fact,
  expected_roi_band: fact,
  expected_payback_months: fact,
  experiment_share_pct: fact,
  discount_pct: fact,
});
const G3Details = z.strictObject({
  classification: fact,
  quantified_impact: factWithKeys(["on", "band", "unit"]),
  risks_churn: fact,
});
const G4Details = z.strictObject({
  kind: fact,
  amount_usd_per_month: fact,
  mission_critical: fact,
  justification: fact,
});

const roiCase = z.strictObject({ summary: fact, expected_roi_band: fact });
const signoff = z.strictObject({ role: text.nullish(), by: text.nullish(), at: text.nullish() });
const offset = z.strictObject({ description: fact, amount_usd: fact });
const exception = z.strictObject({ exception_id: text, offset: offset.nullish() });

const common = {
  request_id: text,
  requested_by: text.nullish(),
  roi_case: roiCase.nullish(),
  signoffs: z.array(signoff).nullish(),
  exceptions: z.array(exception).nullish(),
};

/** One request to a gate (docs/specs/decision-run.md 5). */
export const gateRequestSchema = z.discriminatedUnion("gate_id", [
  z.strictObject({ ...common, gate_id: z.literal("G1_HEADCOUNT"), details: G1Details.nullish() }),
  z.strictObject({ ...common, gate_id: z.literal("G2_GTM_SPEND"), details: G2Details.nullish() }),
  z.strictObject({ ...common, gate_id: z.literal("G3_PRODUCT_AND_RND"), details: G3Details.nullish() }),
  z.strictObject({ ...common, gate_id: z.literal("G4_VENDOR_AND_NON_LABOR"), details: G4Details.nullish() }),
]);

const historyEntry = z.strictObject({
  cycle_id: text,
  cadence: z.enum(CADENCES),
  states: z.record(text, z.enum(TRIGGER_STATES)),
});

/** The whole document (docs/specs/decision-run.md 2). Optional keys may be null, which is absence. */
export const runDocumentSchema = z.strictObject({
  trace_id: text,
  evaluated_at: text.refine(isRfc3339, "expected a date and time in RFC 3339 form"),
  artifacts: z.record(text, z.unknown()),
  cycle: z.strictObject({ id: text, cadence: z.enum(CADENCES), month_index: z.int().nullish() }),
  inputs: z.record(text, z.unknown()).nullish(),
  close: z
    .strictObject({
      period_end: z.iso.date().nullish(),
      delivered_at: z.iso.date().nullish(),
      certify_final: z.boolean().nullish(),
      holidays: z.array(z.iso.date()).nullish(),
    })
    .nullish(),
  dataset: z.strictObject({ fields: z.array(text).nullish() }).nullish(),
  crm_hygiene: z
    .strictObject({
      stage_definitions_enforced: z.boolean().nullish(),
      required_fields_enforced: z.boolean().nullish(),
    })
    .nullish(),
  history: z.array(historyEntry).nullish(),
  asserted: z
    .strictObject({
      mode: z.enum(MODES).nullish(),
      escalations_emitted: z.array(text).nullish(),
      decision_log: z.array(text).nullish(),
    })
    .nullish(),
  requests: z.array(gateRequestSchema).nullish(),
});

export type RunDocument = z.infer<typeof runDocumentSchema>;
export type GateRequest = z.infer<typeof gateRequestSchema>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type CrmHygiene = NonNullable<RunDocument["crm_hygiene"]>;

/** A fault that keeps a value from being a run: where, and what was expected there. */
export interface DocumentIssue {
  /** For example `requests[0].details.colour`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
}

export type ParsedDocument =
  | { readonly ok: true; readonly document: RunDocument }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/**
 * Accepts a value as a run document, or names every fault (the caller answers exit 2 or HTTP 400).
 * The value itself is returned, not a copy: nothing is defaulted, so what was sent is what is judged.
 */
export function parseRunDocument(value: unknown): ParsedDocument {
  const parsed = runDocumentSchema.safeParse(value);
  if (parsed.success) return { ok: true, document: value as RunDocument };
  return { ok: false, issues: parsed.error.issues.flatMap(issuesOf) };
}

function issuesOf(issue: z.core.$ZodIssue): DocumentIssue[] {
  if (issue.code !== "unrecognized_keys") return [{ path: pathText(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: "unknown key" }));
}

/** `["requests", 0, "details"]` reads `requests[0].details`. */
export function pathText(path: readonly PropertyKey[]): string {
  let result = "";
  for (const step of path) {
    if (typeof step === "number") result += `[${step}]`;
    else result += result === "" ? String(step) : `.${String(step)}`;
  }
  return result;
}
