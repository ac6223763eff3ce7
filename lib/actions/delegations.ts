"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { delegateSigning, delegateSigningInput } from "../commands/delegate-signing";
import { endDelegation } from "../commands/end-delegation";
import { fail, type Result } from "../failures";
import { parseForm } from "./parse-form";

export async function delegateSigningAction(
  company: string,
  _before: unknown,
  form: FormData,
): Promise<Result<{ delegationId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseForm(delegateSigningInput, form);
  if (!input.ok) return input;
  const result = await delegateSigning(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function endDelegationAction(
  company: string,
  delegationId: string,
): Promise<Result<{ delegationId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  if (!z.guid().safeParse(delegationId).success) return fail("NOT_FOUND");
  const result = await endDelegation(actorOf(viewer.value), delegationId, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
