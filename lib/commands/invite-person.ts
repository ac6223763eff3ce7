import * as z from "zod";
import { initialPassword } from "../auth/initial-password";
import { hashPassword } from "../auth/password";
import { ROLES } from "../auth/permissions";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

export const invitePersonInput = z.strictObject({
  name: z.string().trim().min(1, "Enter the person's name.").max(120, "Keep the name under 120 characters."),
  email: z.email("Enter an address such as name@company.com.").max(320).toLowerCase(),
  role: z.enum(ROLES, "Choose one of the roles."),
  team: z.string().trim().max(80, "Keep the team under 80 characters.").default(""),
});
export type InvitePersonInput = z.infer<typeof invitePersonInput>;

/** `password` is null for somebody who has an account already: they keep their own. */
export type Invitation = {
  userId: string;
  email: string;
  password: string | null;
  passwordExpiresAt: Date | null;
};

/**
 * Gives a person a role in the company. A new person gets an initial password, shown once and stored hashed;
 * somebody known under the address keeps their account, and a former member comes back.
 */
export async function invitePerson(
  actor: Actor,
  input: InvitePersonInput,
  at: Date,
): Promise<Result<Invitation>> {
  // Made before the transaction: hashing takes long, and the log's lock must not wait for it.
  const initial = initialPassword(at);
  const passwordHash = await hashPassword(initial.password);
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "people.manage");
      const known = await personByEmail(tx, input.email);
      const userId = known?.id ?? crypto.randomUUID();
      if (!known) {
        await tx.user.create({
          data: {
            id: userId,
            email: input.email,
            name: input.name,
            passwordHash,
            passwordExpiresAt: initial.expiresAt,
            createdAt: at,
          },
        });
      }
      await giveMembership(tx, actor.tenantId, userId, input, at);
      const name = known?.name ?? input.name;
      await append([
        await accessChange(tx, actor.tenantId, at, `${name} joins as ${input.role}`, {
          step: "JOINED",
          user_id: userId,
          email: input.email,
          role: input.role,
          team: input.team || null,
        }),
      ]);
      return {
        userId,
        email: input.email,
        password: known ? null : initial.password,
        passwordExpiresAt: known ? null : initial.expiresAt,
      };
    }),
  );
}

/** People belong to no company; the setting shows this one address to this transaction (users' policy). */
async function personByEmail(tx: Transaction, email: string) {
  await tx.$queryRaw`select set_config('app.sign_in_email', ${email}, true)`;
  return tx.user.findUnique({ where: { email }, select: { id: true, name: true, isDemo: true } });
}

async function giveMembership(
  tx: Transaction,
  tenantId: string,
  userId: string,
  input: InvitePersonInput,
  at: Date,
): Promise<void> {
  const place = { role: input.role, team: input.team || null };
  const key = { tenantId_userId: { tenantId, userId } };
  const former = await tx.membership.findUnique({ where: key, select: { endedAt: true } });
  if (former && former.endedAt === null) {
    abort("CONFLICT", "This person belongs to the company already.", { email: "Already a member." });
  }
  if (former) await tx.membership.update({ where: key, data: { ...place, endedAt: null } });
  else await tx.membership.create({ data: { tenantId, userId, ...place, createdAt: at } });
}
