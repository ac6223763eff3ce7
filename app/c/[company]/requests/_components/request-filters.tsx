"use client";

import { Button, Group, Select, Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { GATE_WORDS } from "@/components/governance/request-words";
import { wordOf } from "@/components/governance/state-badge";
import type { RequestFilter, RequestStatus } from "@/lib/queries/requests";

const STATUSES: readonly RequestStatus[] = [
  "PENDING",
  "BLOCKED",
  "STALE",
  "APPROVED",
  "DENIED",
  "WITHDRAWN",
  "DRAFT",
];

/** The filter lives in the address, so that a filtered list can be kept and sent. */
export function RequestFilters({ filter, path }: { filter: RequestFilter; path: string }) {
  const router = useRouter();
  const [search, setSearch] = useState(filter.q ?? "");
  const [pending, start] = useTransition();

  function go(change: Partial<Record<keyof RequestFilter, string | undefined>>) {
    const next = { ...filter, q: search, ...change, after: undefined };
    const query = new URLSearchParams(
      Object.entries(next).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    );
    start(() => router.push(query.size > 0 ? `${path}?${query}` : path));
  }

  return (
    <search aria-label="Requests">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go({});
        }}
      >
        <Group align="flex-end" gap="sm" aria-busy={pending}>
          <Select
            label="Status"
            placeholder="Any"
            clearable
            w={190}
            data={STATUSES.map((value) => ({ value, label: wordOf(value) }))}
            value={filter.status ?? null}
            onChange={(value) => go({ status: value ?? undefined })}
          />
          <Select
            label="Gate"
            placeholder="Any"
            clearable
            w={210}
            data={Object.entries(GATE_WORDS).map(([value, { name }]) => ({ value, label: name }))}
            value={filter.gate ?? null}
            onChange={(value) => go({ gate: value ?? undefined })}
          />
          <TextInput
            label="Reference"
            placeholder="REQ-12"
            w={140}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" leftSection={<IconSearch size={16} aria-hidden />}>
            Find
          </Button>
          <Switch
            label="Only mine"
            checked={filter.mine === "1"}
            onChange={(event) => go({ mine: event.currentTarget.checked ? "1" : undefined })}
            mb={8}
          />
          <Switch
            label="Only overdue"
            checked={filter.overdue === "1"}
            onChange={(event) => go({ overdue: event.currentTarget.checked ? "1" : undefined })}
            mb={8}
          />
        </Group>
      </form>
    </search>
  );
}
