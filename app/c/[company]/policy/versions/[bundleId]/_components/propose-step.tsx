"use client";

import { Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend2 } from "@tabler/icons-react";
import { useState } from "react";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { ReasonField, StepButtons, useStep } from "./step-parts";

/** Puts a draft up for signature under the version that its change asks for. */
export function ProposeStep({
  what,
  name,
  neededVersion,
  difference,
  propose,
  onDone,
}: {
  what: { bundleId: string; seenHash: string };
  name: string;
  neededVersion: string;
  difference: string;
  propose: (given: {
    bundleId: string;
    seenHash: string;
    version: string;
    reason: string;
  }) => Promise<Outcome>;
  onDone: (words: string) => void;
}) {
  const [opened, { open, close }] = useDisclosure(false);
  const [version, setVersion] = useState(neededVersion);
  const [reason, setReason] = useState("");
  const { failure, pending, submit } = useStep(
    () => propose({ ...what, version, reason }),
    () => {
      close();
      onDone(`It is proposed as version ${version} and waits for the CFO and the CEO.`);
    },
  );
  return (
    <>
      <Button leftSection={<IconSend2 size={18} aria-hidden />} onClick={open}>
        Propose
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Propose ${name}`}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <form noValidate onSubmit={submit}>
          <Stack>
            <Text size="sm">{difference}</Text>
            <Text size="sm">
              From then on its content cannot be changed. The CFO and the CEO sign it, two people; it takes
              effect with the next cycle that closes after the second signature. Open requests are decided
              again then; what was decided before stays.
            </Text>
            <TextInput
              label="Version"
              description={`What it changes needs at least ${neededVersion}.`}
              required
              maw="14rem"
              maxLength={20}
              value={version}
              onChange={(event) => setVersion(event.currentTarget.value)}
              error={fieldError(failure, "version")}
            />
            <ReasonField
              description="Whoever signs reads it, and it goes into the decision log for good."
              value={reason}
              onChange={setReason}
              failure={failure}
            />
            <FailureAlert failure={failure} labels={{ reason: "Why", version: "Version" }} />
            <StepButtons close={close} pending={pending} confirmLabel="Propose for signature" />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
