"use client";

import { Button, FileInput, Stack, Text, TextInput } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { changesInWords, versionInWords } from "@/components/governance/policy-words";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { tooMuchToSend } from "@/lib/policy/most-to-send";
import type { PolicyImportView } from "@/lib/queries/policy-import";
import classes from "./import.module.css";
import type { ChosenFile } from "./read-upload";
import { type UploadChecked, UploadVerdict } from "./upload-verdict";

type Sent = { archive: string; title: string } | { artifacts: Record<string, unknown>; title: string };

/**
 * A policy from elsewhere: read in the browser and judged at once, then sent. What was chosen and typed stays when
 * the server refuses it.
 */
export function ImportForm({
  kind,
  view,
  policy,
  send,
}: {
  kind: "set" | "files";
  view: PolicyImportView;
  policy: string;
  send: (given: Sent) => Promise<Outcome<{ bundleId: string }>>;
}) {
  const [chosen, setChosen] = useState<ChosenFile[]>([]);
  const [checked, setChecked] = useState<UploadChecked | null>(null);
  const [title, setTitle] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [reading, read] = useTransition();
  const [pending, start] = useTransition();
  const router = useRouter();
  const isSet = kind === "set";

  function choose(files: File[]) {
    const tooMuch = tooMuchToSend(files.reduce((bytes, { size }) => bytes + size, 0));
    setFailure(tooMuch === null ? null : tooLarge(tooMuch, isSet));
    if (tooMuch !== null) {
      setChosen([]);
      setChecked(null);
      return;
    }
    read(async () => {
      const texts = await Promise.all(
        files.map(async (file) => ({ name: file.name, text: await file.text() })),
      );
      setChosen(texts);
      // The kernel comes along only once there is something to judge.
      const { checkUpload } = await import("./check-upload");
      setChecked(texts.length === 0 ? null : checkUpload(kind, texts, view));
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const [first] = chosen;
    if (!first) return setFailure(failure?.code === "TOO_LARGE" ? failure : nothingChosen(isSet));
    const artifacts = checked?.artifacts ?? null;
    // The server would only say it again, in fewer words.
    if (artifacts === null && (checked || !isSet)) return setFailure(notReadable(isSet));
    start(async () => {
      const given = isSet ? { archive: first.text, title } : { artifacts: artifacts ?? {}, title };
      const outcome = await send(given);
      setFailure(outcome.ok ? null : refusalOf(outcome.failure, isSet));
      if (outcome.ok) router.push(`${policy}/versions/${outcome.value.bundleId}`);
    });
  }

  return (
    <form noValidate onSubmit={submit} className={classes.form}>
      {isSet ? (
        <FileInput
          label="The file of the set"
          description="One JSON file with all eleven files, as an export gives it. Every byte of it is verified."
          placeholder="Choose a file"
          accept="application/json,.json"
          required
          clearable
          clearButtonProps={{ "aria-label": "Choose no file" }}
          onChange={(file) => choose(file ? [file] : [])}
          error={fieldError(failure, "archive")}
        />
      ) : (
        <FileInput
          label="The files of the four artifacts"
          description="Outcome contract, trigger spec, gating rules and micro case: four JSON files, or one that holds all four."
          placeholder="Choose one file or four"
          accept="application/json,.json"
          multiple
          required
          clearable
          clearButtonProps={{ "aria-label": "Choose no files" }}
          onChange={choose}
          error={fieldError(failure, "files")}
        />
      )}
      <TextInput
        label="Title"
        description="What this version is about, as people will look for it."
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(failure, "title")}
      />
      <Stack gap="sm" role="status">
        {reading ? <Text size="sm">Reading the file and running the checks.</Text> : null}
        {!reading && checked ? <UploadVerdict checked={checked} isSet={isSet} /> : null}
        {!reading && checked?.change ? (
          <Text size="sm">
            Against {versionInWords(checked.change.inForce).toLowerCase()}, which is in force, it makes{" "}
            {changesInWords(checked.change.changes)}.
          </Text>
        ) : null}
      </Stack>
      <FailureAlert
        failure={failure}
        labels={{ title: "Title", archive: "The file of the set", files: "The files" }}
      />
      <div>
        <Button type="submit" loading={pending} leftSection={<IconFileImport size={16} aria-hidden />}>
          {isSet ? "Import as a draft" : "Upload as a draft"}
        </Button>
      </div>
      {checked && checked.faults.length > 0 && checked.artifacts ? (
        <Text size="sm" c="dimmed">
          It may come in with {formatCount(checked.faults.length, "fault")} and be mended in the editor; it
          cannot be proposed before.
        </Text>
      ) : null}
    </form>
  );
}

const OWN_FIELDS = ["title", "archive"];

/** A set is refused by file and place; each stands in a line of its own, and the remedy in front of them. */
function refusalOf(failure: ShownFailure, isSet: boolean): ShownFailure {
  const places = Object.keys(failure.fields ?? {}).filter((field) => !OWN_FIELDS.includes(field));
  if (!isSet || places.length === 0) return failure;
  const message =
    "The set is not what was exported, byte for byte, so it is refused and nothing was imported. Export it again, or upload its four artifacts alone.";
  return { ...failure, code: "SET_REFUSED", message };
}

const nothingChosen = (isSet: boolean): ShownFailure => ({
  code: "INVALID_INPUT",
  message: "Nothing has been chosen yet.",
  fields: isSet
    ? { archive: "Choose the file of a policy set." }
    : { files: "Choose the files of the artifacts." },
});

const tooLarge = (words: string, isSet: boolean): ShownFailure => ({
  code: "TOO_LARGE",
  message: "Nothing of it was read or sent.",
  fields: { [isSet ? "archive" : "files"]: words },
});

const notReadable = (isSet: boolean): ShownFailure => ({
  code: "FILE_REFUSED",
  message: isSet
    ? "Nothing was imported. What is wrong with the file stands above."
    : "These files are not four artifacts yet. What is wrong with each stands above.",
});
