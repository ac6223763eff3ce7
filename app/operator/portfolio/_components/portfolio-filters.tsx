"use client";

import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { PortfolioFilter, PortfolioState } from "@/lib/queries/portfolio";
import { portfolioHref } from "./portfolio-address";

const STATES: readonly { value: PortfolioState; label: string }[] = [
  { value: "NORMAL", label: "Normal" },
  { value: "DEFENSIVE", label: "Defensive" },
  { value: "UNKNOWN", label: "Unknown" },
  { value: "NONE", label: "Not stored" },
];

/** The filter lives in the address, so that a filtered list can be kept and sent. */
export function PortfolioFilters({ filter }: { filter: PortfolioFilter }) {
  const router = useRouter();
  const [search, setSearch] = useState(filter.q ?? "");
  const [pending, start] = useTransition();

  function go(change: Partial<PortfolioFilter>) {
    const next = { q: search.trim() || undefined, page: 1, ...change };
    start(() => router.push(portfolioHref(filter, next)));
  }

  return (
    <search aria-label="Companies">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go({});
        }}
      >
        <Group align="flex-end" gap="sm" aria-busy={pending}>
          <TextInput
            label="Company"
            placeholder="Part of the name"
            w={220}
            maxLength={80}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Select
            label="Mode"
            placeholder="Any"
            clearable
            w={170}
            data={STATES}
            value={filter.state ?? null}
            onChange={(value) => go({ state: STATES.find((each) => each.value === value)?.value })}
          />
          <Button type="submit" variant="default" leftSection={<IconSearch size={16} aria-hidden />}>
            Find
          </Button>
        </Group>
      </form>
    </search>
  );
}
