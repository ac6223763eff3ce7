"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { updateForecastSettings, updateForecastSettingsInput } from "../commands/update-forecast-settings";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

/** Window and spreads of the forecast, as a whole. */
export async function updateForecastSettingsAction(
  company: string,
  given: unknown,
): Promise<Result<{ updatedAt: Date }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(updateForecastSettingsInput, given);
  if (!input.ok) return input;
  const result = await updateForecastSettings(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/trajectory`, "layout");
  return result;
}
