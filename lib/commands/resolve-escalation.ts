import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { actingMember } from "./acting-member";
import { lockEscalation, logStep } from "./escalation-record";

export const RESOLUTION_CHARACTERS = 20;

export const resolveEscalationInput = z.strictObject({
  escalationId: z.guid(),
  resolution: z
    .string()
    .trim()
    .min(RESOLUTION_CHARACTERS, `Say in at least ${RESOLUTION_CHARACTERS} characters what came of the plan.`)
    .max(4000, "Keep the resolution under 4,000 characters."),
});
export type ResolveEscalationInput = z.infer<typeof resolveEscalationInput>;

/** Closes an escalation whose plan has been carried out. Without an acknowledged plan there is nothing to close. */
export function resolveEscalation(
  actor: Actor,
  input: ResolveEscalationInput,
  at: Date,
): Promise<Result<{ escalationId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const member = await actingMember(tx, actor, "escalation.acknowledge");
      const resolution = input.resolution.trim();
      if (resolution.length < RESOLUTION_CHARACTERS) {
        return abort("INVALID_INPUT", undefined, {
          resolution: `At least ${RESOLUTION_CHARACTERS} characters.`,
        });
      }
      const escalation = await lockEscalation(tx, actor.tenantId, input.escalationId);
      if (escalation.status === "OPEN") {
        return abort("CONFLICT", "An escalation is acknowledged with a plan before it can be resolved.");
      }
      if (escalation.status === "RESOLVED") {
        return abort("CONFLICT", "Somebody has already resolved this escalation.");
      }
      const policy = await loadActivePolicy(tx, actor.tenantId);
      await tx.escalation.update({
        where: { tenantId_id: { tenantId: actor.tenantId, id: escalation.id } },
        data: { status: "RESOLVED", resolution, resolvedBy: member.userId, resolvedAt: at },
      });
      await append([
        logStep(escalation, policy, at, {
          title: `Escalation resolved: ${escalation.rule}`,
          step: "RESOLVED",
          resolution,
        }),
      ]);
      return { escalationId: escalation.id };
    }),
  );
}
