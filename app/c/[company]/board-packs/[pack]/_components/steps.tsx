"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

export function ReleasePack({ release }: { release: () => Promise<Outcome> }) {
  return (
    <ConfirmButton
      variant="filled"
      action={release}
      title="Release this pack?"
      question="The PDF is made as the pack stands now and kept with its hash; the decision log names it. From then on neither the data nor the memo can be changed: what was wrong is put right by another edition."
      confirmLabel="Release"
      isReversible
    >
      Release
    </ConfirmButton>
  );
}

export function DiscardPack({ packs, discard }: { packs: string; discard: () => Promise<Outcome> }) {
  const router = useRouter();
  return (
    <ConfirmButton
      action={async () => {
        const outcome = await discard();
        if (outcome.ok) router.push(packs);
        return outcome;
      }}
      title="Discard this draft?"
      question="The draft is thrown away, with what was written in its memo. The figures that it rests on stay."
      confirmLabel="Discard"
    >
      Discard
    </ConfirmButton>
  );
}

/** Asks why first: the reason stands in the new edition and in the log. */
export function CorrectPack({
  packs,
  packId,
  correct,
}: {
  packs: string;
  packId: string;
  correct: (given: { packId: string; reason: string }) => Promise<Outcome<{ packId: string }>>;
}) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        Correct
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Correct this pack"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Reason packs={packs} packId={packId} correct={correct} onCancel={close} />
      </Modal>
    </>
  );
}

function Reason({
  packs,
  packId,
  correct,
  onCancel,
}: Parameters<typeof CorrectPack>[0] & { onCancel: () => void }) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function submit() {
    start(async () => {
      const outcome = await correct({ packId, reason });
      if (outcome.ok) router.push(`${packs}/${outcome.value.packId}`);
      else setFailure(outcome.failure);
    });
  }
  return (
    <form action={submit} noValidate>
      <Stack>
        <Text size="sm">
          Another edition is made from the data of now. It names this one and says why; this one stays as it
          is.
        </Text>
        <Textarea
          label="What was wrong"
          description="At least 10 characters; the board reads it on the first page."
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(failure, "reason")}
        />
        <FailureAlert failure={failure} labels={{ reason: "What was wrong" }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={pending}>
            Make the next edition
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
