import { schemaResolver } from "@mantine/form";
import { type Field, SECTIONS, type SectionName } from "./sections";

/** A field as the form holds it: what is empty is "", until it is read into what the kernel's schema wants. */
export type RawValue = number | string | string[] | Record<string, number | string>;
export type RawValues = Record<string, RawValue>;

type Stored = Record<string, unknown>;

const NUMERIC = new Set<Field["kind"]>(["money", "months", "percent"]);

export function rawFrom(section: SectionName, stored: Stored | null, segments: readonly string[]): RawValues {
  return Object.fromEntries(
    SECTIONS[section].fields.map((field) => [field.name, rawField(field, stored?.[field.name], segments)]),
  );
}

function rawField({ kind }: Field, value: unknown, segments: readonly string[]): RawValue {
  if (NUMERIC.has(kind)) return typeof value === "number" ? value : "";
  if (kind === "choice") return typeof value === "string" ? value : "";
  if (kind === "bySegment") {
    const limits = typeof value === "object" && value !== null ? (value as Record<string, number>) : {};
    return Object.fromEntries(segments.map((segment) => [segment, limits[segment] ?? ""]));
  }
  const list = Array.isArray(value) ? value.map(String) : [];
  return kind === "lines" ? list.join("\n") : list;
}

/** What would be stored. An empty field is left out, so that the schema can say that it is wanted. */
export function contentFrom(section: SectionName, raw: RawValues): Stored {
  const entries = SECTIONS[section].fields.map(
    ({ name, kind }) => [name, contentField(kind, raw[name])] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function contentField(kind: Field["kind"], value: RawValue | undefined): unknown {
  if (NUMERIC.has(kind)) return numberOf(value);
  if (kind === "choice") return value === "" ? undefined : value;
  if (kind === "lines") {
    return String(value ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  }
  if (kind === "bySegment" && typeof value === "object" && !Array.isArray(value)) {
    const limits = Object.entries(value).map(([segment, limit]) => [segment, numberOf(limit)] as const);
    return Object.fromEntries(limits.filter(([, limit]) => limit !== undefined));
  }
  return value;
}

function numberOf(value: RawValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
}

/** The field under which something is said that belongs to the whole section. */
export const WHOLE = "whole";

/** What the kernel's schema holds against the form, beside the field and in words that say what would be right. */
export function errorsOf(section: SectionName, raw: RawValues): Record<string, string> {
  const { schema, fields } = SECTIONS[section];
  const found = schemaResolver(schema, { sync: true })(contentFrom(section, raw));
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(found)) {
    const field = fields.find(({ name }) => name === path.split(".")[0]);
    errors[field?.name ?? WHOLE] = field?.rule ?? String(message);
  }
  return errors;
}
