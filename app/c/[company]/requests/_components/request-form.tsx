"use client";

import { Button, Grid, GridCol, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { type MouseEvent, useMemo, useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import type { RequestForm as FormName } from "@/lib/queries/request-content";
import type { FormBasis } from "@/lib/queries/request-form";
import { FieldInput } from "./field-input";
import { contentFrom, formErrors, valueNameOf } from "./form-content";
import { type Field, FORMS, type FormValues } from "./form-fields";
import { DraftNote, RetentionFields, RoiCaseFields } from "./form-parts";
import { labelsOf } from "./form-values";
import classes from "./request-form.module.css";
import { fieldsAskedFor, verdictSoFar, wireNameOf } from "./request-verdict";
import { type SaveDraft, useDraft } from "./use-draft";
import { VerdictPanel } from "./verdict-panel";

const VERDICT_PAUSE_MS = 200;

/** One request, asked for or changed. The gate is asked as one types; what is typed is kept as a draft. */
export function RequestForm({
  formName,
  initial,
  basis,
  home,
  reference: known,
  revision,
  save,
  submit,
  discard,
}: {
  formName: FormName;
  initial: FormValues;
  basis: FormBasis;
  /** `/c/acme`. */
  home: string;
  reference?: string;
  /** Of a request that has been submitted and is being changed. */
  revision?: number;
  save: SaveDraft;
  submit: (given: object) => Promise<Outcome<{ reference: string }>>;
  discard: (given: { reference: string }) => Promise<Outcome>;
}) {
  const plan = FORMS[formName];
  const router = useRouter();
  const draft = useDraft(formName, known, save);
  const [values, setValues] = useState(initial);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const form = useForm<FormValues>({
    initialValues: initial,
    validate: (current) => formErrors(formName, current),
    onValuesChange: (current) => {
      setValues(current);
      draft.changed(current);
    },
  });
  const [settled] = useDebouncedValue(values, VERDICT_PAUSE_MS);
  const verdict = useMemo(() => verdictSoFar(basis, formName, settled), [basis, formName, settled]);
  const asked = useMemo(() => fieldsAskedFor(basis, formName, settled), [basis, formName, settled]);
  const wanted = new Set(verdict.decision.missing);
  // Nothing is held against a field before somebody has been there.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);

  function show(failed: ShownFailure) {
    const fields = Object.fromEntries(
      Object.entries(failed.fields ?? {}).map(([path, words]) => [valueNameOf(path), words]),
    );
    setFailure({ ...failed, fields });
    form.setErrors(fields);
  }

  function refuse(errors: Record<string, React.ReactNode>) {
    setTried(true);
    const fields = Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, String(words)]));
    setFailure({
      code: "INVALID_INPUT",
      message: "Nothing was sent, and nothing you typed is lost.",
      fields,
    });
    const [first] = Object.keys(errors);
    if (first) form.getInputNode(first)?.focus();
  }

  function send(current: FormValues) {
    start(async () => {
      const reference = await draft.stop();
      const outcome = await submit({
        ...(reference !== undefined && { reference }),
        ...(revision !== undefined && { revision }),
        content: contentFrom(formName, current),
      });
      if (outcome.ok) router.push(`${home}/requests/${outcome.value.reference}`);
      else show(outcome.failure);
    });
  }

  function throwAway() {
    start(async () => {
      const reference = await draft.stop();
      const outcome = reference === undefined ? null : await discard({ reference });
      if (outcome && !outcome.ok) show(outcome.failure);
      else router.push(revision === undefined ? `${home}/requests` : `${home}/requests/${reference}`);
    });
  }

  return (
    <form onSubmit={form.onSubmit(send, refuse)} noValidate aria-label={plan.name}>
      <Grid gap="lg" align="flex-start">
        <GridCol span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Section
              title="What you ask for"
              description={
                asked.size > 0 ? "The gate asks for what bears a *; the rest may stay empty." : undefined
              }
            >
              <TextInput
                label="In one line"
                placeholder={plan.titlePlaceholder}
                required
                maxLength={200}
                {...form.getInputProps("title")}
              />
              {plan.fields
                .filter((field) => !field.when || field.when(values))
                .map((field) => (
                  <FieldInput
                    key={field.name}
                    field={withCount(field, basis.criticalRolesThisMonth)}
                    form={form}
                    asked={asked.has(field.name)}
                    missing={wanted.has(wireNameOf(field.name)) && (tried || left.has(field.name))}
                    onLeave={() => setLeft((before) => new Set(before).add(field.name))}
                  />
                ))}
            </Section>
            {plan.roiCase ? <RoiCaseFields form={form} wanted={wanted.has("roi_case")} /> : null}
            {formName === "G1_HEADCOUNT" ? (
              <RetentionFields
                form={form}
                claimed={values.retention_protection === true}
                wanted={wanted.has("offset")}
              />
            ) : null}
          </Stack>
        </GridCol>
        <GridCol span={{ base: 12, md: 5 }} className={classes.aside}>
          <Stack gap="md">
            {/* Above the verdict, whose length changes as one types: a button that moves is missed. */}
            <Button
              type="submit"
              loading={pending}
              fullWidth
              variant={verdict.path.isSignable ? "filled" : "default"}
              onMouseDown={keepFocus}
            >
              {submitLabel(verdict.path.isSignable, revision)}
            </Button>
            {revision !== undefined ? (
              <Text size="xs" c="dimmed">
                Submitting makes revision {revision + 1}. Signatures given so far no longer count.
              </Text>
            ) : null}
            <DraftNote state={draft.state} reference={draft.reference} discard={throwAway} />
            <FailureAlert failure={failure} labels={labelsOf(formName)} />
            <VerdictPanel verdict={verdict} basis={basis} codePath={`${home}/codes`} />
          </Stack>
        </GridCol>
      </Grid>
    </form>
  );
}

/** A field that is left says what it lacks; that must not push the button away between pressing and letting go. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** Says where the figure comes from that the gate holds against the month's. */
function withCount(field: Field, approved: number): Field {
  if (field.name !== "critical_roles_added_this_month") return field;
  return {
    ...field,
    help: `${approved} counted in the requests approved this month (UTC), beyond the plan. Enter more if you know of others; less does not count.`,
  };
}

function submitLabel(isSignable: boolean, revision: number | undefined): string {
  if (!isSignable) return "Submit as it is: it will be blocked";
  return revision === undefined ? "Submit for signature" : "Submit the change";
}
