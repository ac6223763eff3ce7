"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconHandStop, IconPlayerPlay } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { leverName, leverValueInWords } from "@/components/governance/lever-words";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { LeverValue } from "@/kernel/revenue/contract";
import type { Subsystem } from "@/kernel/revenue/levers";

type Change = { actionId: string; subsystem: Subsystem; field: string; from: LeverValue; to: LeverValue };
type Ending = (given: { actionId: string; reason: string }) => Promise<Outcome>;
type Executed = { left: readonly { reason: string }[]; failed: readonly { reason: string | null }[] };

/** What can be done with the action now. A choice that is not there is not offered. */
export function ActionChoices({
  execute,
  revert,
  abort,
  change,
}: {
  execute: ((given: { actionIds: string[] }) => Promise<Outcome<Executed>>) | null;
  revert: Ending | null;
  abort: Ending | null;
  change: Change;
}) {
  const { actionId, subsystem, field } = change;
  const name = leverName(subsystem, field);
  const say = (value: LeverValue) => leverValueInWords(subsystem, field, value);
  return (
    <>
      {execute && (
        <ConfirmButton
          action={() => executedOrWhy(execute, actionId)}
          title="Execute now"
          question={`${name} is changed from ${say(change.from)} to ${say(change.to)} at once, and observed from today on.`}
          confirmLabel="Execute"
          isReversible
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
        >
          Execute now
        </ConfirmButton>
      )}
      {revert && (
        <EndButton
          end={revert}
          actionId={actionId}
          label="Revert"
          icon={<IconArrowBackUp size={16} aria-hidden />}
          question={`${name} goes back to exactly what stood there before: ${say(change.from)}.`}
        />
      )}
      {abort && (
        <EndButton
          end={abort}
          actionId={actionId}
          label="Abort"
          icon={<IconHandStop size={16} aria-hidden />}
          question={`The observation ends without a result. ${name} goes back to ${say(change.from)}; where something stands against that, the action says so.`}
        />
      )}
    </>
  );
}

/** An action that was left alone or refused at the gate comes back as a success of the run; for a person it is none. */
async function executedOrWhy(
  execute: (given: { actionIds: string[] }) => Promise<Outcome<Executed>>,
  actionId: string,
): Promise<Outcome> {
  const outcome = await execute({ actionIds: [actionId] });
  if (!outcome.ok) return notNow(outcome);
  const { left, failed } = outcome.value;
  const reason = left[0]?.reason ?? failed[0]?.reason;
  return reason ? { ok: false, failure: { code: "NOT_EXECUTED", message: reason } } : outcome;
}

/** The commands' own words say what stands in the way; it need not be somebody who was faster. */
function notNow<T>(outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok || outcome.failure.code !== "CONFLICT") return outcome;
  return { ok: false, failure: { ...outcome.failure, code: "NOT_NOW" } };
}

function EndButton({
  end,
  actionId,
  label,
  icon,
  question,
}: {
  end: Ending;
  actionId: string;
  label: string;
  icon: ReactNode;
  question: string;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={icon} onClick={() => setOpened(true)}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`${label} this action`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <EndForm
          end={end}
          actionId={actionId}
          label={label}
          question={question}
          onDone={() => setOpened(false)}
        />
      </Modal>
    </>
  );
}

// Lives only while the dialog is open, so that each opening starts without an old reason or refusal.
function EndForm({
  end,
  actionId,
  label,
  question,
  onDone,
}: {
  end: Ending;
  actionId: string;
  label: string;
  question: string;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function submit(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const outcome = notNow(await end({ actionId, reason }));
      if (outcome.ok) onDone();
      else setFailure(outcome.failure);
    });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{question}</Text>
        <Textarea
          label="Reason"
          description="Stands in the decision log; the next cycle learns that a person said no."
          autosize
          minRows={2}
          maxLength={2000}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(failure, "reason")}
        />
        <FailureAlert failure={failure} labels={{ reason: "Reason" }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" color="red.9" loading={pending}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
