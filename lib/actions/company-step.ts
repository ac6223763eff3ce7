import { revalidatePath } from "next/cache";
import type * as z from "zod";
import { actorOf, viewerForAction } from "../auth/viewer";
import { now } from "../clock";
import type { Actor } from "../db/governed-write";
import type { Result } from "../failures";
import { parseInput } from "./parse-input";

type Step<Schema extends z.ZodType, T> = {
  schema: Schema;
  command: (actor: Actor, input: z.output<Schema>, at: Date) => Promise<Result<T>>;
  /** The pages, after the company's own address, that are drawn anew with everything below them. */
  pages: string;
};

/** What most actions are: who asks, what for, one command, and the pages that may say something else afterwards. */
export async function companyStep<Schema extends z.ZodType, T>(
  company: string,
  given: unknown,
  { schema, command, pages }: Step<Schema, T>,
): Promise<Result<T>> {
  const viewer = await viewerForAction(company);
  if (!viewer.ok) return viewer;
  const input = parseInput(schema, given);
  if (!input.ok) return input;
  const result = await command(actorOf(viewer.value), input.value, now());
  if (result.ok) revalidatePath(`/c/${viewer.value.companySlug}${pages}`, "layout");
  return result;
}
