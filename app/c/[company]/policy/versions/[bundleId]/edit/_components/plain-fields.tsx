"use client";

import { Group, Input, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatValue } from "@/components/ui/format";
import { elementId, pointerOf } from "./data-place";
import {
  errorWords,
  useFieldActions,
  useFindingsAt,
  useFindingsWithin,
  useNotesAt,
  useReadOnly,
} from "./editor-context";
import { MarkedTexts, noteWords } from "./field-notes";
import type { PlainField } from "./field-plan";
import { typedFigure } from "./kept-number";
import classes from "./policy-editor.module.css";

export type PlainProps = { field: PlainField; label: string; pointer: string; value: unknown };

/** What every input of the form shares: its id, its label, and what the checks say of its place. */
export function useInputProps({ field, label, pointer }: Omit<PlainProps, "value">) {
  const { artifact } = useFieldActions();
  const readOnly = useReadOnly();
  const error = errorWords(useFindingsAt(pointer));
  const notes = useNotesAt(pointer);
  const input = { id: elementId(artifact, pointer), label, description: field.help, readOnly, error };
  if (notes.length === 0) return input;
  const told = notes.map((note) => (
    <span key={note.message + note.holds} className={classes.note}>
      {noteWords(note)}
    </span>
  ));
  return { ...input, description: [field.help ? `${field.help} ` : null, ...told] };
}

export function TextField({ field, label, pointer, value }: PlainProps) {
  const { set } = useFieldActions();
  const props = useInputProps({ field, label, pointer });
  const text = typeof value === "string" ? value : "";
  if (field.kind === "line")
    return (
      <TextInput {...props} value={text} onChange={(event) => set(pointer, event.currentTarget.value)} />
    );
  return (
    <div>
      <Textarea
        {...props}
        autosize
        minRows={1}
        value={text}
        onChange={(event) => set(pointer, event.currentTarget.value)}
      />
      <MarkedTexts pointer={pointer} text={text} />
    </div>
  );
}

export function NumberField({ field, label, pointer, value }: PlainProps) {
  const { set } = useFieldActions();
  const { description, ...props } = useInputProps({ field, label, pointer });
  return (
    <Figure
      {...props}
      description={[figureInWords(value, field.unit), description].filter(Boolean).join(". ") || undefined}
      value={value}
      onValue={(next) => set(pointer, next)}
    />
  );
}

/** Two figures that are one fact, in one group with one name. */
export function RangeField({ field, label, pointer, value }: PlainProps) {
  const { artifact, set } = useFieldActions();
  const readOnly = useReadOnly();
  const error = errorWords(useFindingsWithin(pointer));
  const id = elementId(artifact, pointer);
  const bounds: readonly unknown[] = Array.isArray(value) ? value : [];
  const inWords = bounds
    .map((bound) => figureInWords(bound, field.unit))
    .filter((words) => words !== "")
    .join(" to ");
  const bound = (index: 0 | 1, name: string) => (
    <Figure
      id={elementId(artifact, `${pointer}${pointerOf([String(index)])}`)}
      label={name}
      readOnly={readOnly}
      hasError={error !== undefined}
      describedBy={error === undefined ? undefined : `${id}-error`}
      value={bounds[index] ?? null}
      onValue={(next) =>
        set(
          pointer,
          [0, 1].map((each) => (each === index ? next : (bounds[each] ?? null))),
        )
      }
    />
  );
  return (
    <fieldset id={id} className={classes.plainGroup} tabIndex={-1}>
      <legend className={classes.legend}>{label}</legend>
      {inWords || field.help ? (
        <Input.Description>{[inWords, field.help].filter(Boolean).join(". ")}</Input.Description>
      ) : null}
      <Group gap="xs" wrap="nowrap" align="flex-end">
        {bound(0, "From")}
        {bound(1, "To")}
      </Group>
      {error ? <Input.Error id={`${id}-error`}>{error}</Input.Error> : null}
    </fieldset>
  );
}

function figureInWords(value: unknown, unit: string | undefined): string {
  return typeof value === "number" && unit !== undefined ? formatValue(value, unit) : "";
}

/**
 * A number as it is being typed. What is no number yet stays in the box and out of the JSON, and is said; nothing
 * typed at all is null, which the checks speak of.
 */
function Figure({
  value,
  onValue,
  error,
  hasError = false,
  describedBy,
  ...props
}: {
  id: string;
  label: string;
  description?: string;
  readOnly: boolean;
  error?: string;
  hasError?: boolean;
  describedBy?: string;
  value: unknown;
  onValue: (value: number | null) => void;
}) {
  const { unfinished } = useFieldActions();
  const [typed, setTyped] = useState<string | null>(unfinished.get(props.id) ?? null);
  const kept = typeof value === "number" ? String(value) : "";
  // The box may spell a number in its own way, or hold what is none; any other number in it is an old one.
  const spelled = typedFigure(typed ?? kept);
  const isShown =
    typed !== null && (!spelled.ok || spelled.value === (typeof value === "number" ? value : null));
  const shown = isShown ? typed : kept;
  const fault = isShown && !spelled.ok ? spelled.message : null;
  return (
    <TextInput
      {...props}
      aria-describedby={describedBy}
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.figure }}
      value={shown}
      error={
        fault === null
          ? (error ?? hasError)
          : `${fault.charAt(0).toUpperCase()}${fault.slice(1)}. The JSON keeps ${kept === "" ? "nothing" : kept}`
      }
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        setTyped(text);
        const read = typedFigure(text);
        if (!read.ok) {
          unfinished.set(props.id, text);
          return;
        }
        unfinished.delete(props.id);
        onValue(read.value);
      }}
      onBlur={() => {
        if (fault === null) setTyped(null);
      }}
    />
  );
}
