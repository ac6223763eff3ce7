"use client";

import {
  Box,
  Fieldset,
  Group,
  NumberInput,
  Radio,
  RadioGroup,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Field, FormValues } from "./form-fields";
import classes from "./request-form.module.css";

export type RequestFormState = UseFormReturnType<FormValues>;

const ADORNMENT = {
  usd: { prefix: "$", decimalScale: 2, thousandSeparator: ",", min: 0 },
  percent: { suffix: "%", decimalScale: 2, min: 0, max: 100 },
  count: { decimalScale: 0, min: 0 },
} as const;
const CHOICES_AS_RADIOS = 5;

/** A number typed away is nothing, not an empty text. */
export function numberProps(form: RequestFormState, name: string) {
  const { value, onChange, ...rest } = form.getInputProps(name);
  return {
    ...rest,
    value: value ?? "",
    onChange: (next: number | string) => onChange(next === "" ? null : next),
  };
}

type FieldProps = {
  field: Field;
  form: RequestFormState;
  /** The gate asks for it, whether or not it is there. */
  asked: boolean;
  /** It is asked for, somebody has been there, and it is still not there. */
  missing: boolean;
};

/** One field of a request with its mark; says when it has been left. */
export function FieldInput({ onLeave, ...props }: FieldProps & { onLeave: () => void }) {
  return (
    <Box
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onLeave();
      }}
    >
      <Control {...props} />
    </Box>
  );
}

/** Drawn by its kind. */
function Control({ field, form, asked, missing }: FieldProps) {
  const description = missing ? <StillMissing help={field.help} /> : field.help;
  // Around radio buttons this would stand on an element without a role, where it is not allowed.
  const group = { label: field.label, description, withAsterisk: asked };
  const shared = { ...group, ...(asked && { "aria-required": true }) };
  switch (field.kind) {
    case "text":
      return <TextInput {...shared} placeholder={field.placeholder} {...form.getInputProps(field.name)} />;
    case "longtext":
      return <Textarea {...shared} autosize minRows={3} {...form.getInputProps(field.name)} />;
    case "usd":
    case "percent":
    case "count":
      return (
        <NumberInput
          {...shared}
          {...ADORNMENT[field.kind]}
          hideControls={field.kind !== "count"}
          inputMode={field.kind === "count" ? "numeric" : "decimal"}
          allowNegative={false}
          classNames={{ wrapper: classes.figure }}
          {...numberProps(form, field.name)}
        />
      );
    case "band":
      return (
        <BandInput
          name={field.name}
          unit={field.unit}
          form={form}
          label={field.label}
          help={description}
          asked={asked}
        />
      );
    case "yesno":
      return (
        <RadioGroup
          {...group}
          value={triState(form.getValues()[field.name])}
          onChange={(next) => form.setFieldValue(field.name, next === "yes")}
          error={form.errors[field.name]}
        >
          <Group gap="lg" mt={6}>
            <Radio value="yes" label="Yes" />
            <Radio value="no" label="No" />
          </Group>
        </RadioGroup>
      );
    case "choice":
      return field.options.length <= CHOICES_AS_RADIOS ? (
        <RadioGroup {...group} {...form.getInputProps(field.name)} value={textOf(form, field.name)}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
            {field.options.map((option) => (
              <Radio key={option.value} value={option.value} label={option.label} description={option.help} />
            ))}
          </SimpleGrid>
        </RadioGroup>
      ) : (
        <Select
          {...shared}
          data={[...field.options]}
          placeholder="Choose"
          clearable
          maw={320}
          {...form.getInputProps(field.name)}
          value={textOf(form, field.name) || null}
        />
      );
  }
}

/** Two figures that are one fact, in one group with one name. */
export function BandInput({
  name,
  unit,
  label,
  help,
  form,
  asked = false,
}: {
  name: string;
  unit: string;
  label: string;
  help?: React.ReactNode;
  form: RequestFormState;
  asked?: boolean;
}) {
  return (
    <Fieldset
      variant="unstyled"
      p={0}
      m={0}
      classNames={{ legend: classes.legend }}
      legend={
        <Text span size="sm" fw={600}>
          {label}
          {asked ? (
            <Text span c="var(--mantine-color-error)" aria-hidden>
              {" *"}
            </Text>
          ) : null}
        </Text>
      }
    >
      <Stack gap={4}>
        {help ? (
          <Text size="xs" c="dimmed">
            {help}
          </Text>
        ) : null}
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <BandBound label="From" form={form} name={`${name}_low`} />
          <BandBound label="To" form={form} name={`${name}_high`} />
          <Text size="sm" c="dimmed" mt={32}>
            {unit}
          </Text>
        </Group>
      </Stack>
    </Fieldset>
  );
}

function BandBound({ label, form, name }: { label: string; form: RequestFormState; name: string }) {
  return (
    <NumberInput
      label={label}
      hideControls
      inputMode="decimal"
      decimalScale={4}
      maw={130}
      {...numberProps(form, name)}
    />
  );
}

function StillMissing({ help }: { help?: string }) {
  return (
    <>
      {help ? `${help} ` : ""}
      <Text span inherit c="var(--tone-watch-text)" fw={600}>
        The gate asks for this.
      </Text>
    </>
  );
}

function triState(value: FormValues[string] | undefined): string {
  return value === true ? "yes" : value === false ? "no" : "";
}

function textOf(form: RequestFormState, name: string): string {
  const value = form.getValues()[name];
  return typeof value === "string" ? value : "";
}
