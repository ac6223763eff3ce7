import type { z } from "zod";
import { fail, type Result, succeed } from "../failures";

/** Parses what a client sent, once, at the door. What is wrong comes back by path, in the schema's words. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): Result<z.output<Schema>> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return succeed(parsed.data);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
  return fail("INVALID_INPUT", undefined, fields);
}
