import { Facts } from "@/components/ui/facts";
import { formatMoney, formatNumber, formatPercent } from "@/components/ui/format";
import type { RequestPage } from "@/lib/queries/request";
import type { RequestContent } from "@/lib/queries/request-content";
import { valuesFrom } from "../../_components/form-content";
import { type Field, FORMS, type FormValues } from "../../_components/form-fields";

/** What the request states, in the words and the order of its form. */
export function RequestFacts({
  content,
  criticalRoles,
}: {
  content: RequestContent;
  criticalRoles: RequestPage["criticalRoles"];
}) {
  const { form, values } = valuesFrom(content);
  const items = FORMS[form].fields.flatMap((field) => {
    const value =
      criticalRoles && field.name === "critical_roles_added_this_month"
        ? countedWords(criticalRoles, values[field.name])
        : valueWords(field, values);
    return value === null ? [] : [{ label: field.label, value }];
  });
  return <Facts items={items.length > 0 ? items : [{ label: "Facts", value: "None were given." }]} />;
}

/** The figure that the gate takes, with both that it could have taken. */
function countedWords(
  { approved, taken }: NonNullable<RequestPage["criticalRoles"]>,
  stated: FormValues[string] | undefined,
): string {
  const counted = `${formatNumber(approved)} in the company's approved requests of the month`;
  return taken === null
    ? `Not stated; ${counted}`
    : `${formatNumber(taken)}: the larger of ${formatNumber(Number(stated))} as stated and ${counted}`;
}

function valueWords(field: Field, values: FormValues): string | null {
  if (field.kind === "band") {
    const [low, high] = [values[`${field.name}_low`], values[`${field.name}_high`]];
    if (typeof low !== "number" || typeof high !== "number") return null;
    const unit = field.name === "impact" ? (values.impact_unit ?? "") : field.unit;
    return `${formatNumber(low, 4)} to ${formatNumber(high, 4)} ${unit}`;
  }
  const value = values[field.name];
  if (value === null || value === undefined || value === "") return null;
  if (field.kind === "yesno") return value === true ? "Yes" : "No";
  if (typeof value === "number") {
    if (field.kind === "usd") return formatMoney(value);
    return field.kind === "percent" ? formatPercent(value, 2) : formatNumber(value);
  }
  const option = field.kind === "choice" ? field.options.find((each) => each.value === value) : undefined;
  return option?.label ?? String(value);
}
