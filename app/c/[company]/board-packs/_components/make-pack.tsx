"use client";

import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-button";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

export type PeriodChoice = { key: string; label: string; isWhole: boolean; hasDraft: boolean };

/** One click for the newest period all of whose months are closed; a draft that is there is replaced only when one says so. */
export function MakePack({
  choices,
  make,
  packs,
}: {
  choices: readonly PeriodChoice[];
  make: (given: { period: string; replaceDraft: boolean }) => Promise<Outcome<{ packId: string }>>;
  /** Where packs stand. */
  packs: string;
}) {
  const router = useRouter();
  const [period, setPeriod] = useState((choices.find(({ isWhole }) => isWhole) ?? choices[0])?.key ?? "");
  const [asks, setAsks] = useState(false);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const chosen = choices.find(({ key }) => key === period) ?? choices[0];

  async function run(replaceDraft: boolean): Promise<Outcome> {
    const outcome = await make({ period: chosen?.key ?? "", replaceDraft });
    if (outcome.ok) router.push(`${packs}/${outcome.value.packId}`);
    return outcome;
  }
  function submit() {
    if (chosen?.hasDraft) return setAsks(true);
    start(async () => {
      const outcome = await run(false);
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }
  return (
    <form action={submit} aria-label="Make a board pack">
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label="Month or quarter"
            miw={0}
            w={{ base: "100%", xs: "20rem" }}
            value={chosen?.key}
            onChange={(event) => setPeriod(event.currentTarget.value)}
            data={choices.map(({ key, label }) => ({ value: key, label }))}
          />
          <Button type="submit" loading={pending}>
            Make the pack
          </Button>
        </Group>
        <FailureAlert failure={failure} />
      </Stack>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        action={() => run(true)}
        title="Replace the draft?"
        question="There is a draft for this period. It is thrown away, with what was written in its memo, and the pack is made anew from the data of now."
        confirmLabel="Replace the draft"
      />
    </form>
  );
}
