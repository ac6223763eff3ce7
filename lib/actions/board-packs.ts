"use server";

import { revalidatePath } from "next/cache";
import type * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { correctBoardPack, correctBoardPackInput } from "../commands/correct-board-pack";
import { discardBoardPack, discardBoardPackInput } from "../commands/discard-board-pack";
import { editBoardMemo, editBoardMemoInput } from "../commands/edit-board-memo";
import { makeBoardPack, makeBoardPackInput } from "../commands/make-board-pack";
import { releaseBoardPack, releaseBoardPackInput } from "../commands/release-board-pack";
import type { Actor } from "../db/governed-write";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

/** One step of a pack's life: who, what, one command, and the pages of packs anew. */
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
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}/board-packs`, "layout");
  return result;
}

export async function makeBoardPackAction(company: string, given: unknown) {
  return step(company, makeBoardPackInput, given, makeBoardPack);
}

export async function editBoardMemoAction(company: string, given: unknown) {
  return step(company, editBoardMemoInput, given, editBoardMemo);
}

export async function releaseBoardPackAction(company: string, given: unknown) {
  return step(company, releaseBoardPackInput, given, releaseBoardPack);
}

export async function correctBoardPackAction(company: string, given: unknown) {
  return step(company, correctBoardPackInput, given, correctBoardPack);
}

export async function discardBoardPackAction(company: string, given: unknown) {
  return step(company, discardBoardPackInput, given, discardBoardPack);
}
