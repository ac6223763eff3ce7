import * as z from "zod";
import type { MetricRowsPage, MetricRowsQuestion } from "@/lib/queries/metric-rows";
import type { MetricScreen } from "@/lib/queries/revenue-metric";

const text = (most: number) => z.string().min(1).max(most).optional().catch(undefined);
const rowsView = z.object({
  day: z.iso.date().optional().catch(undefined),
  part: text(100),
  of: text(200),
  after: text(1000),
});

/** Which rows the address asks for: of a day, of one channel or segment, of one kind, from where on. */
export type RowsView = z.infer<typeof rowsView>;

export function parseRowsView(params: Record<string, string | string[] | undefined>): RowsView {
  const single = Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
  return rowsView.parse(Object.fromEntries(single));
}

const ROWS = 20;

/** The question behind the view; without a day, the newest one with a value. Null before any day was computed. */
export function rowsQuestion(
  view: RowsView,
  { id, day, newestDay }: MetricScreen,
): MetricRowsQuestion | null {
  const asked = view.day ?? day ?? newestDay;
  if (asked === null) return null;
  return {
    metric: id,
    day: asked,
    limit: ROWS,
    ...(view.of !== undefined && { dimension: view.of }),
    ...(view.part !== undefined && { part: view.part }),
    ...(view.after !== undefined && { after: view.after }),
  };
}

export function rowsAddress(here: string, view: RowsView): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view))
    if (value !== undefined && value !== "") query.set(name, value);
  return `${here}?${query}#rows`;
}

/** Rows of this part are only counted: their sum is their number, and "1" beside each would say nothing. */
export function isOnlyCounted({ parts }: MetricRowsPage, part: string): boolean {
  const own = parts.find((each) => each.part === part);
  return own !== undefined && own.count === own.sum;
}
