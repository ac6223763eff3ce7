import * as z from "zod";
import { ROLES } from "../auth/permissions";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { lockMember } from "./membership-record";
import { delegationsThatWouldLapse, tellOfLapsed } from "./tell-of-delegation";

export const changeRoleInput = z.strictObject({
  userId: z.guid(),
  role: z.enum(ROLES, "Choose one of the roles."),
  team: z.string().trim().max(80, "Keep the team under 80 characters.").default(""),
});
export type ChangeRoleInput = z.infer<typeof changeRoleInput>;

/** Another role in the company, from the next click of that person on. Signatures already given stand. */
export function changeRole(
  actor: Actor,
  input: ChangeRoleInput,
  at: Date,
): Promise<Result<{ userId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "people.manage");
      const before = await lockMember(tx, actor, input.userId);
      const team = input.team || null;
      if (before.role === input.role && before.team === team) {
        return abort("CONFLICT", `${before.name} already holds this role.`);
      }
      // Another team alone ends nothing.
      const isOther = before.role !== input.role;
      const lapsing = isOther ? await delegationsThatWouldLapse(tx, actor, input.userId, at) : [];
      await tx.membership.update({
        where: { tenantId_userId: { tenantId: actor.tenantId, userId: input.userId } },
        data: { role: input.role, team },
      });
      await append([
        await accessChange(tx, actor.tenantId, at, `${before.name} is now ${input.role}`, {
          step: "ROLE_CHANGED",
          user_id: input.userId,
          email: before.email,
          role: input.role,
          team,
          role_before: before.role,
          team_before: before.team,
        }),
      ]);
      await tellOfLapsed(tx, actor, lapsing, `${before.name} is ${input.role} now.`, at);
      return { userId: input.userId };
    }),
  );
}
