"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-button";
import type { Outcome } from "@/components/ui/failure-alert";
import { ChangeList } from "./change-list";
import { FieldControl } from "./field-control";
import { contentFrom, errorsOf, type RawValue, type RawValues, rawFrom, WHOLE } from "./form-values";
import { SECTIONS, type SectionName } from "./sections";
import { changesBetween, type FieldChange } from "./setting-words";

export type SaveSection = (given: {
  section: SectionName;
  value: object;
  seenAt: string | null;
}) => Promise<Outcome>;

/** Changes one section: checked beside each field, then asked once more with what was and what will be. */
export function SectionForm({
  section,
  begun,
  segments,
  save,
  onDone,
}: {
  section: SectionName;
  begun: { stored: Record<string, unknown> | null; seenAt: string | null };
  segments: readonly string[];
  save: SaveSection;
  onDone: (saved: boolean) => void;
}) {
  const { noun, fields } = SECTIONS[section];
  // What one began with: if somebody else changes it meanwhile, saving must be refused, not overwrite theirs.
  const [{ stored, seenAt }] = useState(begun);
  const [review, setReview] = useState<{ content: object; changes: FieldChange[] } | null>(null);
  const form = useForm<RawValues>({
    initialValues: rawFrom(section, stored, segments),
    validate: (values) => errorsOf(section, values),
    validateInputOnBlur: true,
  });

  function ask(values: RawValues) {
    const content = contentFrom(section, values);
    const changes = changesBetween(section, stored, content);
    if (changes.length === 0) form.setFieldError(WHOLE, "Nothing is changed yet.");
    else setReview({ content, changes });
  }
  async function confirm(): Promise<Outcome> {
    const outcome = await save({ section, value: review?.content ?? {}, seenAt });
    if (outcome.ok) onDone(true);
    return outcome;
  }
  function refuse(errors: Record<string, unknown>) {
    const first = fields.find(({ name }) => name in errors);
    document
      .querySelector<HTMLElement>(`form[aria-label="Change the ${noun}"] [name="${first?.name}"]`)
      ?.focus();
  }

  return (
    <form onSubmit={form.onSubmit(ask, refuse)} noValidate aria-label={`Change the ${noun}`}>
      <Stack gap="md">
        {fields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            value={form.values[field.name] ?? ""}
            error={textOf(form.errors[field.name])}
            onChange={(value: RawValue) => form.setFieldValue(field.name, value)}
          />
        ))}
        {form.errors[WHOLE] && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {form.errors[WHOLE]}
          </Text>
        )}
        <Group gap="xs">
          <Button type="submit">Review the change</Button>
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={review !== null}
        onClose={() => setReview(null)}
        action={confirm}
        title={`Change the ${noun}?`}
        question={<ChangeList changes={review?.changes ?? []} caption={`Change of the ${noun}`} />}
        confirmLabel={`Change the ${noun}`}
      />
    </form>
  );
}

const textOf = (error: unknown): string | undefined => (error ? String(error) : undefined);
