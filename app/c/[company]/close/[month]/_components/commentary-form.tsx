"use client";

import { Button, NativeSelect, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { commentTriggerAction } from "@/lib/actions/close";

type Props = {
  company: string;
  cycleKey: string;
  /** Those that need one first. */
  triggers: readonly { triggerId: string; label: string }[];
};

export function CommentaryForm({ company, cycleKey, triggers }: Props) {
  const [triggerId, setTriggerId] = useState(triggers[0]?.triggerId ?? "");
  const [body, setBody] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [saved, setSaved] = useState(false);
  const [pending, start] = useTransition();
  function save(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = await commentTriggerAction(company, { cycleKey, triggerId, body });
      setFailure(outcome.ok ? null : outcome.failure);
      setSaved(outcome.ok);
      if (outcome.ok) setBody("");
    });
  }
  return (
    <form onSubmit={save} noValidate aria-label="Write a commentary">
      <Stack gap="sm" maw="44rem">
        <NativeSelect
          label="Trigger"
          value={triggerId}
          onChange={(event) => setTriggerId(event.currentTarget.value)}
          data={triggers.map(({ triggerId: value, label }) => ({ value, label }))}
        />
        <Textarea
          label="Commentary"
          description="Why it stands where it stands, in at least 20 characters. Earlier versions stay."
          autosize
          minRows={3}
          required
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          error={fieldError(failure, "body")}
        />
        <FailureAlert failure={failure} labels={{ body: "Commentary" }} />
        <Text role="status" size="sm" fw={600} c="var(--tone-good-text)">
          {saved && "Kept, and in the decision log."}
        </Text>
        <div>
          <Button type="submit" variant="default" loading={pending}>
            Keep the commentary
          </Button>
        </div>
      </Stack>
    </form>
  );
}
