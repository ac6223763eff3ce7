import { z } from "zod";

/** The moment the last row of the page before was raised; what cannot be read starts from the newest. */
export function escalationCursor(given: unknown): Date | null {
  const parsed = z.iso.datetime().safeParse(given);
  return parsed.success ? new Date(parsed.data) : null;
}
