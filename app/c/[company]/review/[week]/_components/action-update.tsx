"use client";

import { Button, Collapse, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useId, useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { ReviewActionRow } from "@/lib/queries/review-actions";
import { ownerChoices } from "./action-form";
import classes from "./review.module.css";

/** Puts an action off, hands it over or ends it. An owner outside the review reports, and changes nothing else. */
export function ActionUpdate({
  action,
  people,
  mayRewrite,
  update,
}: {
  action: ReviewActionRow;
  people: readonly { userId: string; name: string; role: string }[];
  mayRewrite: boolean;
  update: (given: unknown) => Promise<Outcome>;
}) {
  const [opened, { toggle }] = useDisclosure(false);
  const [ownerId, setOwnerId] = useState<string | null>(action.ownerId);
  const [dueOn, setDueOn] = useState(action.dueOn);
  const [note, setNote] = useState(action.note ?? "");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const formId = useId();

  function save(status: ReviewActionRow["status"]) {
    start(async () => {
      const { id: actionId, revision, body } = action;
      const outcome = await update({
        actionId,
        revision,
        body,
        ownerId: ownerId ?? "",
        dueOn,
        status,
        note,
      });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <div data-print="no">
      <Button
        variant="subtle"
        size="compact-sm"
        mt={4}
        ml={-8}
        aria-expanded={opened}
        aria-controls={formId}
        aria-label={`Update: ${action.body}`}
        onClick={toggle}
      >
        Update
      </Button>
      <Collapse expanded={opened} id={formId}>
        <Stack gap="sm" pt="xs">
          {mayRewrite && (
            <div className={classes.fields}>
              <Select
                label="Owner"
                data={ownerChoices(people)}
                value={ownerId}
                onChange={setOwnerId}
                searchable
                error={fieldError(failure, "ownerId")}
              />
              <TextInput
                type="date"
                label="Due"
                value={dueOn}
                onChange={(event) => setDueOn(event.currentTarget.value)}
                error={fieldError(failure, "dueOn")}
              />
            </div>
          )}
          <Textarea
            label="Note"
            description="What came of it, or why it is dropped. Needed to end it."
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={fieldError(failure, "note")}
          />
          <FailureAlert failure={failure} labels={{ ownerId: "Owner", dueOn: "Due", note: "Note" }} />
          <Group gap="xs">
            <Button variant="default" loading={pending} onClick={() => save("OPEN")}>
              Save
            </Button>
            <Button loading={pending} onClick={() => save("DONE")}>
              Done
            </Button>
            <Button variant="default" loading={pending} onClick={() => save("DROPPED")}>
              Drop it
            </Button>
          </Group>
        </Stack>
      </Collapse>
    </div>
  );
}
