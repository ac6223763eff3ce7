import {
  gateOfForm,
  type RequestContent,
  type RequestForm,
  requestContentSchema,
} from "@/lib/queries/request-content";
import { type Field, FORMS, type FormValue, type FormValues } from "./form-fields";
import { emptyValues } from "./form-values";

/** Between what the form holds and what the wire carries, both ways, and the way back of what is wrong. */

const isGiven = (value: FormValue | undefined) =>
  value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "");

function band(values: FormValues, name: string): [FormValue, FormValue] | undefined {
  const [low, high] = [values[`${name}_low`] ?? null, values[`${name}_high`] ?? null];
  return isGiven(low) || isGiven(high) ? [low, high] : undefined;
}

function detailsOf(fields: readonly Field[], values: FormValues): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.when && !field.when(values)) continue;
    const value = field.kind === "band" ? band(values, field.name) : values[field.name];
    if (value !== undefined && (Array.isArray(value) || isGiven(value))) details[field.name] = value;
  }
  return details;
}

/** Impact is one fact on the wire and four fields on the screen. */
function foldImpact({ impact_on, impact, impact_unit, ...details }: Record<string, unknown>) {
  if (impact_on === undefined && impact === undefined && impact_unit === undefined) return details;
  return { ...details, quantified_impact: { on: impact_on, band: impact, unit: impact_unit } };
}

/**
 * What the form says, as it would be sent; not yet judged. `lenient` leaves out what is only half there, so
 * that the gate can be asked while somebody types and names it as missing.
 */
export function contentFrom(form: RequestForm, values: FormValues, lenient = false): unknown {
  const plan = FORMS[form];
  const all = foldImpact(detailsOf(plan.fields, values));
  const { quantified_impact: impact, ...facts } = all as Record<string, unknown> & {
    quantified_impact?: object;
  };
  const isWhole = impact !== undefined && Object.values(impact).every((part) => part !== undefined);
  const details =
    impact !== undefined && (isWhole || !lenient) ? { ...facts, quantified_impact: impact } : facts;
  return {
    gate_id: gateOfForm(form),
    title: values.title ?? "",
    details: form === "DISCOUNT_EXCEPTION" ? { kind: "discount_exception", ...details } : details,
    roi_case: plan.roiCase ? roiCaseFrom(values) : null,
    exceptions: form === "G1_HEADCOUNT" ? exceptionsFrom(values) : [],
  };
}

function roiCaseFrom(values: FormValues) {
  const expected = band(values, "roi");
  if (!isGiven(values.roi_summary) && expected === undefined) return null;
  return { summary: values.roi_summary ?? "", expected_roi_band: expected ?? [null, null] };
}

function exceptionsFrom(values: FormValues) {
  if (values.retention_protection !== true) return [];
  const isDescribed = isGiven(values.offset_description) || isGiven(values.offset_amount_usd);
  const offset = isDescribed
    ? { description: values.offset_description ?? "", amount_usd: values.offset_amount_usd }
    : null;
  return [{ exception_id: "retention_protection", offset }];
}

/** What was submitted, as the form would hold it. */
export function valuesFrom(content: RequestContent): { form: RequestForm; values: FormValues } {
  const details: Record<string, unknown> = content.details;
  const form: RequestForm = details.kind === "discount_exception" ? "DISCOUNT_EXCEPTION" : content.gate_id;
  const values: FormValues = { ...emptyValues(form), title: content.title };
  const put = (name: string, value: unknown) => {
    if (Array.isArray(value)) [values[`${name}_low`], values[`${name}_high`]] = value;
    else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      values[name] = value;
  };
  for (const field of FORMS[form].fields) put(field.name, details[field.name]);
  if ("quantified_impact" in content.details && content.details.quantified_impact) {
    const { on, band: impact, unit } = content.details.quantified_impact;
    put("impact_on", on);
    put("impact", impact);
    put("impact_unit", unit);
  }
  if (content.roi_case) {
    put("roi_summary", content.roi_case.summary);
    put("roi", content.roi_case.expected_roi_band);
  }
  const claimed = content.exceptions.find(({ exception_id }) => exception_id === "retention_protection");
  values.retention_protection = claimed !== undefined;
  if (claimed?.offset) {
    put("offset_description", claimed.offset.description);
    put("offset_amount_usd", claimed.offset.amount_usd);
  }
  return { form, values };
}

/** The value that a path of the wire stands for: where its error is shown. */
export function valueNameOf(path: string): string {
  const parts = path.replace(/^content\./, "").split(".");
  const [head, second, third, fourth] = parts;
  const bound = (name: string, index: string | undefined) => `${name}_${index === "1" ? "high" : "low"}`;
  if (head === "roi_case") return second === "summary" ? "roi_summary" : bound("roi", third);
  if (head === "exceptions") return fourth === "description" ? "offset_description" : "offset_amount_usd";
  if (head !== "details" || second === undefined) return head ?? "";
  if (second === "quantified_impact")
    return third === "band" ? bound("impact", fourth) : third === "unit" ? "impact_unit" : "impact_on";
  const isBand = second === "expected_roi_band" || second === "expected_payback_months";
  return isBand ? bound(second, third) : second;
}

/** What keeps the form from being sent, by value. */
export function formErrors(form: RequestForm, values: FormValues): Record<string, string> {
  const parsed = requestContentSchema.safeParse(contentFrom(form, values));
  if (parsed.success) return {};
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[valueNameOf(path.join("."))] ??= message;
  return errors;
}
