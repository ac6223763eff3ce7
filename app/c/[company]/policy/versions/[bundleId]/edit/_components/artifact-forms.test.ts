import { describe, expect, test } from "vitest";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { artifactsOf } from "@/lib/policy/publication/verify-set";
import { trustedSet } from "@/lib/policy/published-set";
import { ARTIFACT_FORMS, placedFields, placeInWords } from "./artifact-forms";
import { ARTIFACTS, pointerOf, valueAt } from "./data-place";
import type { Field } from "./field-plan";
import { nextTriggerId } from "./trigger-spec-fields";

const published = artifactsOf(trustedSet().data);
const artifactsByName = { published, reference: referenceArtifacts };

/** Whether a field is shown for every item of a list, and may be absent from one of them. */
const isOptional = (field: Field): boolean => field.optional === true;

describe("the description of the forms", () => {
  test.each(ARTIFACTS)("every field of the %s stands in the published artifact", (name) => {
    const absent = placedFields(ARTIFACT_FORMS[name].fields, published[name])
      .filter(({ field, path }) => !isOptional(field) && valueAt(published[name], path) === undefined)
      .map(({ path }) => pointerOf(path));
    expect(absent).toEqual([]);
  });

  test.each(ARTIFACTS)(
    "all that the published %s says has a field, but for what the contract fixes",
    (name) => {
      const fixed = [/\/gate_id$/, /^\/gating_rules\/signal_states/];
      const fields = placedFields(ARTIFACT_FORMS[name].fields, published[name])
        .filter(({ field }) => !["group", "items", "entries"].includes(field.kind))
        .map(({ path }) => pointerOf(path));
      const uncovered = leavesOf(published[name])
        .filter((leaf) => !fixed.some((form) => form.test(leaf)))
        .filter((leaf) => !fields.some((field) => leaf === field || leaf.startsWith(`${field}/`)));
      expect(uncovered).toEqual([]);
    },
  );

  test("every field has a label of its own among its neighbours, so that each is told apart by its name", () => {
    for (const artifacts of Object.values(artifactsByName)) {
      for (const name of ARTIFACTS) {
        const labels = placedFields(ARTIFACT_FORMS[name].fields, artifacts[name])
          .filter(({ field }) => !["group", "items", "entries"].includes(field.kind))
          .map((field) => field.labels.join(" › "));
        expect(new Set(labels).size).toBe(labels.length);
      }
    }
  });

  test("a place is called by the labels around it", () => {
    const path = ["trigger_spec", "triggers", "3", "threshold", "watch"];
    expect(placeInWords("trigger_spec", published.trigger_spec, path)).toBe(
      "Trigger spec › Triggers › T4_RUNWAY_FLOOR · Floor under the cash runway › Thresholds › Watch",
    );
    expect(placeInWords("gating_rules", published.gating_rules, ["gating_rules", "signal_states"])).toBe(
      "Gating rules",
    );
  });

  test("a further trigger is numbered after the last, and after T8", () => {
    expect(nextTriggerId([])).toBe("T9_NEW_TRIGGER");
    expect(nextTriggerId([{ id: "T8_X" }, { id: "T12_Y" }, { id: 5 }])).toBe("T13_NEW_TRIGGER");
  });
});

function leavesOf(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== "object" || value === null) return [pointerOf(path)];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}
