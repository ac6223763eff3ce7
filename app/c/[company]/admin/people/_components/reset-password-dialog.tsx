"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { SecretField } from "@/components/ui/secret-field";

type Reset = () => Promise<Outcome<{ password: string; passwordExpiresAt: Date }>>;
type Props = { opened: boolean; onClose: () => void; name: string; reset: Reset };

export function ResetPasswordDialog({ opened, onClose, name, reset }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`New first password for ${name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ResetPassword name={name} reset={reset} onDone={onClose} />
    </Modal>
  );
}

function ResetPassword({ name, reset, onDone }: { name: string; reset: Reset; onDone: () => void }) {
  const [outcome, setOutcome] = useState<Awaited<ReturnType<Reset>> | null>(null);
  const [pending, start] = useTransition();
  if (outcome?.ok) {
    return (
      <Stack>
        <SecretField title={`First password of ${name}`} secret={outcome.value.password}>
          It is shown only now. Hand it over by a way that you trust; it lapses on{" "}
          {formatDate(outcome.value.passwordExpiresAt)}.
        </SecretField>
        <Button onClick={onDone} style={{ alignSelf: "flex-end" }}>
          Done
        </Button>
      </Stack>
    );
  }
  return (
    <Stack>
      <Text size="sm">
        {name} is signed out everywhere, and the present password stops working. You get one that is good only
        for choosing another. The log says that you did this.
      </Text>
      <FailureAlert failure={outcome?.failure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone} data-autofocus>
          Cancel
        </Button>
        <Button loading={pending} onClick={() => start(async () => setOutcome(await reset()))}>
          Make a new password
        </Button>
      </Group>
    </Stack>
  );
}
