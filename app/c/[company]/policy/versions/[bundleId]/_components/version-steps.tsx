"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSignature } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, type Outcome } from "@/components/ui/failure-alert";
import { ProposeStep } from "./propose-step";
import { ReasonField, StepButtons, useStep } from "./step-parts";

const FOCUS_AFTER_MODAL_MS = 300;

type Given = { bundleId: string; seenHash: string };
type Reasoned = Given & { reason: string };

export type StepActions = {
  propose: ((given: Reasoned & { version: string }) => Promise<Outcome>) | null;
  sign: ((given: Given) => Promise<Outcome>) | null;
  decline: ((given: Reasoned) => Promise<Outcome>) | null;
  withdraw: ((given: { bundleId: string; reason: string }) => Promise<Outcome>) | null;
  discard: (() => Promise<Outcome>) | null;
};

/** The steps that this person can take with a version, each after asking once. */
export function VersionSteps({
  what,
  name,
  neededVersion,
  signAs,
  completes,
  difference,
  actions,
}: {
  what: Given;
  /** `version 1.1.0` */
  name: string;
  neededVersion: string;
  signAs: string | null;
  completes: boolean;
  /** What it changes, in a paragraph. */
  difference: string;
  actions: StepActions;
}) {
  const [done, setDone] = useState<string | null>(null);
  const answer = useRef<HTMLDivElement>(null);
  const { propose, sign, decline, withdraw, discard } = actions;

  // The button that was pressed is gone by now: the focus goes to what has come of it.
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(() => answer.current?.focus(), FOCUS_AFTER_MODAL_MS);
    return () => clearTimeout(timer);
  }, [done]);

  return (
    <Stack gap="sm">
      <div ref={answer} tabIndex={-1} role="status">
        {done && <Text size="sm">{done}</Text>}
      </div>
      <Group gap="sm">
        {propose && (
          <ProposeStep
            what={what}
            name={name}
            neededVersion={neededVersion}
            difference={difference}
            propose={propose}
            onDone={setDone}
          />
        )}
        {sign && signAs && (
          <Step
            label={`Sign as ${signAs}`}
            icon={<IconSignature size={18} aria-hidden />}
            title={`Sign ${name}`}
            confirmLabel={`Sign as ${signAs}`}
            run={() => sign(what)}
            // What it waits for now stands with the notes of the version, which are read anew.
            onDone={() => setDone("Your signature is recorded.")}
          >
            <Text size="sm">{difference}</Text>
            <Text size="sm">
              {completes
                ? "Yours is the second signature. It takes effect with the next cycle that closes; nothing changes before."
                : "The other signature is still missing. Once both are there, it takes effect with the next cycle that closes; nothing changes before."}{" "}
              Your signature stands in the decision log for good.
            </Text>
          </Step>
        )}
        {decline && (
          <ReasonStep
            label="Decline"
            title={`Decline ${name}`}
            confirmLabel="Decline for good"
            description="Whoever proposed it reads this, and it goes into the decision log for good."
            run={(reason) => decline({ ...what, reason })}
            onDone={() =>
              setDone(
                "You have declined it. It was never in force; its content can be copied as a new draft.",
              )
            }
          />
        )}
        {withdraw && (
          <ReasonStep
            label="Withdraw"
            title={`Withdraw ${name}`}
            confirmLabel="Withdraw for good"
            description="It ends here and goes into the decision log for good. Its content can be copied as a new draft."
            run={(reason) => withdraw({ bundleId: what.bundleId, reason })}
            onDone={() => setDone("It is withdrawn.")}
          />
        )}
        {discard && (
          <ConfirmButton
            action={discard}
            title={`Discard ${name}`}
            question="The draft can no longer be edited or proposed after that. It stays in the list, and can be copied as a new draft."
            confirmLabel="Discard for good"
          >
            Discard
          </ConfirmButton>
        )}
      </Group>
    </Stack>
  );
}

type StepProps = {
  label: string;
  title: string;
  confirmLabel: string;
  onDone: () => void;
};

/** A question and its answer; the refusal stands where the question was. */
function Step({
  label,
  icon,
  title,
  confirmLabel,
  children,
  run,
  onDone,
}: StepProps & { icon: ReactNode; children: ReactNode; run: () => Promise<Outcome> }) {
  const [opened, { open, close }] = useDisclosure(false);
  const { failure, pending, submit } = useStep(run, () => {
    close();
    onDone();
  });
  return (
    <>
      <Button leftSection={icon} onClick={open}>
        {label}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form noValidate onSubmit={submit}>
          <Stack>
            {children}
            <FailureAlert failure={failure} />
            <StepButtons close={close} pending={pending} confirmLabel={confirmLabel} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function ReasonStep({
  label,
  title,
  confirmLabel,
  description,
  run,
  onDone,
}: StepProps & { description: string; run: (reason: string) => Promise<Outcome> }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const { failure, pending, submit } = useStep(
    () => run(reason),
    () => {
      close();
      onDone();
    },
  );
  return (
    <>
      <Button variant="default" onClick={open}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": "Close" }}>
        <form noValidate onSubmit={submit}>
          <Stack>
            <ReasonField description={description} value={reason} onChange={setReason} failure={failure} />
            <FailureAlert failure={failure} labels={{ reason: "Why" }} />
            <StepButtons close={close} pending={pending} confirmLabel={confirmLabel} isFinal />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
