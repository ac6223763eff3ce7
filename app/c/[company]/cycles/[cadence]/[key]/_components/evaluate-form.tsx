"use client";

import { Button, Checkbox, Stack, TextInput } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { evaluateCycleAction } from "@/lib/actions/cycles";

type Props = {
  company: string;
  cadence: string;
  cycleKey: string;
  again: boolean;
  today: string;
  firstDay: string;
  /** As the newest evaluation has it. */
  delivered: string | null;
};

/** Evaluates the cycle; a close also says when it was delivered, and whether its states are final. */
export function EvaluateForm({ company, cadence, cycleKey, again, today, firstDay, delivered }: Props) {
  const close = cadence === "monthly_close";
  const [deliveredAt, setDeliveredAt] = useState(delivered ?? today);
  const [certifyFinal, setCertifyFinal] = useState(false);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function evaluate() {
    start(async () => {
      const outcome = await evaluateCycleAction(company, {
        cadence,
        cycleKey,
        certifyFinal: close && certifyFinal,
        deliveredAt: close ? deliveredAt : null,
      });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <form action={evaluate} noValidate>
      <Stack gap="sm" maw="32rem">
        {close && (
          <>
            <TextInput
              type="date"
              label="Close delivered on"
              required
              maw="14rem"
              min={firstDay}
              max={today}
              value={deliveredAt}
              onChange={(event) => setDeliveredAt(event.currentTarget.value)}
              error={fieldError(failure, "deliveredAt")}
            />
            <Checkbox
              label="Certify the states as final"
              description="Refused with CFO-32 when the close was delivered outside the SLA."
              checked={certifyFinal}
              onChange={(event) => setCertifyFinal(event.currentTarget.checked)}
            />
          </>
        )}
        <FailureAlert
          failure={failure}
          labels={{ deliveredAt: "Close delivered on", certifyFinal: "Certify as final" }}
        />
        <div>
          <Button type="submit" loading={pending}>
            {again ? "Evaluate again" : "Evaluate now"}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
