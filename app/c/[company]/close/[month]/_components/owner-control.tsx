"use client";

import { NativeSelect, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { inputNamed } from "@/components/governance/input-words";
import type { ShownFailure } from "@/components/ui/failure-alert";
import { assignInputOwnerAction } from "@/lib/actions/close";
import type { FigureOwner, Member } from "@/lib/queries/close-owners";

type Props = { company: string; name: string; owner: FigureOwner; members: readonly Member[] };

/** Assigns a figure to somebody, for this and every later close, or gives it back to the contract's owner. */
export function OwnerControl({ company, name, owner, members }: Props) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const contract = owner.assigned ? "As the outcome contract has it" : owner.words;
  function assign(ownerId: string) {
    start(async () => {
      const outcome = await assignInputOwnerAction(company, { name, ownerId: ownerId || null });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }
  return (
    <>
      <NativeSelect
        size="xs"
        miw="min(12rem, 100%)"
        aria-label={`Owner of ${inputNamed(name)}`}
        value={owner.assigned?.userId ?? ""}
        disabled={pending}
        onChange={(event) => assign(event.currentTarget.value)}
        data={[
          { value: "", label: contract },
          ...members.map(({ userId, name: person, role }) => ({
            value: userId,
            label: `${person}, ${role}`,
          })),
        ]}
      />
      {failure && (
        <Text size="xs" role="alert" c="var(--tone-bad-text)">
          {failure.message}
        </Text>
      )}
    </>
  );
}
