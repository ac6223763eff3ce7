import type { Field } from "@/lib/imports/kinds/kind";
import type { ImportDetail } from "@/lib/queries/imports";

export type MappedField = { name: string; label: string; type: Field["type"]; column: number };

/** The fields that the file has a column for, in the order of the kind. */
export function mappedFields({ fields, mapping }: Pick<ImportDetail, "fields" | "mapping">): MappedField[] {
  return fields.flatMap(({ name, label, type }) => {
    const column = mapping[name];
    return column === undefined ? [] : [{ name, label, type, column }];
  });
}
