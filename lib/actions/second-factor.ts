"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import type { Account } from "../auth/account";
import { MAXIMUM_PASSWORD_LENGTH } from "../auth/password";
import { actorOf, currentAccount, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { confirmSecondFactor } from "../commands/confirm-second-factor";
import { type Enrolment, enrolSecondFactor } from "../commands/enrol-second-factor";
import { removeSecondFactor } from "../commands/remove-second-factor";
import { renewRecoveryCodes } from "../commands/renew-recovery-codes";
import { resetSecondFactor } from "../commands/reset-second-factor";
import { secondFactorAmountInput, setSecondFactorAmount } from "../commands/set-second-factor-amount";
import { fail, type Result, succeed } from "../failures";
import { parseForm } from "./parse-form";
import { parseInput } from "./parse-input";

const passwordInput = z.strictObject({
  password: z.string().min(1, "Enter your password.").max(MAXIMUM_PASSWORD_LENGTH, "Too long."),
});
const codeInput = z.strictObject({ code: z.string().trim().min(1, "Enter a code.").max(40, "Too long.") });

async function ownAccount(): Promise<Result<Account>> {
  const account = await currentAccount();
  if (account === null) return fail("NOT_SIGNED_IN");
  if (account.mustChangePassword) return fail("FORBIDDEN", "Please choose a password of your own first.");
  return succeed(account);
}

export async function enrolSecondFactorAction(_before: unknown, form: FormData): Promise<Result<Enrolment>> {
  const account = await ownAccount();
  if (!account.ok) return account;
  const input = parseForm(passwordInput, form);
  return input.ok ? enrolSecondFactor(account.value, input.value, now()) : input;
}

/** Whoever changes their own factor shows with a code that they have it. */
async function withCode<T>(
  form: FormData,
  command: (account: Account, input: z.output<typeof codeInput>, at: Date) => Promise<Result<T>>,
): Promise<Result<T>> {
  const account = await ownAccount();
  if (!account.ok) return account;
  const input = parseForm(codeInput, form);
  return input.ok ? command(account.value, input.value, now()) : input;
}

export async function confirmSecondFactorAction(
  _before: unknown,
  form: FormData,
): Promise<Result<{ recoveryCodes: string[] }>> {
  return withCode(form, confirmSecondFactor);
}

export async function renewRecoveryCodesAction(
  _before: unknown,
  form: FormData,
): Promise<Result<{ recoveryCodes: string[] }>> {
  return withCode(form, renewRecoveryCodes);
}

export async function removeSecondFactorAction(
  _before: unknown,
  form: FormData,
): Promise<Result<{ removed: true }>> {
  const result = await withCode(form, removeSecondFactor);
  if (result.ok) revalidatePath("/account");
  return result;
}

export async function resetSecondFactorAction(
  company: string,
  userId: string,
): Promise<Result<{ userId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  if (!z.guid().safeParse(userId).success) return fail("NOT_FOUND");
  return resetSecondFactor(actorOf(viewer.value), userId, now());
}

export async function setSecondFactorAmountAction(
  company: string,
  given: unknown,
): Promise<Result<{ amountUsd: number | null }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(secondFactorAmountInput, given);
  if (!input.ok) return input;
  const result = await setSecondFactorAmount(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/admin/people`);
  return result;
}
