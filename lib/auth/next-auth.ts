import type { NextAuthOptions, RequestInternal, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { now } from "../clock";
import { demoAccountsAllowed, env } from "../env";
import { loadAccount, SESSION_ABSOLUTE_HOURS } from "./account";
import { clientAddress } from "./client-address";
import { endSession } from "./end-session";
import { safeReturnPath } from "./return-path";
import { secureCookies, sessionClaims, sessionCookieName } from "./session-token";
import { signIn } from "./sign-in";

/** Thrown inside next-auth's own callback, which answers it by clearing the cookie. */
class SessionEnded extends Error {}

/** Made on each request, not at import: a build has no settings. */
export function authOptions(): NextAuthOptions {
  const maxAge = SESSION_ABSOLUTE_HOURS * 3600;
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge },
    jwt: { maxAge },
    useSecureCookies: secureCookies(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() },
      },
    },
    // Without `error`, next-auth would show a page of its own.
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: authorizeAttempt,
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return sessionClaims(user) ?? refuse();
        const claims = sessionClaims(token) ?? refuse();
        const rules = { demoAllowed: demoAccountsAllowed(), idleMinutes: env().SESSION_IDLE_MINUTES };
        if ((await loadAccount(claims, now(), rules)) === null) refuse();
        return claims;
      },
      session: ({ session }) => session,
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeReturnPath(url.replace(baseUrl, ""))}`,
    },
    events: {
      signOut: async ({ token }) => {
        const claims = sessionClaims(token);
        if (claims) await endSession(claims, now());
      },
    },
    logger: {
      error: (code, details) => {
        const cause = details instanceof Error ? details : details.error;
        if (!(cause instanceof SessionEnded)) process.stderr.write(`sign-in: ${code}: ${cause.message}\n`);
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function refuse(): never {
  throw new SessionEnded("the session has ended");
}

async function authorizeAttempt(
  given: Record<string, string> | undefined,
  request: Pick<RequestInternal, "headers">,
): Promise<User | null> {
  const headers: Record<string, string | undefined> = request.headers ?? {};
  const result = await signIn({
    email: given?.email,
    password: given?.password,
    address: clientAddress(headers["x-forwarded-for"]),
    userAgent: headers["user-agent"] ?? null,
    at: now(),
    demoAllowed: demoAccountsAllowed(),
  });
  if (!result.ok) return null;
  const { userId, sessionId, name, email } = result.value;
  return { id: userId, userId, sessionId, name, email };
}

declare module "next-auth" {
  interface User {
    userId: string;
    sessionId: string;
  }
}
