"use client";

import { Button, Group, NativeSelect, Radio, RadioGroup, Stack } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import type { ColumnProfile } from "@/lib/imports/column-profile";
import type { Field } from "@/lib/imports/kinds/kind";
import type { ColumnChoice } from "@/lib/imports/mapping";
import { columnLetters } from "@/lib/imports/table";
import classes from "../../_components/imports.module.css";
import { type AskedOf, choiceKey, mappingGaps } from "./mapping-gaps";
import { AsRead, Lookalike, Questions, Remembered, type Settled } from "./mapping-notes";
import { openChoices } from "./open-choices";
import { RowsRead } from "./rows-read";

export type MappingGiven = {
  importId: string;
  mapping: Record<string, number>;
  choices: Record<string, ColumnChoice>;
};

type Props = {
  importId: string;
  company: string;
  fields: readonly Pick<Field, "name" | "label" | "required" | "type" | "help">[];
  header: readonly string[];
  columns: readonly ColumnProfile[];
  mapping: Readonly<Record<string, number>>;
  choices: Readonly<Record<string, ColumnChoice>>;
  questions: readonly AskedOf[];
  remembered: Settled | null;
  /** The kind that the file rather holds; null where it is the chosen one, or nobody can tell. */
  lookalike: { id: string; title: string } | null;
  /** Of the kind that was chosen. */
  title: string;
  mayChange: boolean;
  restage: (given: MappingGiven) => Promise<Outcome>;
};

/** Which column is which, and what only a person can tell of a column. What is changed is read again at once. */
export function MappingForm(props: Props) {
  const { importId, fields, header, columns, questions, mayChange, restage } = props;
  const [mapping, setMapping] = useState<Record<string, number>>({ ...props.mapping });
  const [choices, setChoices] = useState<Record<string, ColumnChoice>>({ ...props.choices });
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  // How often it was sent; what is open is marked from the first time on, and each time the first of it is gone to.
  const [tries, setTries] = useState(0);
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0) ref.current?.querySelector<HTMLElement>("[data-open] :is(select, input)")?.focus();
  }, [tries]);
  const asked = openChoices({ fields, header, columns, mapping });
  const gaps = mappingGaps({ fields, mapping, asked, choices, questions, known: props.mapping });
  const marked = tries > 0 ? gaps : null;
  const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));

  function choose(field: string, column: string) {
    const { [field]: _, ...rest } = mapping;
    // A column is one field's: whoever takes it has it.
    const free = Object.fromEntries(Object.entries(rest).filter(([, taken]) => String(taken) !== column));
    setMapping(column === "" ? rest : { ...free, [field]: Number(column) });
  }
  // No form action: React would show the fields empty again, whatever has been chosen in them.
  function submit(event: FormEvent) {
    event.preventDefault();
    if (gaps.count > 0) return setTries(tries + 1);
    start(async () => {
      const outcome = await restage({ importId, mapping, choices });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }
  const form = (
    <form ref={ref} noValidate onSubmit={submit} aria-label="Columns of the file">
      <Stack gap="md">
        <div className={classes.fields}>
          {fields.map(({ name, label, required, help }) => (
            <div key={name} data-open={gaps.fields[name] ? "" : undefined}>
              <NativeSelect
                label={label}
                description={help}
                inputWrapperOrder={["label", "input", "description", "error"]}
                withAsterisk={required}
                disabled={!mayChange}
                value={String(mapping[name] ?? "")}
                onChange={(event) => choose(name, event.currentTarget.value)}
                error={marked?.fields[name]}
                data={[
                  { value: "", label: required ? "Choose a column" : "No column" },
                  ...header.map((column, index) => ({
                    value: String(index),
                    label: column || `Column ${columnLetters(index)}`,
                  })),
                ]}
              />
            </div>
          ))}
        </div>
        {asked.map(({ column, about, question, options }) => {
          const key = choiceKey({ column, about });
          return (
            <div key={key} data-open={gaps.choices[key] ? "" : undefined}>
              <RadioGroup
                label={question}
                readOnly={!mayChange}
                value={choices[column]?.[about] ?? ""}
                onChange={(value) =>
                  setChoices({ ...choices, [column]: { ...choices[column], [about]: value } })
                }
                error={marked?.choices[key]}
              >
                <Group gap="md" mt={4}>
                  {options.map(({ value, label }) => (
                    <Radio key={value} value={value} label={label} disabled={!mayChange} />
                  ))}
                </Group>
              </RadioGroup>
            </div>
          );
        })}
        <FailureAlert failure={failure} labels={labels} />
        {pending && <RowsRead company={props.company} importId={importId} first={null} />}
        {mayChange && (
          <Group>
            <Button type="submit" variant={questions.length > 0 ? "filled" : "default"} loading={pending}>
              Read the rows with these columns
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
  return (
    <Section
      title="Columns"
      description="Which column of the file is which. Fields with a star are needed; without one of the others, a row speaks of the total."
    >
      {questions.length === 0 && <AsRead {...props} />}
      {props.lookalike ? (
        <Lookalike company={props.company} kind={props.lookalike} count={header.filter(Boolean).length} />
      ) : (
        <>
          <Remembered remembered={props.remembered} isOpen={questions.length > 0} />
          <Questions questions={questions} />
        </>
      )}
      {questions.length > 0 && !props.lookalike ? (
        form
      ) : (
        <details>
          <summary className={classes.summary}>{summaryOf(props)}</summary>
          {form}
        </details>
      )}
    </Section>
  );
}

function summaryOf({ lookalike, mayChange, title }: Props): string {
  if (!mayChange) return "See the columns";
  return lookalike ? `It holds ${title} all the same: choose the columns` : "Change the columns";
}
