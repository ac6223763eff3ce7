import { createHash } from "node:crypto";
import * as z from "zod";
import { inScope } from "../db/tenant-transaction";
import { fail, type Result, succeed } from "../failures";
import { SESSION_ABSOLUTE_HOURS } from "./account";
import { MAXIMUM_PASSWORD_LENGTH, passwordMatches } from "./password";
import { clearEndedCounters, forgetPoints, type Limit, returnPoint, takePoint } from "./throttle";

const QUARTER_OF_AN_HOUR = 900;
/**
 * Three counters of failures. A few from one address against one person; more against one person from
 * anywhere, so that a stranger cannot lock somebody out at once; and many from one address against anybody.
 */
export const SIGN_IN_LIMITS = {
  pair: { name: "sign-in-pair", points: 5, seconds: QUARTER_OF_AN_HOUR },
  email: { name: "sign-in-email", points: 20, seconds: QUARTER_OF_AN_HOUR },
  address: { name: "sign-in-address", points: 60, seconds: QUARTER_OF_AN_HOUR },
} as const satisfies Record<string, Limit>;

const SESSIONS_KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

export type SignInAttempt = {
  email: unknown;
  password: unknown;
  /** Where it comes from, as far as is known. */
  address: string;
  userAgent: string | null;
  at: Date;
  demoAllowed: boolean;
};

export type SignedIn = { userId: string; sessionId: string; name: string; email: string };

const credentials = z.object({
  email: z.string().trim().toLowerCase().min(3).max(320),
  password: z.string().min(1).max(MAXIMUM_PASSWORD_LENGTH),
});

/**
 * Checks a password and opens a session. Every refusal has the same words and costs the same work: a wrong
 * password, an unknown or disabled person, too many attempts, a demo account in production.
 */
export async function signIn(attempt: SignInAttempt): Promise<Result<SignedIn>> {
  const given = credentials.safeParse({ email: attempt.email, password: attempt.password });
  const { email, password } = given.success ? given.data : { email: "", password: "" };
  const keys = counterKeys(email, attempt.address);
  const [pair, mail, address] = await Promise.all([
    takePoint(SIGN_IN_LIMITS.pair, keys.pair),
    takePoint(SIGN_IN_LIMITS.email, keys.email),
    takePoint(SIGN_IN_LIMITS.address, keys.address),
  ]);
  const person = await personByEmail(email);
  const open = given.success && pair.allowed && mail.allowed && address.allowed;
  const matches = await passwordMatches(open && person ? person.passwordHash : null, password);
  if (!matches || !person || !mayEnter(person, attempt)) return fail("SIGN_IN_FAILED");
  await Promise.all([
    forgetPoints(SIGN_IN_LIMITS.pair, keys.pair),
    forgetPoints(SIGN_IN_LIMITS.email, keys.email),
    returnPoint(SIGN_IN_LIMITS.address, keys.address),
    clearEndedCounters(),
  ]);
  const sessionId = await openSession(person.id, attempt);
  return succeed({ userId: person.id, sessionId, name: person.name, email: person.email });
}

// The table of counters is no list of addresses: it holds hashes.
function counterKeys(email: string, address: string) {
  const digest = (text: string) => createHash("sha256").update(text).digest("base64url");
  return { pair: digest(`${email}\n${address}`), email: digest(email), address: digest(address) };
}

function personByEmail(email: string) {
  return inScope({ signInEmail: email }, (tx) => tx.user.findUnique({ where: { email } }));
}

type Person = NonNullable<Awaited<ReturnType<typeof personByEmail>>>;

function mayEnter(person: Person, { at, demoAllowed }: SignInAttempt): boolean {
  if (person.disabledAt !== null) return false;
  if (person.isDemo && !demoAllowed) return false;
  return person.passwordExpiresAt === null || at < person.passwordExpiresAt;
}

function openSession(userId: string, { at, userAgent }: SignInAttempt): Promise<string> {
  return inScope({ userId }, async (tx) => {
    await tx.userSession.deleteMany({
      where: { userId, expiresAt: { lt: new Date(at.getTime() - SESSIONS_KEPT_DAYS * DAY_MS) } },
    });
    const session = await tx.userSession.create({
      data: {
        userId,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: new Date(at.getTime() + SESSION_ABSOLUTE_HOURS * 3_600_000),
        userAgent: userAgent?.slice(0, 300) ?? null,
      },
    });
    return session.id;
  });
}
