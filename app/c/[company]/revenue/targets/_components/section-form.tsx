"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-button";
import type { Outcome } from "@/components/ui/failure-alert";
import { ChangeList } from "./change-list";
import { FieldControl } from "./field-control";
import {
  contentFrom,
  errorsOf,
  type FormBasis,
  type RawValue,
  type RawValues,
  rawFrom,
  WHOLE,
} from "./form-values";
import { type Field, SECTIONS, type SectionName } from "./sections";
import { changesBetween, type FieldChange } from "./setting-words";
import classes from "./targets.module.css";

export type SaveSection = (given: {
  section: SectionName;
  value: object;
  seenAt: string | null;
}) => Promise<Outcome>;

/** Changes one section: checked beside each field, then asked once more with what was and what will be. */
export function SectionForm({
  section,
  begun,
  basis,
  save,
  onDone,
}: {
  section: SectionName;
  begun: { stored: Record<string, unknown> | null; seenAt: string | null };
  basis: FormBasis;
  save: SaveSection;
  onDone: (saved: boolean) => void;
}) {
  const { noun, fields } = SECTIONS[section];
  // What one began with: if somebody else changes it meanwhile, saving must be refused, not overwrite theirs.
  const [{ stored, seenAt }] = useState(begun);
  const [review, setReview] = useState<{ content: object; changes: FieldChange[] } | null>(null);
  const form = useForm<RawValues>({
    initialValues: rawFrom(section, stored, basis.segments),
    validate: (values) => errorsOf(section, values, basis),
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
  const element = useRef<HTMLFormElement>(null);
  const focusOn = (field = "") =>
    element.current
      ?.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, textarea, select)`)
      ?.focus();
  // The button that opened the form is gone; whoever uses a keyboard goes on in its first field.
  useEffect(() => element.current?.querySelector<HTMLElement>("input, select")?.focus(), []);

  return (
    <form
      ref={element}
      onSubmit={form.onSubmit(ask, (errors) => focusOn(fields.find(({ name }) => name in errors)?.name))}
      noValidate
      aria-label={`Change the ${noun}`}
    >
      <Stack gap="md">
        <div className={classes.fields}>
          {fields.map((field) => (
            <div
              key={field.name}
              className={isWide(field) ? classes.wide : undefined}
              data-field={field.name}
            >
              <FieldControl
                field={field}
                basis={basis}
                value={form.values[field.name] ?? ""}
                error={textOf(form.errors[field.name])}
                onChange={(value: RawValue) => form.setFieldValue(field.name, value)}
              />
            </div>
          ))}
        </div>
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
        isReversible
      />
    </form>
  );
}

const WIDE = new Set<Field["kind"]>(["levers", "lines", "bySegment"]);
const isWide = ({ kind }: Field): boolean => WIDE.has(kind);
const textOf = (error: unknown): string | undefined => (error ? String(error) : undefined);
