"use client";

import { Button, Stack, Textarea, TextInput } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { acknowledgeEscalationAction } from "@/lib/actions/escalations";

/** The plan and its day; neither can be left out. */
export function AcknowledgeForm({
  company,
  escalationId,
  today,
}: {
  company: string;
  escalationId: string;
  today: string;
}) {
  const [plan, setPlan] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function acknowledge() {
    start(async () => {
      const outcome = await acknowledgeEscalationAction(company, { escalationId, plan, dueOn });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <form action={acknowledge} noValidate>
      <Stack gap="sm" maw="40rem">
        <Textarea
          label="Plan"
          description="What will be done and by whom; at least 20 characters."
          autosize
          minRows={3}
          required
          value={plan}
          onChange={(event) => setPlan(event.currentTarget.value)}
          error={fieldError(failure, "plan")}
        />
        <TextInput
          type="date"
          label="Carried out by"
          required
          min={today}
          maw="14rem"
          value={dueOn}
          onChange={(event) => setDueOn(event.currentTarget.value)}
          error={fieldError(failure, "dueOn")}
        />
        <FailureAlert failure={failure} labels={{ plan: "Plan", dueOn: "Carried out by" }} />
        <div>
          <Button type="submit" loading={pending}>
            Acknowledge
          </Button>
        </div>
      </Stack>
    </form>
  );
}
