import * as z from "zod";
import { REASON_CODES } from "./reason-codes";
import type { Report } from "./report";
import { ARTIFACT_NAMES, GATE_IDS, MODES, OUTCOMES, TRIGGER_STATES } from "./vocabulary";

const text = z.string();
const codes = z.array(z.enum(REASON_CODES.map(({ code }) => code)));
const states = z.record(text, z.enum(TRIGGER_STATES));

const gateDecision = z.strictObject({
  request_id: text,
  gate_id: z.enum(GATE_IDS),
  decision: z.enum(["ALLOWED", "BLOCKED"]),
  basis: z.strictObject({ critical_triggers: states, noncritical_triggers: states }),
  exceptions_used: z.array(z.strictObject({ exception_id: text, offset_documented: z.boolean() })),
  signoffs: z.array(text).describe("Roles whose signoff counts."),
  roi_case_attached: z.boolean(),
  reason_codes: codes,
  blocked_by: z.array(text).describe("Rules of the gate and clauses of the contract."),
  missing: z.array(text).describe("What would complete the request."),
  notes: text,
});

const triggerEvaluation = z.strictObject({
  trigger_id: text,
  state: z.enum(TRIGGER_STATES),
  inputs_missing: z.array(text),
  computed_values: z.record(text, z.number().nullable()),
  notes: text,
  carried_from: text.optional(),
});

/** The report of a run as it travels (contract D). The kernel's type and this schema must agree both ways. */
export const reportSchema = z.strictObject({
  trace_id: text.nullable(),
  timestamp_utc: text.nullable().describe("UTC, whole seconds."),
  artifacts_present: z.strictObject(
    Object.fromEntries(ARTIFACT_NAMES.map((name) => [name, z.boolean()])) as Record<
      (typeof ARTIFACT_NAMES)[number],
      z.ZodBoolean
    >,
  ),
  normalization: z.strictObject({
    unit_normalization: z.strictObject({
      USD_aliases: z.array(text),
      percent_scale: text,
      multipliers: z.array(text),
    }),
    thresholds_parsed: z.array(z.strictObject({ trigger_id: text, parsed: z.boolean(), notes: text })),
  }),
  trigger_evaluation: z.array(triggerEvaluation),
  gate_decisions: z.array(gateDecision),
  escalations_emitted: z.array(z.strictObject({ rule: text, emitted: z.boolean() })),
  mode: z.strictObject({
    before: z.enum(MODES).nullable(),
    after: z.enum(MODES),
    consecutive_pass_cycles: z.int().min(0),
  }),
  decision_log_written: z.boolean(),
  final_outcome: z.strictObject({ outcome: z.enum(OUTCOMES), reason_codes: codes }),
}) satisfies z.ZodType<Report>;
