import { schemaResolver } from "@mantine/form";
import { validateChange } from "@/kernel/revenue/change-rules";
import { leverValueSchema } from "@/kernel/revenue/contract";
import { type Field, SECTIONS, type SectionName } from "./sections";
import { SETTINGS_NAMES, type SettingsName } from "./settings-sections";

/** A field as the form holds it: what is empty is "", until it is read into what the kernel's schema wants. */
export type RawValue = number | string | string[] | Record<string, number | string>;
export type RawValues = Record<string, RawValue>;

/** What the company has, beside what is stored in the section itself. */
export type FormBasis = {
  segments: readonly string[];
  templates: readonly { id: string; name: string }[];
  /** Beside a field, where its metric stands now. */
  hints: Readonly<Record<string, string>>;
};

type Stored = Record<string, unknown>;

const NUMERIC = new Set<Field["kind"]>(["money", "months", "percent", "number"]);
const IN_LINES = new Set<Field["kind"]>(["lines", "amounts", "shares", "owners"]);

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
  if (kind === "levers") return Array.isArray(value) ? value.map(String) : [];
  if (kind === "yesno") return typeof value === "boolean" ? (value ? "yes" : "no") : "";
  return IN_LINES.has(kind) ? linesFrom(value).join("\n") : String(value ?? "");
}

function linesFrom(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([name, each]) => `${name}: ${each}`);
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
  if (kind === "yesno") return value === "" ? undefined : value === "yes";
  if (kind === "choice" || kind === "text" || kind === "template") return value === "" ? undefined : value;
  if (IN_LINES.has(kind)) return fromLines(kind, String(value ?? ""));
  if (kind === "bySegment" && typeof value === "object" && !Array.isArray(value)) {
    const limits = Object.entries(value).map(([segment, limit]) => [segment, numberOf(limit)] as const);
    return Object.fromEntries(limits.filter(([, limit]) => limit !== undefined));
  }
  return value;
}

function fromLines(kind: Field["kind"], text: string): unknown {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (kind === "lines") return lines;
  if (lines.length === 0) return undefined;
  if (kind === "amounts") return lines.map(amountOf);
  const pairs = lines.map((line) => {
    const [name = "", ...rest] = line.split(":");
    const words = rest.join(":").trim();
    return [name.trim(), kind === "shares" ? amountOf(words) : words] as const;
  });
  return Object.fromEntries(pairs);
}

/** What is no number stays what was typed, so that the rule can refuse it. */
function amountOf(text: string): number | string {
  const number = Number(text.replace(/[$,%\s]/g, "") || Number.NaN);
  return Number.isFinite(number) ? number : text;
}

function numberOf(value: RawValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
}

/** The field under which something is said that belongs to the whole section. */
export const WHOLE = "whole";

/** What the kernel holds against the form, beside the field and in words that say what would be right. */
export function errorsOf(section: SectionName, raw: RawValues, basis: FormBasis): Record<string, string> {
  const content = contentFrom(section, raw);
  return isSettings(section) ? faultsOf(section, content, basis) : issuesOf(section, content);
}

const isSettings = (section: SectionName): section is SettingsName =>
  (SETTINGS_NAMES as readonly string[]).includes(section);

function issuesOf(section: SectionName, content: Stored): Record<string, string> {
  const { schema, fields } = SECTIONS[section];
  const found = schema ? schemaResolver(schema, { sync: true })(content) : {};
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(found)) {
    const field = fields.find(({ name }) => name === path.split(".")[0]);
    errors[field?.name ?? WHOLE] = field?.rule ?? String(message);
  }
  return errors;
}

/** The limits of the executor map, which hold for people as they do for executors. */
function faultsOf(
  subsystem: SettingsName,
  content: Stored,
  { templates }: FormBasis,
): Record<string, string> {
  const facts = {
    maxDailySpend: 0,
    today: "",
    templateIds: templates.map(({ id }) => id),
    entityType: "settings",
  } as const;
  const errors: Record<string, string> = {};
  for (const [field, value] of Object.entries(content)) {
    const newValue = leverValueSchema.safeParse(value).data ?? "";
    const change = { subsystem, type: "config_change", field, newValue, currentValue: null, facts } as const;
    const [fault] = validateChange(change);
    if (fault) errors[field] = capitalised(fault.replace(`${field} `, ""));
  }
  return errors;
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
