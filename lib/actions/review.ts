"use server";

import { revalidatePath } from "next/cache";
import type * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { addReviewAction, addReviewActionInput } from "../commands/add-review-action";
import { closeReview, closeReviewInput } from "../commands/close-review";
import { noteReview, noteReviewInput } from "../commands/note-review";
import { openReview, openReviewInput } from "../commands/open-review";
import { updateReviewAction, updateReviewActionInput } from "../commands/update-review-action";
import type { Actor } from "../db/governed-write";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

/** One step of a review: who, what, one command, and its pages anew. */
async function step<Schema extends z.ZodType, T>(
  company: string,
  schema: Schema,
  given: unknown,
  command: (actor: Actor, input: z.output<Schema>, at: Date) => Promise<Result<T>>,
): Promise<Result<T>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(schema, given);
  if (!input.ok) return input;
  const result = await command(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}/review`, "layout");
  return result;
}

export async function openReviewAction(company: string, given: unknown) {
  return step(company, openReviewInput, given, openReview);
}

export async function noteReviewAction(company: string, given: unknown) {
  return step(company, noteReviewInput, given, noteReview);
}

export async function addReviewActionAction(company: string, given: unknown) {
  return step(company, addReviewActionInput, given, addReviewAction);
}

export async function updateReviewActionAction(company: string, given: unknown) {
  return step(company, updateReviewActionInput, given, updateReviewAction);
}

export async function closeReviewAction(company: string, given: unknown) {
  return step(company, closeReviewInput, given, closeReview);
}
