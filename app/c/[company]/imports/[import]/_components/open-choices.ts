import type { ColumnProfile } from "@/lib/imports/column-profile";
import type { Field } from "@/lib/imports/kinds/kind";
import type { ColumnChoice } from "@/lib/imports/mapping";
import { columnLetters } from "@/lib/imports/table";

export type OpenChoice = {
  column: string;
  about: keyof ColumnChoice;
  question: string;
  options: { value: string; label: string }[];
};

const FIGURES: readonly Field["type"][] = ["amount", "number", "count"];
const DAYS: readonly Field["type"][] = ["day", "month", "period", "planMonth"];

/** What the columns that are chosen right now leave open: a mark that could be either, days in either order. */
export function openChoices({
  fields,
  header,
  columns,
  mapping,
}: {
  fields: readonly Pick<Field, "name" | "type">[];
  header: readonly string[];
  columns: readonly ColumnProfile[];
  mapping: Readonly<Record<string, number>>;
}): OpenChoice[] {
  return fields.flatMap(({ name, type }): OpenChoice[] => {
    const at = mapping[name];
    const profile = at === undefined ? undefined : columns[at];
    if (at === undefined || profile === undefined) return [];
    const column = String(at);
    const called = header[at] || `column ${columnLetters(at)}`;
    const example = profile.ambiguous[0] ?? profile.samples[0] ?? "";
    if (FIGURES.includes(type) && isOpen(profile.decimal))
      return [
        {
          column,
          about: "decimal",
          question: `How are the figures in ${called} written, such as ${example}?`,
          options: [
            { value: ".", label: "1,234.56 – a point before the decimals" },
            { value: ",", label: "1.234,56 – a comma before the decimals" },
          ],
        },
      ];
    if (DAYS.includes(type) && isOpen(profile.dayOrder))
      return [
        {
          column,
          about: "dayOrder",
          question: `How are the days in ${called} written, such as ${example}?`,
          options: [
            { value: "dmy", label: "The day first, then the month" },
            { value: "mdy", label: "The month first, then the day" },
          ],
        },
      ];
    return [];
  });
}

const isOpen = (found: string) => found === "ambiguous" || found === "mixed";
