import * as z from "zod";
import { CONTRACT_INPUTS, KERNEL_VERSION } from "../../kernel/enforcement";
import { OPTIMIZER_ROLE } from "../auth/permissions";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, loadActivePolicy } from "../policy/active-policy";
import { inputsAskedFor } from "../queries/inputs-asked-for";
import { actingMember } from "./acting-member";

export const assignInputOwnerInput = z.strictObject({
  /** An input of the triggers, or a minimum field of the close. */
  name: z.string().min(1).max(200),
  /** Null gives it back to whom the outcome contract names. */
  ownerId: z.guid().nullable(),
});
export type AssignInputOwner = z.infer<typeof assignInputOwnerInput>;

/** Sets who supplies a figure of the closes from now on. */
export function assignInputOwner(
  actor: Actor,
  { name, ownerId }: AssignInputOwner,
  at: Date,
): Promise<Result<{ name: string; owner: string | null }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "close.assign");
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`input-owners:${tenantId}`}, 0))::text`;
      const policy = await loadActivePolicy(tx, tenantId);
      if (!isAskedFor(policy, name)) return abort("NOT_FOUND", `No close asks for ${name}.`);
      const owner = ownerId === null ? null : await memberName(tx, tenantId, ownerId);
      const before = await tx.closeInputOwner.findFirst({
        where: { tenantId, inputName: name },
        orderBy: [{ assignedAt: "desc" }, { logSeq: "desc" }],
        select: { ownerId: true, owner: { select: { user: { select: { name: true } } } } },
      });
      if ((before?.ownerId ?? null) === ownerId) return abort("CONFLICT", "This is how it is already.");
      const [position] = await append([
        {
          kind: "close_setting",
          occurredAt: at,
          title:
            owner === null ? `${name} is the contract's owner's again` : `${name} is supplied by ${owner}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            setting: "input_owner",
            input: name,
            before: before?.owner?.user.name ?? null,
            after: owner,
          },
        },
      ]);
      if (!position) throw new Error("the assignment has its log entry");
      await tx.closeInputOwner.create({
        data: {
          tenantId,
          inputName: name,
          ownerId,
          assignedBy: userId,
          assignedAt: at,
          logSeq: position.seq,
        },
      });
      return { name, owner };
    }),
  );
}

function isAskedFor({ compiled }: ActivePolicy, name: string): boolean {
  const asked = [...inputsAskedFor(compiled).values()].flat();
  return CONTRACT_INPUTS.has(name) || asked.includes(name) || compiled.minimumFields.includes(name);
}

async function memberName(tx: Transaction, tenantId: string, userId: string): Promise<string> {
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    select: { role: true, endedAt: true, user: { select: { name: true } } },
  });
  if (!member || member.endedAt !== null || member.role === OPTIMIZER_ROLE)
    return abort("INVALID_INPUT", undefined, { ownerId: "Choose somebody who belongs to the company." });
  return member.user.name;
}
