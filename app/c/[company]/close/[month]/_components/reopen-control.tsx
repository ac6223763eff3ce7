"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FormEvent, useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { reopenCloseAction } from "@/lib/actions/close";

type Props = { company: string; cycleKey: string };

/** Asks for the reason first: it stands in the log, and the month is final no longer. */
export function ReopenControl(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <div>
      <Button variant="default" onClick={open}>
        Reopen the close
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Reopen the certified close"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <ReopenForm {...props} onDone={close} />
      </Modal>
    </div>
  );
}

function ReopenForm({ company, cycleKey, onDone }: Props & { onDone: () => void }) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function reopen(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = await reopenCloseAction(company, { cycleKey, reason });
      if (outcome.ok) onDone();
      else setFailure(outcome.failure);
    });
  }
  return (
    <form onSubmit={reopen} noValidate>
      <Stack gap="sm">
        <Text size="sm">
          A version of its own begins with the figures that were certified and is final no longer. States,
          mode and gates stay until FP&A or the CFO evaluates the month again.
        </Text>
        <Textarea
          label="Reason"
          description="At least 10 characters; it stands in the decision log."
          autosize
          minRows={2}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(failure, "reason")}
        />
        <FailureAlert failure={failure} labels={{ reason: "Reason" }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={pending}>
            Reopen
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
