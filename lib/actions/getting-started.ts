"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { dismissGettingStarted } from "../commands/dismiss-getting-started";
import type { Result } from "../failures";

export async function dismissGettingStartedAction(company: string): Promise<Result<{ at: Date }>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const result = await dismissGettingStarted(actorOf(viewer.value), now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}
