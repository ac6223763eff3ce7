"use client";

import { Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "./failure-alert";

type Question = {
  action: () => Promise<Outcome>;
  title: string;
  question: ReactNode;
  confirmLabel: string;
  /** For what can be changed again as easily: red is for what cannot. */
  isReversible?: boolean;
};

/**
 * For what should not happen by a slip: asks first, in words that name what will happen, then runs the action and
 * shows its refusal where the question stood.
 */
export function ConfirmButton({
  action,
  title,
  question,
  confirmLabel,
  isReversible,
  children,
  ...rest
}: ButtonProps & Question & { children: ReactNode }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...rest} onClick={open}>
        {children}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        action={action}
        title={title}
        question={question}
        confirmLabel={confirmLabel}
        isReversible={isReversible}
      />
    </>
  );
}

/** The question alone, for a menu that opens it. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  ...question
}: Question & { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Confirmation {...question} onDone={onClose} />
    </Modal>
  );
}

// Lives only while the dialog is open, so that each opening starts without an old refusal.
function Confirmation({
  action,
  question,
  confirmLabel,
  isReversible = false,
  onDone,
}: Omit<Question, "title"> & { onDone: () => void }) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function confirm(): void {
    start(async () => {
      const outcome = await action();
      if (outcome.ok) onDone();
      else setFailure(outcome.failure);
    });
  }
  return (
    <Stack>
      <Text component="div" size="sm">
        {question}
      </Text>
      <FailureAlert failure={failure} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone} data-autofocus>
          Cancel
        </Button>
        <Button color={isReversible ? undefined : "red.9"} onClick={confirm} loading={pending}>
          {confirmLabel}
        </Button>
      </Group>
    </Stack>
  );
}
