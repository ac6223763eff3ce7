/** The four forms by artifact, and what a place in one of them is called. */
import type { ArtifactName } from "@/kernel/enforcement";
import { valueAt } from "./data-place";
import { type Field, keysOf } from "./field-plan";
import { GATING_RULES_FIELDS } from "./gating-rules-fields";
import type { DataPath } from "./json-text";
import { MICRO_CASE_FIELDS } from "./micro-case-fields";
import { OUTCOME_CONTRACT_FIELDS } from "./outcome-contract-fields";
import { TRIGGER_SPEC_FIELDS } from "./trigger-spec-fields";

type ArtifactForm = { readonly label: string; readonly fields: readonly Field[] };

export const ARTIFACT_FORMS: Readonly<Record<ArtifactName, ArtifactForm>> = {
  micro_case: { label: "Micro case", fields: MICRO_CASE_FIELDS },
  trigger_spec: { label: "Trigger spec", fields: TRIGGER_SPEC_FIELDS },
  gating_rules: { label: "Gating rules", fields: GATING_RULES_FIELDS },
  outcome_contract: { label: "Outcome contract", fields: OUTCOME_CONTRACT_FIELDS },
};

/** One field that data has room for: its path in the data, and its labels from the outermost in. */
export type PlacedField = {
  readonly field: Field;
  readonly path: DataPath;
  readonly labels: readonly string[];
};

/** Every field of a form over the data it shows, the fields of each item and entry included. */
export function placedFields(fields: readonly Field[], data: unknown): PlacedField[] {
  return fields.flatMap((field) => placed(field, field.label, { data, path: [], labels: [] }));
}

type Around = { readonly data: unknown; readonly path: DataPath; readonly labels: readonly string[] };

function placed(field: Field, label: string, around: Around): PlacedField[] {
  const path = [...around.path, ...keysOf(field.path)];
  const labels = label === "" ? around.labels : [...around.labels, label];
  const here: PlacedField = { field, path, labels };
  const inside = { data: around.data, path, labels };
  switch (field.kind) {
    case "group":
      return [here, ...field.fields.flatMap((each) => placed(each, each.label, inside))];
    case "items": {
      const items = valueAt(around.data, path);
      const each = Array.isArray(items) ? items : [];
      return [
        here,
        ...each.flatMap((item, index) => {
          const name = itemTitle(field, item, index);
          const at = { data: around.data, path: [...path, String(index)], labels: [...labels, name] };
          return field.fields.flatMap((inner) => placed(inner, inner.label, at));
        }),
      ];
    }
    case "entries": {
      const entries = valueAt(around.data, path);
      const keys = typeof entries === "object" && entries !== null ? Object.keys(entries) : [];
      return [
        here,
        ...keys.flatMap((key) =>
          placed(field.each, key, { data: around.data, path: [...path, key], labels }),
        ),
      ];
    }
    default:
      return [here];
  }
}

export function itemTitle(field: Extract<Field, { kind: "items" }>, value: unknown, index: number): string {
  const title = field.titled?.(value) ?? "";
  const name = field.item.charAt(0).toUpperCase() + field.item.slice(1);
  return title === "" ? `${name} ${index + 1}` : title;
}

/** “Trigger spec › Triggers › T4_RUNWAY_FLOOR · Floor under the cash runway › Thresholds › Watch”: down to the nearest field. */
export function placeInWords(artifact: ArtifactName, data: unknown, path: DataPath): string {
  const holding = placedFields(ARTIFACT_FORMS[artifact].fields, data).filter(
    (each) => each.path.length > 0 && each.path.every((step, index) => path[index] === step),
  );
  const nearest = holding.sort((one, other) => other.path.length - one.path.length)[0];
  return [ARTIFACT_FORMS[artifact].label, ...(nearest?.labels ?? [])].join(" › ");
}
