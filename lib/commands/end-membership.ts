import { type Actor, governedWrite } from "../db/governed-write";
import { type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { lockMember } from "./membership-record";
import { delegationsThatWouldLapse, tellOfLapsed } from "./tell-of-delegation";

/** Takes the company away from a person, at once; what they did stays in the log under their name. */
export function endMembership(actor: Actor, userId: string, at: Date): Promise<Result<{ userId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "people.manage");
      const member = await lockMember(tx, actor, userId);
      const lapsing = await delegationsThatWouldLapse(tx, actor, userId, at);
      await tx.membership.update({
        where: { tenantId_userId: { tenantId: actor.tenantId, userId } },
        data: { endedAt: at },
      });
      await append([
        await accessChange(tx, actor.tenantId, at, `${member.name} no longer belongs to the company`, {
          step: "LEFT",
          user_id: userId,
          email: member.email,
          role_before: member.role,
        }),
      ]);
      await tellOfLapsed(tx, actor, lapsing, `${member.name} no longer belongs to the company.`, at);
      return { userId };
    }),
  );
}
