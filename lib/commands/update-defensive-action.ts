import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { actingMember } from "./acting-member";

export const updateDefensiveActionInput = z
  .strictObject({
    actionId: z.guid(),
    ownerId: z.guid().nullable(),
    dueOn: z.iso.date("Choose a day.").nullable(),
    done: z.boolean(),
    evidence: z.string().trim().max(4000, "Keep the evidence under 4,000 characters."),
  })
  .refine((input) => !input.done || input.evidence.length > 0, {
    path: ["evidence"],
    message: "Say what shows that it is done: a figure, a document, a link.",
  });
export type UpdateDefensiveActionInput = z.infer<typeof updateDefensiveActionInput>;

type LockedAction = {
  action: string;
  ownerId: string | null;
  dueOn: string | null;
  doneAt: Date | null;
  evidence: string | null;
  mode: string;
  endedAt: Date | null;
};

/** Owner, due day and completion of one of the actions that DEFENSIVE mode mandates (RUNTIME-A7-1). */
export function updateDefensiveAction(
  actor: Actor,
  input: UpdateDefensiveActionInput,
  at: Date,
): Promise<Result<{ actionId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "defensive.update");
      const before = await lockAction(tx, actor.tenantId, input.actionId);
      const evidence = input.evidence.trim();
      if (input.done && evidence === "") {
        return abort("INVALID_INPUT", undefined, { evidence: "Done needs evidence." });
      }
      const ownerName = await nameOfOwner(tx, actor.tenantId, input.ownerId);
      await tx.defensiveAction.update({
        where: { tenantId_id: { tenantId: actor.tenantId, id: input.actionId } },
        data: {
          ownerId: input.ownerId,
          dueOn: input.dueOn ? new Date(input.dueOn) : null,
          doneAt: input.done ? at : null,
          evidence: evidence || null,
        },
      });
      const policy = await loadActivePolicy(tx, actor.tenantId);
      await append([
        {
          kind: "defensive_action",
          occurredAt: at,
          title: `${input.done ? "Done" : "Updated"}: ${before.action}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            defensive_action_id: input.actionId,
            action: before.action,
            before: { owner_id: before.ownerId, due_on: before.dueOn, evidence: before.evidence },
            after: {
              owner_id: input.ownerId,
              owner: ownerName,
              due_on: input.dueOn,
              done: input.done,
              evidence: evidence || null,
            },
          },
        },
      ]);
      return { actionId: input.actionId };
    }),
  );
}

async function lockAction(tx: Transaction, tenantId: string, actionId: string): Promise<LockedAction> {
  const [action] = await tx.$queryRaw<LockedAction[]>`
    select a.action, a.owner_id as "ownerId", a.due_on::text as "dueOn", a.done_at as "doneAt", a.evidence,
      p.mode, p.ended_at as "endedAt"
    from defensive_actions a
    join mode_periods p on p.tenant_id = a.tenant_id and p.id = a.mode_period_id
    where a.tenant_id = ${tenantId}::uuid and a.id = ${actionId}::uuid
    for update of a`;
  if (!action) return abort("NOT_FOUND");
  if (action.endedAt) {
    return abort("CONFLICT", "That stretch of DEFENSIVE mode has ended; its record stays as it was.");
  }
  if (action.doneAt) return abort("CONFLICT", "This action is done; its evidence stays as it was given.");
  return action;
}

async function nameOfOwner(tx: Transaction, tenantId: string, ownerId: string | null) {
  if (ownerId === null) return null;
  const member = await tx.membership.findFirst({
    where: { tenantId, userId: ownerId, endedAt: null },
    include: { user: { select: { name: true } } },
  });
  if (!member) {
    return abort("INVALID_INPUT", undefined, { ownerId: "Choose somebody who works in this company." });
  }
  return member.user.name;
}
