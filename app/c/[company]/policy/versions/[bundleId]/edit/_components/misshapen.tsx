"use client";

import { Text } from "@mantine/core";
import { elementId } from "./data-place";
import { errorWords, useFieldActions, useFindingsAt } from "./editor-context";

/** A place whose value is of another kind than the form has a box for: it is named, and left to the JSON. */
export function Misshapen({ label, pointer, value }: { label: string; pointer: string; value: unknown }) {
  const { artifact } = useFieldActions();
  const error = errorWords(useFindingsAt(pointer));
  return (
    <Text size="sm" id={elementId(artifact, pointer)} tabIndex={-1}>
      <strong>{label}</strong> is {kindOf(value)} in the JSON, for which there is no box here. Change it
      there.
      {error ? (
        <Text span inherit c="var(--mantine-color-error)">
          {" "}
          {error}
        </Text>
      ) : null}
    </Text>
  );
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value === null ? "empty" : "an object";
  return typeof value === "string" ? "a text" : typeof value === "number" ? "a number" : "true or false";
}
