import { leverInWords } from "@/components/governance/lever-words";
import { formatCount, formatMoney, formatMonths, formatPercent } from "@/components/ui/format";
import { LEVER_IDS } from "@/kernel/revenue/levers";
import { type Field, SECTIONS, type SectionName } from "./sections";

export type FieldChange = { name: string; label: string; before: string; after: string };

export const isSection = (section: string): section is SectionName => Object.hasOwn(SECTIONS, section);

/** "$12,000", "15 months", "3 of 23 levers"; what is not set says so. */
export function settingInWords(field: Field, value: unknown): string {
  if (value === undefined || value === null || value === "") return "Not set";
  if (field.say) return field.say(value);
  if (typeof value === "number") return numberInWords(field.kind, value);
  if (field.kind === "choice")
    return field.choices?.find((each) => each.value === value)?.label ?? String(value);
  if (Array.isArray(value)) return listInWords(field.kind, value.map(String));
  if (typeof value === "object") {
    const limits = Object.entries(value)
      .sort(byName)
      .map(([segment, limit]) => `${segment} ${formatMoney(Number(limit))}`);
    return limits.length === 0 ? "Not set" : limits.join(", ");
  }
  return String(value);
}

function numberInWords(kind: Field["kind"], value: number): string {
  if (kind === "money" || kind === "bySegment") return formatMoney(value);
  return kind === "months" ? formatMonths(value) : formatPercent(value, 2);
}

function listInWords(kind: Field["kind"], list: readonly string[]): string {
  if (kind === "levers") return `${list.length} of ${formatCount(LEVER_IDS.length, "lever")}`;
  return list.length === 0 ? "None" : list.map(blockedInWords).join(", ");
}

/** A lever by its words and its name in the data; any other line as it was typed. */
function blockedInWords(line: string): string {
  const words = leverInWords(line);
  return words === line ? line : `${words} (${line})`;
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => one.localeCompare(other);

/** The fields that two versions of a section differ in, each as it was and as it would be. */
export function changesBetween(section: SectionName, before: unknown, after: unknown): FieldChange[] {
  const [old, next] = [fieldsOf(before), fieldsOf(after)];
  return SECTIONS[section].fields.flatMap((field) => {
    const [was, is] = [old[field.name], next[field.name]];
    if (sameJson(was, is)) return [];
    const { name, label } = field;
    if (field.kind === "levers") return [{ name, label, ...leversBetween(listOf(was), listOf(is), field) }];
    return [{ name, label, before: settingInWords(field, was), after: settingInWords(field, is) }];
  });
}

/** Of levers the ones that come and go are named, not all that stay. */
function leversBetween(was: readonly string[], is: readonly string[], field: Field) {
  const added = is.filter((id) => !was.includes(id)).map(leverInWords);
  const gone = was.filter((id) => !is.includes(id)).map(leverInWords);
  const parts = [
    settingInWords(field, is),
    ...(added.length > 0 ? [`now allowed: ${added.join("; ")}`] : []),
    ...(gone.length > 0 ? [`no longer allowed: ${gone.join("; ")}`] : []),
  ];
  return { before: settingInWords(field, was), after: parts.join("; ") };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** An empty list or record is the same as none. */
function sameJson(one: unknown, other: unknown): boolean {
  return settled(one) === settled(other);
}

function settled(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? "" : JSON.stringify([...value].sort());
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? "" : JSON.stringify(entries);
}
