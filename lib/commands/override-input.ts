import * as z from "zod";
import { CADENCES, KERNEL_VERSION } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { activeOverrides, cycleInputs } from "../queries/cycle-run";
import type { InputValue } from "../queries/trigger-inputs-from-spine";
import { actingMember } from "./acting-member";

export const REASON_CHARACTERS = 10;
const LARGEST = 1e13;
const MOST_VALUES = 24;

const figure = z.number("Give a figure.").min(-LARGEST, "Out of range.").max(LARGEST, "Out of range.");

export const overrideInputInput = z.strictObject({
  cadence: z.enum(CADENCES),
  cycleKey: z.string().min(1).max(20),
  name: z.string().min(1).max(80),
  /** Null lifts the override: the spine's figure counts again. */
  value: z.union([figure, z.array(figure).min(1).max(MOST_VALUES)]).nullable(),
  reason: z
    .string()
    .trim()
    .min(REASON_CHARACTERS, `Say why in at least ${REASON_CHARACTERS} characters; it stands in the log.`)
    .max(2000, "Keep the reason under 2,000 characters."),
});
export type OverrideInput = z.infer<typeof overrideInputInput>;

export type OverriddenInput = {
  name: string;
  spineValue: InputValue | null;
  value: InputValue | null;
  /** The cycle has been evaluated without this; it is to be evaluated again. */
  needsEvaluation: boolean;
};

/**
 * Puts a figure of FP&A's in the place of the spine's for one input of one cycle, or lifts it, with a reason,
 * in the log. What was evaluated stands until the cycle is evaluated again.
 */
export function overrideInput(
  actor: Actor,
  input: OverrideInput,
  at: Date,
): Promise<Result<OverriddenInput>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "input.override");
      const { cadence, cycleKey, name } = input;
      const reason = input.reason.trim();
      if (reason.length < REASON_CHARACTERS) {
        abort("INVALID_INPUT", undefined, { reason: `At least ${REASON_CHARACTERS} characters.` });
      }
      const spine = await spineInput(tx, tenantId, input, at);
      refuseOtherShape(name, spine.value, input.value);
      const before = (await activeOverrides(tx, { tenantId, cadence, cycleKey }, at)).get(name) ?? null;
      if (input.value === null && before === null) abort("CONFLICT", "There is no override to lift.");
      await tx.$executeRaw`
        insert into input_overrides (tenant_id, cadence, cycle_key, input_name, value, reason, created_by, created_at)
        values (${tenantId}::uuid, ${cadence}, ${cycleKey}, ${name},
          nullif(${JSON.stringify(input.value)}::jsonb, 'null'::jsonb), ${reason}, ${userId}::uuid, ${at})`;
      const policy = await loadActivePolicy(tx, tenantId);
      await append([
        {
          kind: "input_override",
          occurredAt: at,
          title: `${name} of ${cycleKey} ${input.value === null ? "taken from the spine again" : "overridden"}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            cadence,
            cycle_id: cycleKey,
            input: name,
            spine_value: spine.value,
            before: before?.value ?? null,
            value: input.value,
            rationale: reason,
          },
        },
      ]);
      const evaluated = await tx.evaluationCycle.count({ where: { tenantId, cadence, cycleKey } });
      return { name, spineValue: spine.value, value: input.value, needsEvaluation: evaluated > 0 };
    }),
  );
}

async function spineInput(
  tx: Transaction,
  tenantId: string,
  { cadence, cycleKey, name }: OverrideInput,
  at: Date,
) {
  const inputs = await cycleInputs(tx, tenantId, { cadence, cycleKey }, at);
  return inputs.find((each) => each.name === name) ?? abort("NOT_FOUND", `${cycleKey} has no input ${name}.`);
}

/** A series stays a series of the same length, a figure a figure. Where the spine has nothing, either may come. */
function refuseOtherShape(name: string, spine: InputValue | null, value: InputValue | null): void {
  if (spine === null || value === null) return;
  if (!Array.isArray(spine)) {
    if (Array.isArray(value)) abort("INVALID_INPUT", undefined, { value: `${name} is one figure.` });
    return;
  }
  if (!Array.isArray(value) || value.length !== spine.length) {
    abort("INVALID_INPUT", undefined, { value: `${name} has ${spine.length} figures, oldest first.` });
  }
}
