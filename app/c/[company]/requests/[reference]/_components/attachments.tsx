"use client";

import { Anchor, Button, Code, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ShownAttachment } from "@/lib/queries/attachments";
import classes from "./request-page.module.css";

const TAKEN = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.csv,.txt";
const MOST = 10;

type Remove = (given: { reference: string; attachmentId: string; keep?: boolean }) => Promise<Outcome>;

/** The files that a request rests on, and for whoever asks the ways to change them. */
export function Attachments({
  attachments,
  company,
  reference,
  mayChange,
  revision,
  remove,
  submit,
}: {
  attachments: readonly ShownAttachment[];
  company: string;
  reference: string;
  mayChange: boolean;
  /** The present one; 0 for a draft. */
  revision: number;
  remove: Remove;
  /** Submits the request again as it stands, with the files as they are now; null where a form does that. */
  submit: (() => Promise<Outcome>) | null;
}) {
  const router = useRouter();
  const [failures, setFailures] = useState<ShownFailure[]>([]);
  const [pending, start] = useTransition();
  const counted = attachments.filter(({ standing }) => standing === "submitted" || standing === "new").length;
  const seen = attachments.filter(
    ({ standing }) => standing === "submitted" || standing === "leaving",
  ).length;
  const isChanged = attachments.some(({ standing }) => standing === "new" || standing === "leaving");
  // What the signers see differs from what the list shows to whoever asks.
  const isSeenOtherwise = revision > 0 && isChanged;

  function run(work: () => Promise<ShownFailure[]>) {
    start(async () => {
      setFailures(await work());
      router.refresh();
    });
  }
  const act = (action: () => Promise<Outcome>) =>
    run(async () => {
      const outcome = await action();
      return outcome.ok ? [] : [outcome.failure];
    });

  return (
    <Section
      title={`Attachments (${isSeenOtherwise ? `${seen} now, ${counted} once submitted` : counted})`}
      description={
        mayChange
          ? `At most ${MOST} files of 10 MB each: PDF, PNG, JPEG, XLSX, DOCX, CSV or TXT. ${
              revision === 0
                ? "They are submitted with the request."
                : "A change counts from the next submission on; signatures given before no longer do."
            }`
          : undefined
      }
    >
      {attachments.length === 0 ? (
        <Text size="sm" c="dimmed">
          No files are attached.
        </Text>
      ) : (
        <ul className={classes.plain}>
          {attachments.map((file) => (
            <li key={file.id}>
              <FileLine file={file} company={company} />
              {mayChange && file.standing !== "left" ? (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  disabled={pending}
                  aria-label={`${file.standing === "leaving" ? "Keep" : "Remove"} ${file.name}`}
                  onClick={() =>
                    act(() => remove({ reference, attachmentId: file.id, keep: file.standing === "leaving" }))
                  }
                >
                  {file.standing === "leaving" ? "Keep" : "Remove"}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {failures.map((failure) => (
        <FailureAlert key={failure.message} failure={failure} />
      ))}
      {mayChange ? (
        <Group gap="sm">
          <FileButton
            multiple
            accept={TAKEN}
            onChange={(files) => run(() => uploadAll(company, reference, files))}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="xs"
                loading={pending}
                disabled={counted >= MOST}
                leftSection={<IconPaperclip size={16} aria-hidden />}
              >
                Attach files
              </Button>
            )}
          </FileButton>
          {isChanged && submit ? (
            <Button size="xs" loading={pending} onClick={() => act(submit)}>
              Submit again as revision {revision + 1}
            </Button>
          ) : null}
        </Group>
      ) : null}
    </Section>
  );
}

const STANDINGS = {
  submitted: null,
  new: { tone: "watch", words: "Not submitted yet, seen by you alone" },
  leaving: { tone: "watch", words: "Left out of the next revision" },
  left: { tone: "unknown", words: "Of an earlier revision" },
} as const;

function FileLine({ file, company }: { file: ShownAttachment; company: string }) {
  const { id, name, sizeBytes, sha256, addedAt, addedBy, standing, removedRevision } = file;
  const said = STANDINGS[standing];
  return (
    <div className={classes.line}>
      <IconDownload size={18} aria-hidden />
      <Stack gap={0}>
        <Text size="sm">
          <Anchor href={`/api/attachments/${company}/${id}`} download inherit underline="always">
            {name}
          </Anchor>{" "}
          {said ? (
            <ToneBadge tone={said.tone} size="sm">
              {said.words}
              {standing === "left" ? `, left out since revision ${removedRevision}` : ""}
            </ToneBadge>
          ) : null}
        </Text>
        <Text size="xs" c="dimmed">
          {sizeInWords(sizeBytes)} · {addedBy}, <Moment at={addedAt} />
        </Text>
        <Text size="xs" c="dimmed">
          SHA-256 <Code fz="xs">{sha256}</Code>
        </Text>
      </Stack>
    </div>
  );
}

function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** One after the other; each that is refused says why, and the others are attached all the same. */
async function uploadAll(
  company: string,
  reference: string,
  files: readonly File[],
): Promise<ShownFailure[]> {
  const failures: ShownFailure[] = [];
  for (const file of files) {
    const failure = await upload(company, reference, file);
    if (failure) failures.push(failure);
  }
  return failures;
}

async function upload(company: string, reference: string, file: File): Promise<ShownFailure | null> {
  const query = new URLSearchParams({ reference, name: file.name });
  const lost = { code: "FILE_REFUSED", message: `${file.name} could not be sent. Try again.` };
  try {
    const response = await fetch(`/api/attachments/${company}?${query}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    if (response.ok) return null;
    const { detail }: { detail?: string } = await response.json();
    return detail ? { code: "FILE_REFUSED", message: detail } : lost;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return lost;
    throw error;
  }
}
