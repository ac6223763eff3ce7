"use client";

import { Button, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState, useTransition } from "react";
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

type Followed = {
  changed: { reference: string; status: string }[];
  failed: { reference: string; reason: string }[];
};

/** The cycle stands; what could not follow it is named. */
function requestsFailure(requests: Followed | null): ShownFailure | null {
  if (!requests || requests.failed.length === 0) return null;
  return {
    code: "REQUESTS_LEFT",
    message: "The cycle is evaluated, but some open requests could not be decided again.",
    fields: Object.fromEntries(requests.failed.map(({ reference, reason }) => [reference, reason])),
  };
}

/** Evaluates the cycle; a close also says when it was delivered, and whether its states are final. */
export function EvaluateForm({ company, cadence, cycleKey, again, today, firstDay, delivered }: Props) {
  const close = cadence === "monthly_close";
  const [deliveredAt, setDeliveredAt] = useState(delivered ?? today);
  const [certifyFinal, setCertifyFinal] = useState(false);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [followed, setFollowed] = useState<Followed["changed"]>([]);
  const [pending, start] = useTransition();

  // Not as the form's action: that would reset the checkbox on the screen while its state stays.
  function evaluate(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = await evaluateCycleAction(company, {
        cadence,
        cycleKey,
        certifyFinal: close && certifyFinal,
        deliveredAt: close ? deliveredAt : null,
      });
      setFailure(outcome.ok ? requestsFailure(outcome.value.requests) : outcome.failure);
      setFollowed(outcome.ok ? (outcome.value.requests?.changed ?? []) : []);
    });
  }

  return (
    <form onSubmit={evaluate} noValidate>
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
              description="Refused with CFO-32 when the close was delivered outside the SLA, and with CFO-33 while no decision may rest on the pipeline. A certified close stands until the CFO reopens it."
              checked={certifyFinal}
              onChange={(event) => setCertifyFinal(event.currentTarget.checked)}
            />
          </>
        )}
        <FailureAlert
          failure={failure}
          labels={{ deliveredAt: "Close delivered on", certifyFinal: "Certify as final" }}
        />
        <Text size="sm" role="status">
          {followed.length > 0
            ? `Open requests decided again on it: ${followed.map(({ reference, status }) => `${reference} ${status}`).join(", ")}.`
            : null}
        </Text>
        <div>
          <Button type="submit" loading={pending}>
            {again ? "Evaluate again" : "Evaluate now"}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
