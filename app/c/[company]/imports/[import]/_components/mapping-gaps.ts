import type { Field } from "@/lib/imports/kinds/kind";
import type { ColumnChoice } from "@/lib/imports/mapping";
import type { OpenChoice } from "./open-choices";

export type AskedOf = { about: string; field: string; what: string; remedy: string };

export type MappingGaps = {
  /** What is open at each field, by its name. */
  fields: Record<string, string>;
  /** The same of what is asked of a column, by `choiceKey`. */
  choices: Record<string, string>;
  count: number;
};

export const choiceKey = ({ column, about }: Pick<OpenChoice, "column" | "about">): string =>
  `${column} ${about}`;

/**
 * What the form lacks before the rows can be read, so that it is told where it is missing and nothing half is remembered.
 * `questions` are those of the server about the mapping that it knows; its words are better where they still hold.
 */
export function mappingGaps({
  fields,
  mapping,
  asked,
  choices,
  questions,
  known,
}: {
  fields: readonly Pick<Field, "name" | "label" | "required">[];
  mapping: Readonly<Record<string, number>>;
  asked: readonly OpenChoice[];
  choices: Readonly<Record<string, ColumnChoice>>;
  questions: readonly AskedOf[];
  /** The columns that the questions are about. */
  known: Readonly<Record<string, number>>;
}): MappingGaps {
  const unset = fields.filter(({ name, required }) => required && mapping[name] === undefined);
  const unsaid = asked.filter(({ column, about }) => !choices[column]?.[about]);
  const words = ({ name, label }: (typeof unset)[number]): string => {
    const missing = `No column is ${label}.`;
    const told = questions.find(({ field, what }) => field === name && what === missing);
    return told ? `${told.what} ${told.remedy}` : `${missing} Choose the column.`;
  };
  // A column that cannot be read as the field, such as one in thousands, until another is chosen.
  const unfit = questions.filter(
    ({ about, field }) =>
      about === "column" && mapping[field] !== undefined && mapping[field] === known[field],
  );
  return {
    fields: Object.fromEntries([
      ...unset.map((field) => [field.name, words(field)]),
      ...unfit.map(({ field, what, remedy }) => [field, `${what} ${remedy}`]),
    ]),
    choices: Object.fromEntries(unsaid.map((each) => [choiceKey(each), "Choose one of these."])),
    count: unset.length + unfit.length + unsaid.length,
  };
}
