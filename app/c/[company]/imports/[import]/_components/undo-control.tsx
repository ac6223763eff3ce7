"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { patienceInWords } from "../../_components/import-words";

type Undo = (given: { importId: string; reason: string }) => Promise<Outcome>;

/** Takes the whole import back, with a reason. A refusal names the import that has to be undone first. */
export function UndoControl({ importId, rows, undo }: { importId: string; rows: number; undo: Undo }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Group>
        <Button variant="default" onClick={open}>
          Undo this import
        </Button>
      </Group>
      <Modal
        opened={opened}
        onClose={close}
        title="Undo this import?"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Reason importId={importId} patience={patienceInWords(rows)} undo={undo} onDone={close} />
      </Modal>
    </>
  );
}

function Reason({
  importId,
  patience,
  undo,
  onDone,
}: {
  importId: string;
  patience: string | null;
  undo: Undo;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function submit() {
    start(async () => {
      const outcome = await undo({ importId, reason });
      if (outcome.ok) onDone();
      else setFailure(outcome.failure);
    });
  }
  return (
    <form action={submit}>
      <Stack>
        <Text size="sm">
          All of its figures are taken out, and what they had replaced stands again. What it stated stays on
          record, with your name and reason. {patience}
        </Text>
        <Textarea
          label="Reason"
          description="At least ten characters, for the decision log."
          required
          minRows={2}
          autosize
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(failure, "reason")}
          data-autofocus
        />
        <FailureAlert failure={failure} labels={{ reason: "Reason" }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={pending}>
            Undo the import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
