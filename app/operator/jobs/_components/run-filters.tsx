"use client";

import { Button, Group, NativeSelect } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { LinkButton } from "@/components/ui/link-button";

type Choice = { value: string; label: string };

const PLACE = "/operator/jobs";

/** A form whose address is the filter; it works without scripts as well. */
export function RunFilters({
  values,
  states,
  jobs,
  companies,
}: {
  values: { state?: string; job?: string; company?: string };
  states: readonly Choice[];
  jobs: readonly Choice[];
  companies: readonly Choice[];
}) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const selects = [
    { name: "state", label: "State", any: "Every state", choices: states, value: values.state },
    { name: "job", label: "Job", any: "Every job", choices: jobs, value: values.job },
    { name: "company", label: "Company", any: "Every company", choices: companies, value: values.company },
  ];

  function filter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === "string" && value !== "") query.set(name, value);
    start(() => router.push(`${PLACE}?${query}`));
  }

  return (
    <form action={PLACE} method="get" onSubmit={filter} aria-label="Filter the runs">
      <Group align="flex-end" gap="xs">
        {selects.map(({ name, label, any, choices, value }) => (
          <NativeSelect
            key={name}
            name={name}
            label={label}
            defaultValue={value ?? ""}
            data={[{ value: "", label: any }, ...choices]}
          />
        ))}
        <Button type="submit" loading={pending}>
          Show
        </Button>
        {selects.some(({ value }) => value !== undefined) && (
          <LinkButton href={PLACE} variant="default">
            Clear filters
          </LinkButton>
        )}
      </Group>
    </form>
  );
}
