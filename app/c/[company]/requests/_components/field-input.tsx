"use client";

import {
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

/** One field of a request, drawn by its kind. `wanted` marks what the gate asks for and does not have. */
export function FieldInput({
  field,
  form,
  wanted,
}: {
  field: Field;
  form: RequestFormState;
  wanted: boolean;
}) {
  const label = wanted ? <WantedLabel>{field.label}</WantedLabel> : field.label;
  const shared = { label, description: field.help };
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
          maw={260}
          {...numberProps(form, field.name)}
        />
      );
    case "band":
      return <BandInput name={field.name} unit={field.unit} form={form} label={label} help={field.help} />;
    case "yesno":
      return (
        <RadioGroup
          {...shared}
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
        <RadioGroup {...shared} {...form.getInputProps(field.name)} value={textOf(form, field.name)}>
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
}: {
  name: string;
  unit: string;
  label: React.ReactNode;
  help?: string;
  form: RequestFormState;
}) {
  return (
    <Fieldset
      variant="unstyled"
      legend={
        <Text span size="sm" fw={500}>
          {label}
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

function WantedLabel({ children }: { children: React.ReactNode }) {
  return (
    <>
      {children}{" "}
      <Text span size="xs" c="var(--tone-watch-text)" fw={600}>
        · the gate asks for this
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
