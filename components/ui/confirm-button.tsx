"use client";

import { Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "./failure-alert";

/**
 * For what cannot be taken back: asks first, in words that name what will happen, then runs the action and
 * shows its refusal where the question stood.
 */
export function ConfirmButton({
  action,
  title,
  question,
  confirmLabel,
  children,
  ...rest
}: ButtonProps & {
  action: () => Promise<Outcome>;
  title: string;
  question: ReactNode;
  confirmLabel: string;
  children: ReactNode;
}) {
  const [opened, { open, close }] = useDisclosure(false);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function confirm() {
    start(async () => {
      const outcome = await action();
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) close();
    });
  }

  return (
    <>
      <Button variant="default" {...rest} onClick={open}>
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": "Close" }}>
        <Stack>
          <Text component="div" size="sm">
            {question}
          </Text>
          <FailureAlert failure={failure} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button color="red.9" onClick={confirm} loading={pending}>
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
