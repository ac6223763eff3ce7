"use client";

import { Button, type ButtonProps, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState, useTransition } from "react";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

type Started = { bundleId: string };

/** Begins a draft as the copy of a version, under a title, and goes on to its editor. */
export function NewDraftButton({
  from,
  fromWords,
  policy,
  start,
  children,
  ...rest
}: ButtonProps & {
  from: string;
  /** `version 1.0.0, which is in force` */
  fromWords: string;
  /** The address of the company's policy. */
  policy: string;
  start: (given: { fromBundleId: string; title: string }) => Promise<Outcome<Started>>;
  children: ReactNode;
}) {
  const [opened, { open, close }] = useDisclosure(false);
  const [title, setTitle] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, run] = useTransition();
  const router = useRouter();

  function submit(event: FormEvent) {
    event.preventDefault();
    run(async () => {
      const outcome = await start({ fromBundleId: from, title });
      setFailure(outcome.ok ? null : outcome.failure);
      if (outcome.ok) router.push(`${policy}/versions/${outcome.value.bundleId}/edit`);
    });
  }

  return (
    <>
      <Button {...rest} onClick={open}>
        {children}
      </Button>
      <Modal opened={opened} onClose={close} title="New draft" closeButtonProps={{ "aria-label": "Close" }}>
        <form noValidate onSubmit={submit}>
          <Stack>
            <Text size="sm">
              The draft begins as a copy of {fromWords}. Nothing is decided under it until it has been
              proposed, signed by CFO and CEO, and a cycle has closed.
            </Text>
            <TextInput
              label="Title"
              description="What the change is about, as people will look for it."
              placeholder="Raise the runway floor"
              required
              maxLength={200}
              data-autofocus
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              error={fieldError(failure, "title")}
            />
            <FailureAlert failure={failure} labels={{ title: "Title" }} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={pending}>
                Begin the draft
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
