"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import {
  type RevenueSettingsSection,
  updateRevenueSettings,
  updateRevenueSettingsInput,
} from "../commands/update-revenue-settings";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

/** One section of targets, guardrails or settings, as a whole. Gates and cycles rest on the new one at once. */
export async function updateRevenueSettingsAction(
  company: string,
  given: unknown,
): Promise<Result<{ section: RevenueSettingsSection; updatedAt: Date }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(updateRevenueSettingsInput, given);
  if (!input.ok) return input;
  const result = await updateRevenueSettings(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/revenue`, "layout");
  return result;
}
