"use client";

import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { certifyCloseAction } from "@/lib/actions/close";

type Props = { company: string; cycleKey: string; delivered: string; firstDay: string; today: string };

/** The day of delivery decides whether the close is in time; the kernel says the rest. */
export function CertifyForm({ company, cycleKey, delivered, firstDay, today }: Props) {
  const [deliveredAt, setDeliveredAt] = useState(delivered);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [pending, start] = useTransition();
  function certify(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = await certifyCloseAction(company, { cycleKey, deliveredAt });
      setFailure(outcome.ok ? null : outcome.failure);
      setLeft(outcome.ok ? outcome.value.requests.failed.map(({ reference }) => reference) : []);
    });
  }
  return (
    <form onSubmit={certify} noValidate>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="date"
          label="Close delivered on"
          required
          min={firstDay}
          max={today}
          value={deliveredAt}
          onChange={(event) => setDeliveredAt(event.currentTarget.value)}
          error={fieldError(failure, "deliveredAt")}
        />
        <Button type="submit" loading={pending}>
          Certify as final
        </Button>
      </Group>
      <FailureAlert
        failure={failure && { ...failure, fields: withoutRepeats(failure) }}
        labels={{ deliveredAt: "Close delivered on" }}
      />
      <Text size="sm" role="status">
        {left.length > 0 && `Certified. These open requests could not be decided again: ${left.join(", ")}.`}
      </Text>
    </form>
  );
}

/** The codes stand in the message already. */
const withoutRepeats = ({ fields = {} }: ShownFailure): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([path]) => path !== "certifyFinal"));
