"use server";

import { revalidatePath } from "next/cache";
import { actorOf, viewerForAction } from "../auth/viewer";
import { removeAttachment, removeAttachmentInput } from "../commands/remove-attachment";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

export async function removeAttachmentAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(removeAttachmentInput, given);
  if (!input.ok) return input;
  const result = await removeAttachment(actorOf(viewer.value), input.value);
  if (result.ok) revalidatePath(`/c/${company}/requests/${input.value.reference}`, "layout");
  return result;
}
