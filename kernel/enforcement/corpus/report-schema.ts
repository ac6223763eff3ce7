/** The report of contract D with the additions of the settled page, strict: a key too many or too few is a fault. */
import * as z from "zod";
import { GATE_IDS, MODES, OUTCOMES, REASON_CODES, TRIGGER_STATES } from "../index";

const state = z.enum(TRIGGER_STATES);
const known = new Set<string>(REASON_CODES.map((entry) => entry.code));
const code = z.string().refine((value) => known.has(value), "expected a reason code");
const ascendingCodes = z
  .array(code)
  .refine(
    (codes) => codes.every((one, index) => index === 0 || String(codes[index - 1]) < one),
    "expected ascending codes",
  );
const utcSeconds = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const decision = z.strictObject({
  request_id: z.string(),
  gate_id: z.enum(GATE_IDS),
  decision: z.enum(["ALLOWED", "BLOCKED"]),
  basis: z.strictObject({
    critical_triggers: z.record(z.string(), state),
    noncritical_triggers: z.record(z.string(), state),
  }),
  exceptions_used: z.array(z.strictObject({ exception_id: z.string(), offset_documented: z.boolean() })),
  signoffs: z.array(z.string()),
  roi_case_attached: z.boolean(),
  reason_codes: ascendingCodes,
  blocked_by: z.array(z.string()),
  missing: z.array(z.string()),
  notes: z.string(),
});

export const reportSchema = z.strictObject({
  trace_id: z.string().nullable(),
  timestamp_utc: utcSeconds.nullable(),
  artifacts_present: z.strictObject({
    micro_case: z.boolean(),
    trigger_spec: z.boolean(),
    gating_rules: z.boolean(),
    outcome_contract: z.boolean(),
  }),
  normalization: z.strictObject({
    unit_normalization: z.strictObject({
      USD_aliases: z.tuple([z.literal("$"), z.literal("USD")]),
      percent_scale: z.literal("0-100"),
      multipliers: z.tuple([z.literal("x")]),
    }),
    thresholds_parsed: z.array(
      z.strictObject({ trigger_id: z.string(), parsed: z.boolean(), notes: z.string() }),
    ),
  }),
  trigger_evaluation: z.array(
    z.strictObject({
      trigger_id: z.string(),
      state,
      inputs_missing: z.array(z.string()),
      computed_values: z.record(z.string(), z.number().nullable()),
      notes: z.string(),
      carried_from: z.string().optional(),
    }),
  ),
  gate_decisions: z.array(decision),
  escalations_emitted: z.array(z.strictObject({ rule: z.string(), emitted: z.boolean() })),
  mode: z.strictObject({
    before: z.enum(MODES).nullable(),
    after: z.enum(MODES),
    consecutive_pass_cycles: z.int().min(0),
  }),
  decision_log_written: z.boolean(),
  final_outcome: z.strictObject({ outcome: z.enum(OUTCOMES), reason_codes: ascendingCodes }),
});
