import * as z from "zod";
import { FATES } from "@/lib/imports/fates";

/** Files have fewer rows; a higher number is a slip. */
export const MOST_ROW = 10_000_000;

const place = (least: number) => z.coerce.number().int().min(least).max(MOST_ROW).optional().catch(undefined);

/** Which rows an address asks for: behind the last row of the page before, or from a row that somebody names. */
export const rowViewSchema = z
  .object({ fate: z.enum(FATES).optional().catch(undefined), after: place(0), from: place(1) })
  .transform(({ fate, after, from }) => ({ fate, after: from === undefined ? after : from - 1 }));
export type RowView = z.infer<typeof rowViewSchema>;
