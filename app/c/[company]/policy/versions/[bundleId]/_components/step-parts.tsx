"use client";

import { Button, Group, Textarea } from "@mantine/core";
import { type FormEvent, useState, useTransition } from "react";
import { fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

/** Why, in words that stay. */
export function ReasonField({
  description,
  value,
  onChange,
  failure,
}: {
  description: string;
  value: string;
  onChange: (reason: string) => void;
  failure: ShownFailure | null;
}) {
  return (
    <Textarea
      label="Why"
      description={`${description} At least 10 characters.`}
      autosize
      minRows={3}
      maxLength={4000}
      required
      data-autofocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fieldError(failure, "reason")}
    />
  );
}

/** Away, or on with it. */
export function StepButtons({
  close,
  pending,
  confirmLabel,
  isFinal = false,
}: {
  close: () => void;
  pending: boolean;
  confirmLabel: string;
  isFinal?: boolean;
}) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" loading={pending} color={isFinal ? "red.9" : undefined}>
        {confirmLabel}
      </Button>
    </Group>
  );
}

/** Runs a step once it is confirmed and keeps its refusal, so that nothing that was typed is lost. */
export function useStep(run: () => Promise<Outcome>, onDone: () => void) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function submit(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = await run();
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) onDone();
    });
  }
  return { failure, pending, submit };
}
