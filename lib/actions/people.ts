"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { changeRole, changeRoleInput } from "../commands/change-role";
import { endMembership } from "../commands/end-membership";
import { type Invitation, invitePerson, invitePersonInput } from "../commands/invite-person";
import { type NewPassword, resetPassword } from "../commands/reset-password";
import { fail, type Result } from "../failures";
import { parseForm } from "./parse-form";

const person = z.guid();

export async function invitePersonAction(
  companySlug: string,
  _before: unknown,
  form: FormData,
): Promise<Result<Invitation>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const input = parseForm(invitePersonInput, form);
  if (!input.ok) return input;
  const result = await invitePerson(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/people`);
  return result;
}

export async function changeRoleAction(
  companySlug: string,
  _before: unknown,
  form: FormData,
): Promise<Result<{ userId: string }>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const input = parseForm(changeRoleInput, form);
  if (!input.ok) return input;
  const result = await changeRole(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/people`);
  return result;
}

export async function endMembershipAction(
  companySlug: string,
  userId: string,
): Promise<Result<{ userId: string }>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  if (!person.safeParse(userId).success) return fail("NOT_FOUND");
  const result = await endMembership(actorOf(viewer.value), userId, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/people`);
  return result;
}

export async function resetPasswordAction(companySlug: string, userId: string): Promise<Result<NewPassword>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  if (!person.safeParse(userId).success) return fail("NOT_FOUND");
  const result = await resetPassword(actorOf(viewer.value), userId, now());
  if (result.ok) revalidatePath(`/c/${companySlug}/admin/people`);
  return result;
}
