import * as z from "zod";

/** What the validation endpoint can be asked to do. */
export const OPERATIONS = [
  "verify_all",
  "run_cycle_1",
  "execute_actions",
  "record_results",
  "run_cycle_2",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The loop: six steps, the first and the last the same. */
export const LOOP: readonly Operation[] = [
  "verify_all",
  "run_cycle_1",
  "execute_actions",
  "record_results",
  "run_cycle_2",
  "verify_all",
];

export const checkSchema = z.strictObject({
  name: z.string(),
  pass: z.boolean(),
  /** What was found, in figures; of a failed check, what is wrong. */
  detail: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

/** What a step answers. `pass` is true when every check is. */
export const stepAnswerSchema = z.strictObject({
  operation: z.enum(OPERATIONS),
  pass: z.boolean(),
  checks: z.array(checkSchema),
  tenants: z.array(
    z.strictObject({
      tenant_id: z.guid(),
      name: z.string(),
      /** The tenant's clock after the step. */
      clock: z.iso.datetime(),
      /** What the step did, in words; no check looks at it. */
      happened: z.string(),
    }),
  ),
});
export type StepAnswer = z.infer<typeof stepAnswerSchema>;
