"use client";

import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { LinkButton } from "./link-button";

type Choice = { value: string; label: string };

/** A form whose address is the search: it works without scripts, and with them empty fields leave the address. */
export function FilterForm({
  label,
  action,
  search,
  selects,
  narrowed,
}: {
  /** What is chosen: "Choose metrics". */
  label: string;
  action: string;
  /** Without it there is no field to search in. */
  search?: { placeholder: string; value: string | undefined };
  selects: readonly {
    name: string;
    label: string;
    any: string;
    value: string | undefined;
    choices: Choice[];
  }[];
  narrowed: boolean;
}) {
  const router = useRouter();
  const [pending, start] = useTransition();

  function show(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === "string" && value.trim() !== "") query.set(name, value.trim());
    start(() => router.push(query.size > 0 ? `${action}?${query}` : action));
  }

  return (
    <form action={action} method="get" onSubmit={show} aria-label={label}>
      <Group align="flex-end" gap="xs">
        {search && (
          <TextInput
            name="q"
            type="search"
            label="Search"
            placeholder={search.placeholder}
            defaultValue={search.value}
            leftSection={<IconSearch size={16} aria-hidden />}
            maxLength={100}
            w={{ base: "100%", xs: "14rem" }}
          />
        )}
        {selects.map(({ name, label, any, value, choices }) => (
          <NativeSelect
            key={name}
            name={name}
            label={label}
            defaultValue={value ?? ""}
            data={[{ value: "", label: any }, ...choices]}
            miw="8.5rem"
            flex={{ base: "1 1 8.5rem", sm: "0 0 auto" }}
          />
        ))}
        <Button type="submit" loading={pending}>
          Show
        </Button>
        {narrowed && (
          <LinkButton href={action} variant="default">
            Show all
          </LinkButton>
        )}
      </Group>
    </form>
  );
}
