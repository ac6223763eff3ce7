"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { deleteScenario, deleteScenarioInput } from "../commands/delete-scenario";
import { saveScenario, saveScenarioInput } from "../commands/save-scenario";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

export async function saveScenarioAction(company: string, given: unknown): Promise<Result<{ id: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(saveScenarioInput, given);
  if (!input.ok) return input;
  const result = await saveScenario(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}/what-if`, "layout");
  return result;
}

export async function deleteScenarioAction(company: string, given: unknown): Promise<Result<{ id: string }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(deleteScenarioInput, given);
  if (!input.ok) return input;
  const result = await deleteScenario(actorOf(viewer.value), input.value);
  if (result.ok) revalidatePath(`/c/${company}/what-if`, "layout");
  return result;
}
