"use client";

import { Alert, Button, Group, NativeSelect, Radio, RadioGroup, Stack, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { ColumnProfile } from "@/lib/imports/column-profile";
import type { Field } from "@/lib/imports/kinds/kind";
import type { ColumnChoice } from "@/lib/imports/mapping";
import { columnLetters } from "@/lib/imports/table";
import classes from "../../_components/imports.module.css";
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
  questions: readonly { what: string; remedy: string }[];
  remembered: { by: string | null; at: Date; isOlder: boolean } | null;
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
  const asked = openChoices({ fields, header, columns, mapping });
  const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));

  function choose(field: string, column: string) {
    const { [field]: _, ...rest } = mapping;
    // A column is one field's: whoever takes it has it.
    const free = Object.fromEntries(Object.entries(rest).filter(([, taken]) => String(taken) !== column));
    setMapping(column === "" ? rest : { ...free, [field]: Number(column) });
  }
  function submit() {
    start(async () => {
      const outcome = await restage({ importId, mapping, choices });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }
  const form = (
    <form action={submit} aria-label="Columns of the file">
      <Stack gap="md">
        <div className={classes.fields}>
          {fields.map(({ name, label, required, help }) => (
            <NativeSelect
              key={name}
              label={label}
              description={help}
              inputWrapperOrder={["label", "input", "description", "error"]}
              withAsterisk={required}
              disabled={!mayChange}
              value={String(mapping[name] ?? "")}
              onChange={(event) => choose(name, event.currentTarget.value)}
              data={[
                { value: "", label: required ? "Choose a column" : "No column" },
                ...header.map((column, index) => ({
                  value: String(index),
                  label: column || `Column ${columnLetters(index)}`,
                })),
              ]}
            />
          ))}
        </div>
        {asked.map(({ column, about, question, options }) => (
          <RadioGroup
            key={`${column} ${about}`}
            label={question}
            readOnly={!mayChange}
            value={choices[column]?.[about] ?? ""}
            onChange={(value) => setChoices({ ...choices, [column]: { ...choices[column], [about]: value } })}
          >
            <Group gap="md" mt={4}>
              {options.map(({ value, label }) => (
                <Radio key={value} value={value} label={label} disabled={!mayChange} />
              ))}
            </Group>
          </RadioGroup>
        ))}
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
      <Remembered remembered={props.remembered} />
      <Questions questions={questions} />
      {questions.length > 0 ? (
        form
      ) : (
        <details>
          <summary className={classes.summary}>
            {mayChange ? "Change the columns" : "See the columns"}
          </summary>
          {form}
        </details>
      )}
    </Section>
  );
}

const MOST_UNREAD = 12;

/** Which column was read as which field; and those that were not read, lest one of them was meant to be. */
function AsRead({ fields, header, mapping }: Pick<Props, "fields" | "header" | "mapping">) {
  const taken = new Set(Object.values(mapping));
  const unread = header.filter((name, column) => name !== "" && !taken.has(column));
  const more = unread.length - MOST_UNREAD;
  return (
    <>
      <p className={classes.note}>
        {fields
          .filter(({ name }) => mapping[name] !== undefined)
          .map(({ name, label }) => `${label}: ${header[mapping[name] ?? -1] || "a column without a name"}`)
          .join(" · ")}
      </p>
      {unread.length > 0 && (
        <p className={classes.note}>
          Not read: {unread.slice(0, MOST_UNREAD).join(", ")}
          {more > 0 && ` and ${more} more`}.
        </p>
      )}
    </>
  );
}

function Remembered({ remembered }: Pick<Props, "remembered">) {
  if (remembered === null)
    return (
      <p className={classes.note}>
        Proposed from the names of the columns. What you settle is remembered for the next file with the same
        header.
      </p>
    );
  const by = remembered.by ?? "a program";
  return (
    <p className={classes.note}>
      {remembered.isOlder ? (
        <>
          Remembered from an earlier file with this header, as {by} settled it on{" "}
          <Moment at={remembered.at} />.
        </>
      ) : (
        <>
          Settled by {by} on <Moment at={remembered.at} /> and remembered for the next file with this header.
        </>
      )}
    </p>
  );
}

function Questions({ questions }: Pick<Props, "questions">) {
  if (questions.length === 0) return null;
  return (
    <Alert
      role="status"
      title={questions.length === 1 ? "One question is open" : `${questions.length} questions are open`}
      variant="outline"
      styles={{
        root: { background: "var(--tone-watch-ground)", borderColor: "var(--tone-watch-line)" },
        title: { color: "var(--tone-watch-text)" },
        message: { color: "var(--mantine-color-text)" },
      }}
    >
      {questions.map(({ what, remedy }) => (
        <Text key={what} size="sm">
          <strong>{what}</strong> {remedy}
        </Text>
      ))}
    </Alert>
  );
}
