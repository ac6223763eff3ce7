"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import {
  type LeaveAnswer,
  leaveDefensiveMode,
  leaveDefensiveModeInput,
} from "../commands/leave-defensive-mode";
import { updateDefensiveAction, updateDefensiveActionInput } from "../commands/update-defensive-action";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

export async function updateDefensiveActionAction(
  companySlug: string,
  input: unknown,
): Promise<Result<{ actionId: string }>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const parsed = parseInput(updateDefensiveActionInput, input);
  if (!parsed.ok) return parsed;
  const result = await updateDefensiveAction(actorOf(viewer.value), parsed.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}/defensive`);
  return result;
}

export async function leaveDefensiveModeAction(
  companySlug: string,
  input: unknown,
): Promise<Result<LeaveAnswer>> {
  const viewer = await viewerForAction(companySlug);
  if (!viewer.ok) return viewer;
  const parsed = parseInput(leaveDefensiveModeInput, input);
  if (!parsed.ok) return parsed;
  const result = await leaveDefensiveMode(actorOf(viewer.value), parsed.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}/defensive`);
  return result;
}
