import { getToken } from "next-auth/jwt";
import * as z from "zod";
import { env } from "../env";

/** What the cookie says, encrypted: whose session, and which row of user_sessions vouches for it. */
export type SessionToken = { userId: string; sessionId: string };

const claims = z.object({ userId: z.guid(), sessionId: z.guid() });

/** The two names in a decrypted token, or null when it is not one of ours. */
export function sessionClaims(token: unknown): SessionToken | null {
  const parsed = claims.safeParse(token);
  return parsed.success ? parsed.data : null;
}

export function secureCookies(): boolean {
  return env().NEXTAUTH_URL?.startsWith("https://") ?? false;
}

export function sessionCookieName(): string {
  return `${secureCookies() ? "__Secure-" : ""}revenue-os.session`;
}

/** Decrypts the cookie and checks its shape. A token proves who signed in once, never that the session still holds. */
export async function readSessionToken(
  cookies: ReadonlyArray<{ name: string; value: string }>,
): Promise<SessionToken | null> {
  const jar = Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
  // No headers are handed over: a session travels in the cookie alone, never as a bearer token.
  const request = { cookies: jar, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({
    req: request,
    secret: env().NEXTAUTH_SECRET,
    secureCookie: secureCookies(),
    cookieName: sessionCookieName(),
  });
  return sessionClaims(token);
}
