"use client";

import { Badge, Group, Text } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { formatCount } from "@/components/ui/format";
import { AddEntry } from "./add-entry";
import { itemTitle } from "./artifact-forms";
import { CriticalChoices } from "./critical-choices";
import { elementId, pointerOf, valueAt } from "./data-place";
import { useFieldActions, useFindingsWithin, useNotesWithin } from "./editor-context";
import { PlaceNotes } from "./field-notes";
import { type EntriesField, type Field, type ItemsField, keysOf, type PlainField } from "./field-plan";
import { GateNotes } from "./gate-notes";
import { Grouped } from "./grouped";
import { LanguageField } from "./language-fields";
import { AddItem, ItemButtons, inside, RemoveEntry } from "./list-buttons";
import { Misshapen } from "./misshapen";
import { NumberField, RangeField, TextField } from "./plain-fields";
import classes from "./policy-editor.module.css";
import { TextList } from "./text-list";

type Props = { field: Field; label: string; pointer: string; value: unknown };

/** One field of a description over the value it shows. Drawn again only when its value or the checks change. */
export const FieldView = memo(function FieldView({ field, label, pointer, value }: Props): ReactNode {
  if (!fits(field, value)) return <Misshapen label={label} pointer={pointer} value={value} />;
  switch (field.kind) {
    case "group":
      return (
        <Grouped label={label} help={field.help} pointer={pointer}>
          <Fields fields={field.fields} pointer={pointer} value={value} />
        </Grouped>
      );
    case "items":
      return <ItemList field={field} label={label} pointer={pointer} value={value} />;
    case "entries":
      return <EntryList field={field} label={label} pointer={pointer} value={value} />;
    default:
      return plainField(field, { label, pointer, value });
  }
});

function plainField(field: PlainField, rest: Omit<Props, "field">): ReactNode {
  const props = { field, ...rest };
  switch (field.kind) {
    case "line":
    case "text":
      return <TextField {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "range":
      return <RangeField {...props} />;
    case "texts":
      return <TextList {...props} />;
    case "critical":
      return <CriticalChoices {...props} />;
    default:
      return <LanguageField {...props} />;
  }
}

/** Whether a value is of the kind that the form has a box for; what is not there yet is of every kind. */
function fits(field: Field, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (field.kind) {
    case "group":
    case "entries":
      return typeof value === "object" && !Array.isArray(value);
    case "items":
    case "texts":
    case "critical":
      return Array.isArray(value);
    case "range":
      return Array.isArray(value) && value.length <= 2;
    case "number":
      return typeof value === "number";
    default:
      return typeof value === "string";
  }
}

export function Fields({
  fields,
  pointer,
  value,
}: {
  fields: readonly Field[];
  pointer: string;
  value: unknown;
}) {
  return fields.map((field) => (
    <FieldView
      key={field.path}
      field={field}
      label={field.label}
      pointer={pointer + pointerOf(keysOf(field.path))}
      value={valueAt(value, keysOf(field.path))}
    />
  ));
}

function ItemList({ field, label, pointer, value }: Omit<Props, "field"> & { field: ItemsField }) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const { fresh } = field;
  const first = pointerOf(keysOf(field.fields[0]?.path ?? ""));
  return (
    <Grouped label={label} help={field.help} pointer={pointer}>
      {items.map((item, index) => (
        <Item
          key={inside(pointer, index)}
          field={field}
          list={pointer}
          index={index}
          count={items.length}
          value={item}
          focusIn={first}
        />
      ))}
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          None.
        </Text>
      ) : null}
      {fresh ? (
        <AddItem
          list={pointer}
          count={items.length}
          item={field.item}
          fresh={() => fresh(items)}
          focusIn={first}
        />
      ) : null}
    </Grouped>
  );
}

const Item = memo(function Item({
  field,
  list,
  index,
  count,
  value,
  focusIn,
}: {
  field: ItemsField;
  list: string;
  index: number;
  count: number;
  value: unknown;
  focusIn: string;
}) {
  const { artifact } = useFieldActions();
  const pointer = inside(list, index);
  const title = itemTitle(field, value, index);
  const found = useFindingsWithin(pointer).length;
  const noted = useNotesWithin(pointer).length;
  const fields = fits({ kind: "group", path: "", label: "", fields: [] }, value) ? (
    <Fields fields={field.fields} pointer={pointer} value={value} />
  ) : (
    <Misshapen label={title} pointer={pointer} value={value} />
  );
  const buttons = field.fresh ? (
    <ItemButtons list={list} index={index} count={count} name={title} focusIn={focusIn} />
  ) : null;
  if (field.titled === undefined)
    return (
      <fieldset id={elementId(artifact, pointer)} tabIndex={-1} className={classes.item} aria-label={title}>
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600} aria-hidden>
            {title}
          </Text>
          {buttons}
        </Group>
        <PlaceNotes pointer={pointer} />
        {fields}
      </fieldset>
    );
  return (
    <details className={classes.folded}>
      <summary id={elementId(artifact, pointer)} className={classes.summary}>
        <span className={classes.summaryTitle}>{title}</span>
        {found > 0 ? (
          <Badge color="red" variant="light" className={classes.count}>
            {formatCount(found, "fault")}
          </Badge>
        ) : null}
        {noted > 0 ? (
          <Badge variant="light" className={classes.noteCount}>
            {formatCount(noted, "note")}
          </Badge>
        ) : null}
      </summary>
      <div className={classes.foldedBody}>
        {fields}
        <GateNotes value={value} />
        <Group justify="flex-end">{buttons}</Group>
      </div>
    </details>
  );
});

function EntryList({ field, label, pointer, value }: Omit<Props, "field"> & { field: EntriesField }) {
  const entries = Object.entries(value ?? {});
  return (
    <Grouped label={label} help={field.help} pointer={pointer}>
      {entries.map(([key, entry]) => (
        <div key={key} className={classes.row}>
          <div className={classes.grow}>
            <FieldView field={field.each} label={key} pointer={inside(pointer, key)} value={entry} />
          </div>
          {field.fresh === undefined ? null : (
            <RemoveEntry pointer={inside(pointer, key)} container={pointer} name={key} />
          )}
        </div>
      ))}
      {entries.length === 0 ? (
        <Text size="sm" c="dimmed">
          None.
        </Text>
      ) : null}
      <AddEntry field={field} label={label} pointer={pointer} taken={entries.map(([key]) => key)} />
    </Grouped>
  );
}
