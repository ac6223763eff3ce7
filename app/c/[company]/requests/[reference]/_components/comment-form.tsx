"use client";

import { Button, Stack, Textarea } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

/** Adds a comment; what could not be sent stays in the field. */
export function CommentForm({
  reference,
  comment,
}: {
  reference: string;
  comment: (given: { reference: string; body: string }) => Promise<Outcome>;
}) {
  const [body, setBody] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function send() {
    start(async () => {
      const outcome = await comment({ reference, body });
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) setBody("");
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="xs">
        <Textarea
          label="Comment"
          description="Everybody in the company reads it. It cannot be changed or removed."
          autosize
          minRows={2}
          maxLength={4000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          error={fieldError(failure, "body")}
        />
        <FailureAlert failure={failure} labels={{ body: "Comment" }} />
        <Button type="submit" variant="default" loading={pending} w="fit-content">
          Add the comment
        </Button>
      </Stack>
    </form>
  );
}
