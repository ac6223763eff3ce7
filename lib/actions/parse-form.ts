import type { z } from "zod";
import { fail, type Result, succeed } from "../failures";

/**
 * Parses a form once, at the door. Fields of the framework (`$ACTION_…`) are not ours; a name that ends in
 * `[]` is a list. What is wrong comes back by field, in the schema's words.
 */
export function parseForm<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
): Result<z.output<Schema>> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    if (name.endsWith("[]")) values[name.slice(0, -2)] = form.getAll(name);
    else values[name] = form.get(name);
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return succeed(parsed.data);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
  return fail("INVALID_INPUT", undefined, fields);
}
