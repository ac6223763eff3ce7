"use client";

import { Input, Text, Textarea } from "@mantine/core";
import { elementId } from "./data-place";
import { errorWords, useFieldActions, useFindingsAt, useReadOnly } from "./editor-context";
import { AddItem, ItemButtons, inside } from "./list-buttons";
import { Misshapen } from "./misshapen";
import type { PlainProps } from "./plain-fields";
import classes from "./policy-editor.module.css";

/** A list of texts, each in a box of its own. */
export function TextList({ field, label, pointer, value }: PlainProps) {
  const { artifact } = useFieldActions();
  const error = errorWords(useFindingsAt(pointer));
  const id = elementId(artifact, pointer);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const item = field.item ?? "entry";
  return (
    <fieldset
      id={id}
      className={classes.plainGroup}
      tabIndex={-1}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className={classes.legend}>{label}</legend>
      {field.help ? <Input.Description>{field.help}</Input.Description> : null}
      {error ? <Input.Error id={`${id}-error`}>{error}</Input.Error> : null}
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          None.
        </Text>
      ) : (
        <ol className={classes.list}>
          {items.map((text, index) => (
            <li key={inside(pointer, index)} className={classes.row}>
              <TextItem
                pointer={inside(pointer, index)}
                label={`${label}, ${item} ${index + 1}`}
                value={text}
              />
              <ItemButtons list={pointer} index={index} count={items.length} name={`${item} ${index + 1}`} />
            </li>
          ))}
        </ol>
      )}
      <AddItem list={pointer} count={items.length} item={item} fresh={() => ""} />
    </fieldset>
  );
}

function TextItem({ pointer, label, value }: { pointer: string; label: string; value: unknown }) {
  const { artifact, set } = useFieldActions();
  const readOnly = useReadOnly();
  const error = errorWords(useFindingsAt(pointer));
  if (typeof value !== "string") return <Misshapen label={label} pointer={pointer} value={value} />;
  return (
    <Textarea
      id={elementId(artifact, pointer)}
      aria-label={label}
      className={classes.grow}
      autosize
      minRows={1}
      readOnly={readOnly}
      value={value}
      error={error}
      onChange={(event) => set(pointer, event.currentTarget.value)}
    />
  );
}
