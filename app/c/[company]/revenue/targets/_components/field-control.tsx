"use client";

import {
  Checkbox,
  CheckboxGroup,
  Group,
  NativeSelect,
  NumberInput,
  Radio,
  RadioGroup,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { LEVERS, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import type { FormBasis, RawValue } from "./form-values";
import type { Field } from "./sections";

type Control = {
  field: Field;
  basis: FormBasis;
  value: RawValue;
  error: string | undefined;
  onChange: (value: RawValue) => void;
};

const DIGITS = { thousandSeparator: ",", decimalScale: 2, allowNegative: false, hideControls: true } as const;
const YES_OR_NO = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];
/** What explains a field stands under it, so that the inputs of a row line up. */
const ORDER: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];
const SIGNS = { money: { prefix: "$" }, months: { suffix: " months" }, percent: { suffix: "%" } } as const;

/** One field of a section, with its rule beside it when it is broken. */
export function FieldControl(control: Control) {
  const { field, basis, value, error, onChange } = control;
  const { kind, label, name } = field;
  const help = field.help ?? basis.hints[name];
  if (kind === "levers") return <Levers {...control} />;
  if (kind === "bySegment") return <Segments {...control} />;
  if (kind === "template") {
    const choices = basis.templates.map(({ id, name: words }) => ({ value: id, label: words }));
    return (
      <NativeSelect
        label={label}
        name={name}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: "", label: "Not set" }, ...choices]}
        error={error}
      />
    );
  }
  if (kind === "text") {
    return (
      <TextInput
        label={label}
        description={help}
        inputWrapperOrder={ORDER}
        name={name}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
    );
  }
  if (kind === "choice" || kind === "yesno") {
    return (
      <RadioGroup
        label={label}
        description={help}
        value={String(value)}
        onChange={onChange}
        error={error}
        name={name}
      >
        <Group mt={6} gap="lg">
          {(field.choices ?? YES_OR_NO).map((choice) => (
            <Radio key={choice.value} value={choice.value} label={choice.label} />
          ))}
        </Group>
      </RadioGroup>
    );
  }
  if (kind === "lines" || kind === "amounts" || kind === "shares" || kind === "owners") {
    return (
      <Textarea
        label={label}
        description={help}
        autosize
        minRows={2}
        maxRows={10}
        name={name}
        value={String(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
    );
  }
  return (
    <NumberInput
      {...DIGITS}
      {...(kind === "number" ? { suffix: field.suffix } : SIGNS[kind])}
      inputWrapperOrder={ORDER}
      label={label}
      description={help}
      name={name}
      value={typeof value === "number" ? value : String(value)}
      onChange={onChange}
      error={error}
    />
  );
}

/** Every lever in words, under its subsystem. */
function Levers({ field, value, error, onChange }: Control) {
  return (
    <CheckboxGroup
      label={field.label}
      description={field.help}
      value={Array.isArray(value) ? value : []}
      onChange={onChange}
      error={error}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="md" verticalSpacing="md" mt="xs">
        {LEVERS.map(({ subsystem, levers }) => (
          <Stack key={subsystem} gap={6}>
            <Text size="sm" fw={600}>
              {SUBSYSTEM_WORDS[subsystem]}
            </Text>
            {levers.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} size="sm" />
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </CheckboxGroup>
  );
}

/** An amount for each segment; one left empty has no limit. */
function Segments({ field, value, error, onChange }: Control) {
  const limits = typeof value === "object" && !Array.isArray(value) ? value : {};
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        {field.label}
      </Text>
      <Group gap="sm">
        {Object.entries(limits).map(([segment, limit]) => (
          <NumberInput
            key={segment}
            {...DIGITS}
            {...SIGNS.money}
            label={segment}
            placeholder="No limit"
            maw="12rem"
            value={limit}
            onChange={(next) => onChange({ ...limits, [segment]: next })}
          />
        ))}
      </Group>
      {error && (
        <Text role="alert" size="xs" c="var(--mantine-color-error)" mt={4}>
          {error}
        </Text>
      )}
    </fieldset>
  );
}
