"use client";

import { Button, Select, Stack, TextInput } from "@mantine/core";
import { useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import classes from "./review.module.css";

export const ownerChoices = (people: readonly { userId: string; name: string; role: string }[]) =>
  people.map(({ userId, name, role }) => ({ value: userId, label: `${name}, ${role}` }));

/** What somebody takes on, by a day. What was refused stays in the fields. */
export function ActionForm({
  people,
  reviewId,
  today,
  add,
}: {
  people: readonly { userId: string; name: string; role: string }[];
  reviewId: string;
  today: string;
  add: (given: unknown) => Promise<Outcome>;
}) {
  const [body, setBody] = useState("");
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function send() {
    start(async () => {
      const outcome = await add({ reviewId, body, ownerId: ownerId ?? "", dueOn });
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) {
        setBody("");
        setOwnerId(null);
        setDueOn("");
      }
    });
  }

  return (
    <form
      noValidate
      data-print="no"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="xs">
        <div className={classes.fields}>
          <TextInput
            label="New action"
            maxLength={500}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
            error={fieldError(failure, "body")}
          />
          <Select
            label="Owner"
            placeholder="Choose a person"
            data={ownerChoices(people)}
            value={ownerId}
            onChange={setOwnerId}
            searchable
            error={fieldError(failure, "ownerId")}
          />
          <TextInput
            type="date"
            label="Due"
            min={today}
            value={dueOn}
            onChange={(event) => setDueOn(event.currentTarget.value)}
            error={fieldError(failure, "dueOn")}
          />
        </div>
        <FailureAlert failure={failure} labels={{ body: "New action", ownerId: "Owner", dueOn: "Due" }} />
        <Button type="submit" variant="default" loading={pending} w="fit-content">
          Take it on
        </Button>
      </Stack>
    </form>
  );
}
