"use client";

import { Button, Collapse, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useId, useState, useTransition } from "react";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { updateDefensiveActionAction } from "@/lib/actions/defensive";
import classes from "./defensive.module.css";

type Action = {
  id: string;
  action: string;
  ownerId: string | null;
  dueOn: string | null;
  evidence: string | null;
};

/** Owner, day and evidence of one mandated action; "done" asks for evidence. */
export function ActionForm({
  action,
  people,
  company,
}: {
  action: Action;
  people: readonly { userId: string; name: string; role: string }[];
  company: string;
}) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [ownerId, setOwnerId] = useState(action.ownerId);
  const [dueOn, setDueOn] = useState(action.dueOn ?? "");
  const [evidence, setEvidence] = useState(action.evidence ?? "");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const formId = useId();

  function save(done: boolean) {
    start(async () => {
      const outcome = await updateDefensiveActionAction(company, {
        actionId: action.id,
        ownerId,
        dueOn: dueOn === "" ? null : dueOn,
        done,
        evidence,
      });
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) close();
    });
  }

  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        mt={4}
        ml={-8}
        aria-expanded={opened}
        aria-controls={formId}
        aria-label={`Update: ${action.action}`}
        onClick={toggle}
      >
        Update
      </Button>
      <Collapse expanded={opened} id={formId}>
        <Stack gap="sm" pt="xs">
          <div className={classes.fields}>
            <Select
              label="Owner"
              placeholder="Choose a person"
              data={people.map(({ userId, name, role }) => ({ value: userId, label: `${name}, ${role}` }))}
              value={ownerId}
              onChange={setOwnerId}
              searchable
              clearable
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
          <Textarea
            label="Evidence"
            description="What shows that it is done: a figure, a document, a link. Needed to mark it done."
            autosize
            minRows={2}
            value={evidence}
            onChange={(event) => setEvidence(event.currentTarget.value)}
            error={fieldError(failure, "evidence")}
          />
          <FailureAlert failure={failure} labels={{ ownerId: "Owner", dueOn: "Due", evidence: "Evidence" }} />
          <Group gap="xs">
            <Button variant="default" loading={pending} onClick={() => save(false)}>
              Save
            </Button>
            <Button loading={pending} onClick={() => save(true)}>
              Mark as done
            </Button>
          </Group>
        </Stack>
      </Collapse>
    </>
  );
}
