import * as z from "zod";
import {
  hashPassword,
  MAXIMUM_PASSWORD_LENGTH,
  MINIMUM_PASSWORD_LENGTH,
  passwordMatches,
} from "../auth/password";
import { type Limit, takePoint } from "../auth/throttle";
import { inScope } from "../db/tenant-transaction";
import { fail, type Result, succeed } from "../failures";

const PASSWORD_CHANGES: Limit = { name: "password-change", points: 10, seconds: 900 };

export const changePasswordInput = z.strictObject({
  current: z.string().min(1, "Enter the password you have now.").max(MAXIMUM_PASSWORD_LENGTH, "Too long."),
  next: z
    .string()
    .min(MINIMUM_PASSWORD_LENGTH, `Use at least ${MINIMUM_PASSWORD_LENGTH} characters.`)
    .max(MAXIMUM_PASSWORD_LENGTH, `Use at most ${MAXIMUM_PASSWORD_LENGTH} characters.`),
  repeated: z.string(),
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** A new password of one's own. All other sessions of the person end; the one that asks goes on. */
export async function changePassword(
  person: { userId: string; sessionId: string },
  input: ChangePasswordInput,
  at: Date,
): Promise<Result<{ endedSessions: number }>> {
  const { userId, sessionId } = person;
  const point = await takePoint(PASSWORD_CHANGES, userId);
  if (!point.allowed) return fail("RATE_LIMITED");
  const user = await inScope({ userId }, (tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (user.isDemo) return fail("FORBIDDEN", "Demo accounts keep their password.");
  if (!(await passwordMatches(user.passwordHash, input.current))) {
    return fail("INVALID_INPUT", undefined, { current: "This is not your present password." });
  }
  const wrong = whatIsWrong(input, user.email);
  if (wrong) return fail("INVALID_INPUT", undefined, wrong);
  const passwordHash = await hashPassword(input.next);
  return inScope({ userId }, async (tx) => {
    // Only from the password that was checked: of two changes at once, the second finds another hash.
    const changed = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash },
      data: { passwordHash, passwordExpiresAt: null },
    });
    if (changed.count === 0) return fail("CONFLICT");
    const ended = await tx.userSession.updateMany({
      where: { userId, revokedAt: null, id: { not: sessionId } },
      data: { revokedAt: at },
    });
    return succeed({ endedSessions: ended.count });
  });
}

function whatIsWrong(input: ChangePasswordInput, email: string): Record<string, string> | null {
  if (input.next !== input.repeated) return { repeated: "The two new passwords differ." };
  if (input.next === input.current) return { next: "Choose another password than the present one." };
  if (new Set(input.next).size < 5) return { next: "Use more different characters." };
  const name = email.split("@")[0] ?? email;
  if (name.length >= 4 && input.next.toLowerCase().includes(name)) {
    return { next: "Leave your e-mail address out of the password." };
  }
  return null;
}
