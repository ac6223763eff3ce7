import type { RequestForm } from "@/lib/queries/request-content";
import { type Field, FORMS, type FormValue, type FormValues } from "./form-fields";

/** Names of the values of a field. */
export function valueNames(field: Field): string[] {
  return field.kind === "band" ? [`${field.name}_low`, `${field.name}_high`] : [field.name];
}

/** Every value a form can hold, empty, with its defaults. */
export function emptyValues(form: RequestForm): FormValues {
  const plan = FORMS[form];
  const names = ["title", ...plan.fields.flatMap(valueNames), ...ROI_NAMES, ...EXCEPTION_NAMES];
  return { ...Object.fromEntries(names.map((name) => [name, emptyOf(name)])), ...plan.defaults };
}

export const ROI_NAMES = ["roi_summary", "roi_low", "roi_high"] as const;
export const EXCEPTION_NAMES = ["retention_protection", "offset_description", "offset_amount_usd"] as const;
const TEXTS = new Set([
  "title",
  "roi_summary",
  "offset_description",
  "segment",
  "channel",
  "justification",
  "impact_unit",
]);

function emptyOf(name: string): FormValue {
  if (name === "retention_protection") return false;
  return TEXTS.has(name) ? "" : null;
}

/** The label of each value, for a list of what is wrong. */
export function labelsOf(form: RequestForm): Record<string, string> {
  const labels: Record<string, string> = {
    title: "In one line",
    roi_summary: "ROI case, summary",
    roi_low: "ROI case, expected return, from",
    roi_high: "ROI case, expected return, to",
    offset_description: "Offset",
    offset_amount_usd: "Amount of the offset",
  };
  for (const field of FORMS[form].fields) {
    if (field.kind !== "band") labels[field.name] = field.label;
    else {
      labels[`${field.name}_low`] = `${field.label}, from`;
      labels[`${field.name}_high`] = `${field.label}, to`;
    }
  }
  return labels;
}
