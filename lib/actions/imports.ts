"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import { abandonImport } from "../commands/abandon-import";
import { applyImport } from "../commands/apply-import";
import { restageImport, restageInput } from "../commands/restage-import";
import { undoImport, undoImportInput } from "../commands/undo-import";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

const oneImport = z.strictObject({ importId: z.guid() });

/** Reads the rows again, under other columns or on the books as they are by now. */
export async function restageImportAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(restageInput, given);
  if (!input.ok) return input;
  const result = await restageImport(actorOf(viewer.value), input.value, now());
  revalidatePath(`/c/${company}/imports`, "layout");
  return result;
}

export async function applyImportAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(oneImport, given);
  if (!input.ok) return input;
  const result = await applyImport(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function undoImportAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(undoImportInput, given);
  if (!input.ok) return input;
  const result = await undoImport(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${company}`, "layout");
  return result;
}

export async function abandonImportAction(company: string, given: unknown): Promise<Result<unknown>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(oneImport, given);
  if (!input.ok) return input;
  const result = await abandonImport(actorOf(viewer.value), input.value);
  if (result.ok) revalidatePath(`/c/${company}/imports`, "layout");
  return result;
}
