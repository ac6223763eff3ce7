"use client";

import { Button, Stack, Textarea } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { resolveEscalationAction } from "@/lib/actions/escalations";

/** Closes the escalation with what came of its plan. */
export function ResolveForm({ company, escalationId }: { company: string; escalationId: string }) {
  const [resolution, setResolution] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function resolve() {
    start(async () => {
      const outcome = await resolveEscalationAction(company, { escalationId, resolution });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <form action={resolve} noValidate>
      <Stack gap="sm" maw="40rem">
        <Textarea
          label="Resolution"
          description="What was done, and what the figures say since; at least 20 characters."
          autosize
          minRows={3}
          required
          value={resolution}
          onChange={(event) => setResolution(event.currentTarget.value)}
          error={fieldError(failure, "resolution")}
        />
        <FailureAlert failure={failure} labels={{ resolution: "Resolution" }} />
        <div>
          <Button type="submit" loading={pending}>
            Resolve
          </Button>
        </div>
      </Stack>
    </form>
  );
}
