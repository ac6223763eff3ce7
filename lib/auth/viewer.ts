import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { now } from "../clock";
import type { Actor } from "../db/governed-write";
import { demoAccountsAllowed, env } from "../env";
import { fail, type Result, succeed } from "../failures";
import { type Account, loadAccount, SESSION_IDLE_MINUTES } from "./account";
import type { Role } from "./permissions";
import { RETURN_PATH_HEADER, safeReturnPath } from "./return-path";
import { readSessionToken } from "./session-token";

/** A person at work in one company. */
export type Viewer = {
  userId: string;
  name: string;
  email: string;
  sessionId: string;
  isOperator: boolean;
  tenantId: string;
  tenantName: string;
  companySlug: string;
  role: Role;
  team: string | null;
};

export function sessionIdleMinutes(): number {
  return env().SESSION_IDLE_MINUTES ?? SESSION_IDLE_MINUTES;
}

/** The signed-in person, checked in the database once per request. */
export const currentAccount = cache(async (): Promise<Account | null> => {
  const token = await readSessionToken((await cookies()).getAll());
  if (token === null) return null;
  return loadAccount(token, now(), {
    demoAllowed: demoAccountsAllowed(),
    idleMinutes: sessionIdleMinutes(),
  });
});

/** For pages: sends the visitor to sign in, and shows "not found" for a company that is not theirs. */
export async function requireViewer(companySlug: string): Promise<Viewer> {
  const account = await currentAccount();
  if (account === null) return redirect(await signInPath());
  if (account.mustChangePassword) redirect("/account");
  return viewerOf(account, companySlug) ?? notFound();
}

/** For actions: the same check, answered as a result. A company that is not theirs does not exist for them. */
export async function viewerForAction(companySlug: string): Promise<Result<Viewer>> {
  const account = await currentAccount();
  if (account === null) return fail("NOT_SIGNED_IN");
  if (account.mustChangePassword) return fail("FORBIDDEN", "Please choose a password of your own first.");
  const viewer = viewerOf(account, companySlug);
  return viewer === null ? fail("NOT_FOUND", "There is no such company.") : succeed(viewer);
}

/** For pages that belong to the person and to no company. */
export async function requireAccount(): Promise<Account> {
  return (await currentAccount()) ?? redirect(await signInPath());
}

/** To the sign-in page, and from there back to the page that was asked for. */
async function signInPath(): Promise<string> {
  const asked = safeReturnPath((await headers()).get(RETURN_PATH_HEADER));
  return asked === "/" ? "/sign-in" : `/sign-in?callbackUrl=${encodeURIComponent(asked)}`;
}

export function viewerOf(account: Account, companySlug: string): Viewer | null {
  const company = account.companies.find((each) => each.companySlug === companySlug);
  if (company === undefined) return null;
  const { userId, name, email, sessionId, isOperator } = account;
  return { userId, name, email, sessionId, isOperator, ...company };
}

/** Who acts, as the decision log names them. */
export function actorOf(viewer: Viewer): Actor {
  return { tenantId: viewer.tenantId, userId: viewer.userId, name: viewer.name, role: viewer.role };
}
