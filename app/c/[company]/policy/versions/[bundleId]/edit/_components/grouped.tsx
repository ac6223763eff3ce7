"use client";

import { Input } from "@mantine/core";
import type { ReactNode } from "react";
import { elementId } from "./data-place";
import { errorWords, useFieldActions, useFindingsAt } from "./editor-context";
import { PlaceNotes } from "./field-notes";
import classes from "./policy-editor.module.css";

/** Fields that belong together, under one name; what is found of the group as a whole is tied to it. */
export function Grouped({
  label,
  help,
  pointer,
  children,
}: {
  label: string;
  help?: string;
  pointer: string;
  children: ReactNode;
}) {
  const { artifact } = useFieldActions();
  const error = errorWords(useFindingsAt(pointer));
  const id = elementId(artifact, pointer);
  return (
    <fieldset
      id={id}
      className={classes.group}
      tabIndex={-1}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className={classes.groupLegend}>{label}</legend>
      {help ? <Input.Description>{help}</Input.Description> : null}
      {error ? <Input.Error id={`${id}-error`}>{error}</Input.Error> : null}
      <PlaceNotes pointer={pointer} />
      {children}
    </fieldset>
  );
}
