"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { assignInputOwner, assignInputOwnerInput } from "../commands/assign-input-owner";
import { certifyClose, certifyCloseInput } from "../commands/certify-close";
import { commentTrigger, commentTriggerInput } from "../commands/comment-trigger";
import type { EvaluatedCycle } from "../commands/evaluate-cycle";
import { type DecidedAgain, reevaluateOpenRequests } from "../commands/reevaluate-open-requests";
import { reopenClose, reopenCloseInput } from "../commands/reopen-close";
import { closeCalendarInput, setCloseCalendar } from "../commands/set-close-calendar";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

type Certified = EvaluatedCycle & { requests: DecidedAgain };

/** Open requests follow at once, as after any evaluation. */
export async function certifyCloseAction(company: string, given: unknown): Promise<Result<Certified>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(certifyCloseInput, given);
  if (!input.ok) return input;
  const at = now();
  const result = await certifyClose(actorOf(viewer.value), input.value, at);
  revalidatePath(`/c/${company}`, "layout");
  if (!result.ok) return result;
  const requests = await reevaluateOpenRequests(viewer.value.tenantId, at);
  return { ok: true, value: { ...result.value, requests } };
}

export async function reopenCloseAction(
  company: string,
  given: unknown,
): Promise<Result<{ version: number }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(reopenCloseInput, given);
  if (!input.ok) return input;
  const result = await reopenClose(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function commentTriggerAction(
  company: string,
  given: unknown,
): Promise<Result<{ triggerId: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(commentTriggerInput, given);
  if (!input.ok) return input;
  const result = await commentTrigger(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/close`, "layout");
  return result;
}

export async function assignInputOwnerAction(
  company: string,
  given: unknown,
): Promise<Result<{ name: string; owner: string | null }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(assignInputOwnerInput, given);
  if (!input.ok) return input;
  const result = await assignInputOwner(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/close`, "layout");
  return result;
}

export async function setCloseCalendarAction(
  company: string,
  given: unknown,
): Promise<Result<{ year: number; days: number }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(closeCalendarInput, given);
  if (!input.ok) return input;
  const result = await setCloseCalendar(actorOf(viewer.value), input.value, now());
  // Whoever was refused because of another's change sees it, too.
  revalidatePath(`/c/${company}`, "layout");
  return result;
}
