"use client";

import { Checkbox, CheckboxGroup, Stack } from "@mantine/core";
import { elementId } from "./data-place";
import { errorWords, useFieldActions, useFindingsWithin, useReadOnly, useTriggerIds } from "./editor-context";
import type { PlainProps } from "./plain-fields";

/** The triggers of the spec, each critical or not. A name that no trigger has stays in the list until it is unticked. */
export function CriticalChoices({ field, label, pointer, value }: PlainProps) {
  const { artifact, set } = useFieldActions();
  const readOnly = useReadOnly();
  const triggers = useTriggerIds();
  const error = errorWords(useFindingsWithin(pointer));
  const chosen = Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  const known = new Set(triggers);
  const choices = [...triggers, ...chosen.filter((name) => !known.has(name))];
  return (
    <CheckboxGroup
      id={elementId(artifact, pointer)}
      tabIndex={-1}
      label={label}
      description={field.help}
      error={error}
      value={chosen}
      // In the order of the triggers, so that ticking one off and on again changes nothing.
      onChange={(names) =>
        set(
          pointer,
          choices.filter((name) => names.includes(name)),
        )
      }
    >
      <Stack gap={6} mt="xs">
        {[...new Set(choices)].map((name) => (
          <Checkbox
            key={name}
            value={name}
            label={known.has(name) ? name : `${name} (no trigger is called so)`}
            disabled={readOnly}
          />
        ))}
      </Stack>
    </CheckboxGroup>
  );
}
