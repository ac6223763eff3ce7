"use client";

import { ActionIcon, Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import classes from "./policy-editor.module.css";

/** The title, and below it what stays in sight: how things stand, the steps back and forth, and saving. */
export function EditorBar({
  title,
  onTitle,
  canUndo,
  canRedo,
  onUndo,
  onRedo,
  isDirty,
  pending,
  readOnly,
  onSave,
  versionPath,
  children,
}: {
  title: string;
  onTitle: (title: string) => void;
  canUndo: boolean;
  canRedo: boolean;
  onUndo: () => void;
  onRedo: () => void;
  isDirty: boolean;
  pending: boolean;
  readOnly: boolean;
  onSave: () => void;
  versionPath: string;
  /** What the last save came to, and how many faults there are. */
  children: ReactNode;
}) {
  return (
    <>
      <div className={classes.heading}>
        <TextInput
          label="Title"
          className={classes.title}
          value={title}
          maxLength={200}
          readOnly={readOnly}
          error={title.trim() === "" ? "Give it a title by which people know it." : undefined}
          onChange={(event) => onTitle(event.currentTarget.value)}
        />
        <LinkButton href={versionPath} variant="default">
          Go to the proposal
        </LinkButton>
      </div>
      <div className={classes.bar}>
        <div className={classes.standing}>{children}</div>
        {readOnly ? null : (
          <Group gap="xs" wrap="nowrap">
            <StepButton label="Undo" keys="Ctrl+Z" disabled={!canUndo} onClick={onUndo}>
              <IconArrowBackUp size={18} aria-hidden />
            </StepButton>
            <StepButton label="Redo" keys="Ctrl+Shift+Z" disabled={!canRedo} onClick={onRedo}>
              <IconArrowForwardUp size={18} aria-hidden />
            </StepButton>
            <Button
              leftSection={<IconDeviceFloppy size={18} aria-hidden />}
              loading={pending}
              disabled={!isDirty}
              title="Save draft (Ctrl+S)"
              onClick={onSave}
            >
              Save draft
            </Button>
          </Group>
        )}
      </div>
    </>
  );
}

function StepButton({
  label,
  keys,
  disabled,
  onClick,
  children,
}: {
  label: string;
  keys: string;
  disabled: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={`${label} (${keys})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}

/** What the last save came to, in one line. */
export function SaveNote({
  isDirty,
  isKept,
  status,
  faults,
}: {
  isDirty: boolean;
  isKept: boolean;
  status: "DRAFT" | "VALIDATED" | null;
  faults: number;
}) {
  return (
    <Text size="sm" c="dimmed" role="status" className={classes.saveNote}>
      {saveWords(isDirty, status, faults)}
      {isDirty && !isKept ? " This browser keeps nothing: save before you leave." : ""}
    </Text>
  );
}

function saveWords(isDirty: boolean, status: "DRAFT" | "VALIDATED" | null, faults: number): string {
  if (isDirty) return "There are changes that are not saved.";
  if (status === null) return "";
  if (status === "DRAFT") return `Saved as a draft: ${formatCount(faults, "fault")} left.`;
  if (faults === 0) return "Saved and validated: no check finds a fault.";
  return `Saved and validated. ${formatCount(faults, "fault")} against the published checklist left; with them it is not proposed.`;
}

export function RestoredNotice({ onKeep, onSaved }: { onKeep: () => void; onSaved: () => void }) {
  return (
    <Alert
      className={classes.notice}
      variant="outline"
      color="blue"
      title="What you typed before is here again"
    >
      <Text size="sm" mb="xs">
        It was not saved when you left this page. You can go on with it, or go back to the draft as it was
        saved.
      </Text>
      <Group gap="xs">
        <Button size="xs" onClick={onKeep}>
          Go on with it
        </Button>
        <Button size="xs" variant="default" onClick={onSaved}>
          Back to the saved draft
        </Button>
      </Group>
    </Alert>
  );
}

/** What somebody typed was not saved, and another content was saved since. */
export function AnotherNotice({
  onSettle,
  readOnly,
}: {
  onSettle: (isWanted: boolean) => void;
  readOnly: boolean;
}) {
  return (
    <Alert
      className={classes.notice}
      variant="outline"
      color="yellow"
      classNames={{ title: classes.warning }}
      title="This draft was saved with other words since you typed here"
    >
      <Text size="sm" mb="xs">
        What you typed was not saved, and this tab still has it. You see what is saved; what you typed can
        take its place, and one step back under Undo leads here again.
      </Text>
      <Group gap="xs">
        <Button size="xs" disabled={readOnly} onClick={() => onSettle(true)}>
          Bring back what I typed
        </Button>
        <Button size="xs" variant="default" onClick={() => onSettle(false)}>
          Give it up
        </Button>
      </Group>
    </Alert>
  );
}

export function ConflictNotice({
  by,
  pending,
  onMine,
  onTheirs,
}: {
  by: string | null;
  pending: boolean;
  onMine: () => void;
  onTheirs: () => void;
}) {
  return (
    <Alert
      variant="outline"
      color="yellow"
      classNames={{ title: classes.warning }}
      role="alert"
      title={`${by ?? "Somebody"} has saved this draft since you opened it`}
    >
      <Text size="sm" mb="xs">
        What you typed is still here and is not saved. One of the two stays: yours in place of theirs, or
        theirs, with yours one step back under Undo.
      </Text>
      <Group gap="xs">
        <Button size="xs" loading={pending} onClick={onMine}>
          Save mine over theirs
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  );
}
