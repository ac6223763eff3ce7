import { z } from "zod";
import type { SeriesCursor } from "@/lib/queries/trigger-series";

const cursor = z.templateLiteral([z.iso.date(), ".", z.enum(["weekly", "monthly_close"])]);

/** `2026-03-31.weekly`: the last row of the page before. What cannot be read starts from the newest. */
export function seriesCursor(given: unknown): SeriesCursor | null {
  const parsed = cursor.safeParse(given);
  if (!parsed.success) return null;
  const [periodEnd = "", cadence] = parsed.data.split(".");
  return { periodEnd, cadence: cadence === "weekly" ? "weekly" : "monthly_close" };
}

export function seriesCursorText({ periodEnd, cadence }: SeriesCursor): string {
  return `${periodEnd}.${cadence}`;
}
