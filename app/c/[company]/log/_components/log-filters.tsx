"use client";

import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { LinkButton } from "@/components/ui/link-button";
import type { Choice, FilterChoices } from "./filter-choices";

type Values = Partial<Record<"q" | "from" | "to" | "sort" | "dir" | keyof FilterChoices, string>>;

const SELECTS: ReadonlyArray<{ name: keyof FilterChoices; label: string; any: string }> = [
  { name: "kind", label: "Kind", any: "Every kind" },
  { name: "gate", label: "Gate", any: "Every gate" },
  { name: "outcome", label: "Outcome", any: "Every outcome" },
  { name: "code", label: "Reason code", any: "Every code" },
  { name: "person", label: "Person", any: "Everybody" },
  { name: "source", label: "Source", any: "Every source" },
];

/**
 * A form whose address is the search: without scripts the browser sends it, with them the empty fields are
 * left out of the address.
 */
export function LogFilters({
  action,
  values,
  choices,
  narrowed,
}: {
  action: string;
  values: Values;
  choices: FilterChoices;
  narrowed: boolean;
}) {
  const router = useRouter();
  const [pending, start] = useTransition();

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    start(() => router.push(`${action}?${query}`));
  }

  return (
    <form action={action} method="get" onSubmit={search} aria-label="Filter the log">
      <Stack gap="sm">
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            name="q"
            flex={1}
            maw={520}
            label="Search"
            placeholder="REQ-12, a name, a word"
            defaultValue={values.q}
            leftSection={<IconSearch size={16} aria-hidden />}
            maxLength={200}
            type="search"
          />
          <Button type="submit" loading={pending}>
            Show
          </Button>
        </Group>
        <details open={narrowed}>
          <Text component="summary" size="sm" mb="xs" style={{ cursor: "pointer" }}>
            Filters
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="xs">
            {SELECTS.map(({ name, label, any }) => (
              <NativeSelect
                key={name}
                name={name}
                label={label}
                defaultValue={values[name] ?? ""}
                data={[{ value: "", label: any }, ...withPresent(choices[name], values[name])]}
              />
            ))}
            <Group grow gap="xs" align="flex-start" wrap="nowrap">
              <TextInput name="from" type="date" label="From (UTC)" defaultValue={values.from} />
              <TextInput name="to" type="date" label="To (UTC)" defaultValue={values.to} />
            </Group>
          </SimpleGrid>
        </details>
        {values.sort === "time" && <input type="hidden" name="sort" value="time" />}
        {values.dir === "asc" && <input type="hidden" name="dir" value="asc" />}
        {narrowed && (
          <Group>
            <LinkButton href={action} variant="default" size="compact-sm">
              Clear filters
            </LinkButton>
          </Group>
        )}
      </Stack>
    </form>
  );
}

/** Somebody whose name is no longer listed can still be in the address, and in the log. */
function withPresent(choices: readonly Choice[], value: string | undefined): readonly Choice[] {
  const isListed = value === undefined || choices.some((choice) => choice.value === value);
  return isListed ? choices : [...choices, { value, label: value }];
}
