"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { pathOfPointer } from "./data-place";
import { useFieldActions, useReadOnly } from "./editor-context";
import type { EntriesField } from "./field-plan";
import { withValueAt } from "./json-edit";
import { inside } from "./list-buttons";

/** A further entry needs its name first; a name that is taken would replace what is there. */
export function AddEntry({
  field,
  label,
  pointer,
  taken,
}: {
  field: EntriesField;
  label: string;
  pointer: string;
  taken: readonly string[];
}) {
  const { restructure } = useFieldActions();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  if (useReadOnly() || field.fresh === undefined) return null;
  const add = () => {
    const key = name.trim();
    if (key === "") return setError("Give it a name first.");
    if (taken.includes(key)) return setError(`“${key}” is there already.`);
    setName("");
    restructure(
      (text) => withValueAt(text, [...pathOfPointer(pointer), key], field.fresh),
      inside(pointer, key),
    );
  };
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        size="xs"
        aria-label={`Name of a further ${field.item} in ${label}`}
        placeholder={`Name of the ${field.item}`}
        value={name}
        error={error}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setError(null);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") add();
        }}
      />
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
        Add {field.item}
      </Button>
    </Group>
  );
}
