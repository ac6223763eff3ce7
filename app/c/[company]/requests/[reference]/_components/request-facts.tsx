import { detailWords } from "@/components/governance/request-words";
import { Facts } from "@/components/ui/facts";
import { formatMoney, formatNumber, formatPercent } from "@/components/ui/format";
import type { RequestContent } from "@/lib/queries/request-content";

/** What the request states, fact by fact, in the order of its form. */
export function RequestFacts({ details }: { details: RequestContent["details"] }) {
  const items = Object.entries(details).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          {
            label: detailWords(name)
              .replace(/^Whether it is /, "Is it ")
              .replace(/^Whether /, "Does "),
            value: valueWords(name, value),
          },
        ],
  );
  return <Facts items={items} />;
}

function valueWords(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") {
    if (name.startsWith("amount_usd") || name.endsWith("_usd")) return formatMoney(value);
    return name.endsWith("_pct") ? formatPercent(value, 2) : formatNumber(value);
  }
  if (Array.isArray(value)) {
    const unit = name === "expected_payback_months" ? "months" : "times the spend";
    return `${formatNumber(value[0], 4)} to ${formatNumber(value[1], 4)} ${unit}`;
  }
  if (typeof value === "object" && value !== null && "band" in value && Array.isArray(value.band)) {
    const { on, unit } = value as { on?: unknown; unit?: unknown };
    return `${formatNumber(value.band[0], 4)} to ${formatNumber(value.band[1], 4)} ${unit}, on ${on}`;
  }
  return String(value).replaceAll("_", " ");
}
