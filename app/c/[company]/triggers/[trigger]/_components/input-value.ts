import { formatNumber, formatValue } from "@/components/ui/format";

/** An input as it stands in the document: a number, a series, a target by month, or a number with its unit. */
export function inputValueText(value: unknown, unit: string): string {
  if (value === null || value === undefined) return "not there";
  if (typeof value === "number") return numberText(value, unit);
  if (Array.isArray(value)) return value.map((each) => inputValueText(each, unit)).join(", ");
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value);
  const measured = Object.fromEntries(entries);
  if (typeof measured.value === "number") return numberText(measured.value, String(measured.unit ?? unit));
  return entries.map(([key, each]) => `${key}: ${inputValueText(each, unit)}`).join(", ");
}

function numberText(value: number, unit: string): string {
  const known = { $: "USD", "%": "percent" }[unit] ?? unit;
  if (known.startsWith("USD")) return unbroken(formatValue(value, "USD"));
  return unbroken(
    ["percent", "months", "x"].includes(known) ? formatValue(value, known) : formatNumber(value),
  );
}

/** A line may end between two figures of a series, never between a sign and its figure. */
function unbroken(figure: string): string {
  return figure.replace(/−(?!\u2060)/, "−\u2060");
}
