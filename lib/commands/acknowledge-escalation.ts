import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { actingMember } from "./acting-member";
import { lockEscalation, logStep } from "./escalation-record";

export const PLAN_CHARACTERS = 20;

export const acknowledgeEscalationInput = z.strictObject({
  escalationId: z.guid(),
  plan: z
    .string()
    .trim()
    .min(PLAN_CHARACTERS, `Say in at least ${PLAN_CHARACTERS} characters what will be done and by whom.`)
    .max(4000, "Keep the plan under 4,000 characters."),
  dueOn: z.iso.date("Choose the day by which the plan is carried out."),
});
export type AcknowledgeEscalationInput = z.infer<typeof acknowledgeEscalationInput>;

/** An escalation is never waved away: it is taken up with a plan and a day (contract A8), in the log. */
export function acknowledgeEscalation(
  actor: Actor,
  input: AcknowledgeEscalationInput,
  at: Date,
): Promise<Result<{ escalationId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const member = await actingMember(tx, actor, "escalation.acknowledge");
      const plan = input.plan.trim();
      if (plan.length < PLAN_CHARACTERS) {
        return abort("INVALID_INPUT", undefined, { plan: `At least ${PLAN_CHARACTERS} characters.` });
      }
      if (input.dueOn < at.toISOString().slice(0, 10)) {
        return abort("INVALID_INPUT", undefined, { dueOn: "Choose today or a later day." });
      }
      const escalation = await lockEscalation(tx, actor.tenantId, input.escalationId);
      if (escalation.status !== "OPEN") {
        return abort("CONFLICT", "Somebody has already acknowledged this escalation.");
      }
      const policy = await loadActivePolicy(tx, actor.tenantId);
      await tx.escalation.update({
        where: { tenantId_id: { tenantId: actor.tenantId, id: escalation.id } },
        data: {
          status: "ACKNOWLEDGED",
          plan,
          planDueOn: new Date(input.dueOn),
          acknowledgedBy: member.userId,
          acknowledgedAt: at,
        },
      });
      await append([
        logStep(escalation, policy, at, {
          title: `Escalation acknowledged with a plan: ${escalation.rule}`,
          step: "ACKNOWLEDGED",
          plan,
          plan_due_on: input.dueOn,
        }),
      ]);
      return { escalationId: escalation.id };
    }),
  );
}
