import * as z from "zod";
import { CADENCES, KERNEL_VERSION } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { activeOverrides, cycleInputs } from "../queries/cycle-run";
import type { InputValue, TriggerInput } from "../queries/trigger-inputs-from-spine";
import { actingMember } from "./acting-member";
import { oneCycleAtATime, refuseCertified } from "./certified-close";

export const REASON_CHARACTERS = 10;
const LARGEST = 1e13;
/** The most months that a formula of a company's own averages over. */
const MOST_VALUES = 60;

const figure = z.number("Give a figure.").min(-LARGEST, "Out of range.").max(LARGEST, "Out of range.");

export const overrideInputInput = z.strictObject({
  cadence: z.enum(CADENCES),
  cycleKey: z.string().min(1).max(20),
  name: z.string().min(1).max(200),
  /** Null lifts the override: the spine's figure counts again, or is missing where it has none. */
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
 * in the log; not of a close that is certified as final. What was evaluated stands until the cycle is evaluated again.
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
      await oneCycleAtATime(tx, tenantId);
      await refuseCertified(tx, { tenantId, cadence, cycleKey });
      const spine = await spineInput(tx, tenantId, input, at);
      refuseOtherShape(spine, input.value);
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
          title: `${name} of ${cycleKey} ${whatWasDone(spine, input.value)}`,
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

function whatWasDone({ toSupply }: TriggerInput, value: InputValue | null): string {
  if (toSupply) return value === null ? "withdrawn; it is missing again" : "supplied";
  return value === null ? "taken from the spine again" : "overridden";
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

/**
 * A series stays a series of the same length, a figure a figure. What the spine does not know is what the formula asks
 * for; where the spine merely has nothing, either may come.
 */
function refuseOtherShape({ name, value: spine, toSupply }: TriggerInput, value: InputValue | null): void {
  if (value === null || (spine === null && toSupply === undefined)) return;
  const refuse = (words: string) => abort("INVALID_INPUT", undefined, { value: `${name} ${words}` });
  const isSeries = Array.isArray(value);
  if (Array.isArray(spine)) {
    if (!isSeries || value.length !== spine.length) refuse(`has ${spine.length} figures, oldest first.`);
    return;
  }
  const least = toSupply?.series ?? null;
  if (least === null && isSeries) refuse("is one figure.");
  if (least !== null && (!isSeries || value.length < least))
    refuse(`has ${least === 1 ? "a figure" : `${least} figures or more`}, one for each month, oldest first.`);
}
