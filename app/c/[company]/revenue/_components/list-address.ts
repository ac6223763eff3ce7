import type * as z from "zod";
import { formatDate } from "@/components/ui/format";
import { mondayOf } from "@/lib/queries/cfo-week";
import { addDays, isoDate } from "@/lib/queries/cycle-calendar";

type Filter = Record<string, string | undefined>;

/** The filter of a list as its address asks for it; of a name that stands there twice the first counts. */
export function readFilter<Schema extends z.ZodType>(
  schema: Schema,
  params: Record<string, string | string[] | undefined>,
): z.output<Schema> {
  const single = Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
  return schema.parse(Object.fromEntries(single));
}

/** Whether anything but the page is asked for. */
export function isNarrowed({ after: _page, ...filter }: Filter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** The same list from another place on. */
export function pageAddress(path: string, filter: Filter, after: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, after }))
    if (value !== undefined) query.set(name, value);
  return `${path}?${query}`;
}

const WEEKS = 8;

/** This week and those before it, with the one that is asked for among them however old it is. */
export function weekChoices(asked: string | undefined, present: Date): { value: string; label: string }[] {
  const monday = mondayOf(isoDate(present));
  const weeks = Array.from({ length: WEEKS }, (_, index) => addDays(monday, -7 * index));
  const all = asked === undefined || weeks.includes(asked) ? weeks : [...weeks, asked];
  return all.map((value) => ({ value, label: `Week of ${formatDate(value)}` }));
}
