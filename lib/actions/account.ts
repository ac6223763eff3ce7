"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import * as z from "zod";
import { endSession, endSessions } from "../auth/end-session";
import { sessionCookieName } from "../auth/session-token";
import { currentAccount } from "../auth/viewer";
import { now } from "../clock";
import { changePassword, changePasswordInput } from "../commands/change-password";
import { fail, type Result } from "../failures";
import { parseForm } from "./parse-form";

export async function changePasswordAction(
  _before: unknown,
  form: FormData,
): Promise<Result<{ endedSessions: number }>> {
  const account = await currentAccount();
  if (account === null) return fail("NOT_SIGNED_IN");
  const input = parseForm(changePasswordInput, form);
  if (!input.ok) return input;
  const result = await changePassword(account, input.value, now());
  if (result.ok) revalidatePath("/account");
  return result;
}

export async function endSessionAction(sessionId: string): Promise<Result<{ ended: number }>> {
  const account = await currentAccount();
  if (account === null) return fail("NOT_SIGNED_IN");
  if (!z.guid().safeParse(sessionId).success) return fail("NOT_FOUND");
  const ended = await endSession({ userId: account.userId, sessionId }, now());
  revalidatePath("/account");
  return ended === 0 ? fail("NOT_FOUND", "This session has already ended.") : { ok: true, value: { ended } };
}

export async function signOutAction(): Promise<void> {
  const account = await currentAccount();
  if (account !== null) await endSession(account, now());
  await dropCookies();
  redirect("/sign-in");
}

export async function signOutEverywhereAction(): Promise<Result<never>> {
  const account = await currentAccount();
  if (account !== null) await endSessions(account.userId, now());
  await dropCookies();
  redirect("/sign-in");
}

async function dropCookies(): Promise<void> {
  const jar = await cookies();
  // A long token is split over name.0, name.1, …
  const name = sessionCookieName();
  for (const cookie of jar.getAll()) {
    if (cookie.name === name || cookie.name.startsWith(`${name}.`)) jar.delete(cookie.name);
  }
}
