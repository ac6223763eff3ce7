"use client";

import { Box, Button, FileInput, Group, NativeSelect, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { type DragEvent, type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { FailureAlert, type ShownFailure } from "@/components/ui/failure-alert";
import classes from "./imports.module.css";
import { newTicket, sendFile } from "./send-file";
import { Sending } from "./sending";
import { TemplateLinks } from "./template-links";

export type KindChoice = { id: string; title: string; help: string };

/** Which figures, which file, and where a workbook has several sheets, which one. A refusal leaves all of it chosen. */
export function UploadForm({
  company,
  kinds,
  kind: asked,
}: {
  company: string;
  kinds: readonly KindChoice[];
  /** The kind that the page was opened for. */
  kind: string | null;
}) {
  const router = useRouter();
  const [kind, setKind] = useState(asked ?? kinds[0]?.id ?? "");
  const [file, setFile] = useState<File | null>(null);
  const [sheet, setSheet] = useState<string | null>(null);
  const [sheets, setSheets] = useState<string[]>([]);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [ticket, setTicket] = useState("");
  const select = useRef<HTMLSelectElement>(null);
  // What was chosen before the page came alive counts as well.
  useEffect(() => setKind((held) => select.current?.value ?? held), []);
  const chosen = kinds.find(({ id }) => id === kind);

  function choose(next: File | null) {
    setFile(next);
    setSheets([]);
    setSheet(null);
    setFailure(null);
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (file === null) return setFailure(NO_FILE);
    setFailure(null);
    setSent(0);
    const one = newTicket();
    setTicket(one);
    // What the field shows is what is sent.
    const shown = select.current?.value ?? kind;
    const outcome = await sendFile({ company, kind: shown, file, sheet, ticket: one }, setSent);
    if (outcome.ok) return router.push(`/c/${company}/imports/${outcome.value.importId}`);
    setSent(null);
    const asksFor = outcome.failure.fields?.sheet?.split("\n") ?? [];
    setSheets(asksFor);
    if (asksFor.length > 0) setSheet(asksFor[0] ?? null);
    setFailure({ ...outcome.failure, fields: {} });
  }
  return (
    <form noValidate onSubmit={submit} className={classes.form} aria-label="Upload figures">
      <NativeSelect
        ref={select}
        label="What the file holds"
        description={chosen?.help}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
        data={kinds.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Text size="sm">
        Template of this kind:{" "}
        <TemplateLinks here={`/c/${company}/imports`} kind={kind} title={chosen?.title ?? kind} />
      </Text>
      <DropArea onDrop={choose}>
        <FileInput
          label="File"
          description="CSV or XLSX, up to 50 MB and 250,000 rows. Choose it, or drop it here."
          placeholder="Choose a file"
          accept=".csv,.txt,.tsv,.xlsx"
          required
          clearable
          clearButtonProps={{ "aria-label": "Choose no file" }}
          value={file}
          onChange={choose}
          error={failure !== null}
        />
        {sheets.length > 0 && (
          <NativeSelect
            mt="sm"
            label="Sheet"
            value={sheet ?? ""}
            onChange={(event) => setSheet(event.currentTarget.value)}
            data={sheets}
          />
        )}
      </DropArea>
      <FailureAlert failure={failure} />
      {sent !== null && <Sending company={company} ticket={ticket} share={sent} />}
      <Group>
        <Button type="submit" loading={sent !== null} leftSection={<IconUpload size={16} aria-hidden />}>
          Upload and read
        </Button>
      </Group>
    </form>
  );
}

const NO_FILE: ShownFailure = {
  code: "FILE_REFUSED",
  message: "No file is chosen. Choose the file that holds the figures.",
};

function DropArea({ onDrop, children }: { onDrop: (file: File) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [first] = event.dataTransfer.files;
    if (first) onDrop(first);
  }
  return (
    // The field inside does the same by keyboard; dropping is only the shorter way with a mouse.
    <Box
      className={classes.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
    </Box>
  );
}
