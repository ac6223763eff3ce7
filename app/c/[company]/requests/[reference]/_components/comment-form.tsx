"use client";

import { Button, Stack } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { Mentionable } from "@/lib/queries/mentions";
import { MentionField, withIds } from "./mention-field";

/** Adds a comment; what could not be sent stays in the field. */
export function CommentForm({
  reference,
  members,
  comment,
}: {
  reference: string;
  members: readonly Mentionable[];
  comment: (given: { reference: string; body: string }) => Promise<Outcome>;
}) {
  const [body, setBody] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function send() {
    start(async () => {
      const outcome = await comment({ reference, body: withIds(body, members) });
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
        <MentionField
          label="Comment"
          description="Everybody in the company reads it. It cannot be changed or removed. Type @ and a name to tell somebody."
          maxLength={3500}
          value={body}
          onChange={setBody}
          members={members}
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
