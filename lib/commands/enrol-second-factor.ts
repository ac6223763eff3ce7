import { passwordMatches } from "../auth/password";
import { newSecret, setupLink } from "../auth/second-factor/one-time-code";
import { sealSecret } from "../auth/second-factor/sealed-secret";
import { type Limit, takePoint } from "../auth/throttle";
import { inScope } from "../db/tenant-transaction";
import { abort, fail, type Result, settle } from "../failures";

const ENROLMENTS: Limit = { name: "second-factor-enrolment", points: 10, seconds: 900 };

export type Enrolment = {
  /** In base32, for an app that is typed into. */
  secret: string;
  /** The same as a link, for an app on this device. */
  link: string;
};

/**
 * Makes the secret that an authenticator app is given. It counts for nothing until a code confirms it; beginning again
 * replaces it. The password is asked for, so that nobody adds their phone to a screen that was left open.
 */
export async function enrolSecondFactor(
  { userId, email }: { userId: string; email: string },
  { password }: { password: string },
  at: Date,
): Promise<Result<Enrolment>> {
  const point = await takePoint(ENROLMENTS, userId);
  if (!point.allowed) return fail("RATE_LIMITED");
  const user = await inScope({ userId }, (tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (!(await passwordMatches(user.passwordHash, password)))
    return fail("INVALID_INPUT", undefined, { password: "This is not your password." });
  return settle(() =>
    inScope({ userId }, async (tx) => {
      const before = await tx.userSecondFactor.findUnique({ where: { userId } });
      if (before && before.confirmedAt !== null)
        return abort("CONFLICT", "You have a second factor already. Remove it first, with a code.");
      const secret = newSecret();
      const sealedSecret = sealSecret(secret, userId);
      await tx.userSecondFactor.upsert({
        where: { userId },
        create: { userId, sealedSecret, createdAt: at },
        update: { sealedSecret, createdAt: at },
      });
      return { secret, link: setupLink(secret, email) };
    }),
  );
}
