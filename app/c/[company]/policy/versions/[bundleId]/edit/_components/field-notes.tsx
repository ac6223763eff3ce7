"use client";

import { Button, Group } from "@mantine/core";
import type { Words } from "./data-place";
import { useFieldActions, useFindingsAt, useNotesAt, useReadOnly } from "./editor-context";
import type { DraftNote } from "./judge-notes";
import classes from "./policy-editor.module.css";

/** What is noted, what holds meanwhile, and what would mend it. */
export const noteWords = ({ message, holds, remedy }: DraftNote): string =>
  [`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, holds, remedy].join(" ");

/** What is noted of a place that has no box of its own: a list, a rule. */
export function PlaceNotes({ pointer }: { pointer: string }) {
  const notes = useNotesAt(pointer);
  return notes.map((note) => (
    <p key={note.message + note.holds} className={classes.note}>
      {noteWords(note)}
    </p>
  ));
}

type Marking = Words & {
  readonly tone: "fault" | "note";
  readonly written: string;
  readonly instead: string | null;
};

/** Below a box: its misspelt words marked among the words around them, and the way to mend each. */
export function MarkedTexts({ pointer, text }: { pointer: string; text: string }) {
  const { set } = useFieldActions();
  const readOnly = useReadOnly();
  const findings = useFindingsAt(pointer);
  const notes = useNotesAt(pointer);
  const markings: Marking[] = [
    ...findings.flatMap(({ misspelt }) =>
      misspelt === null ? [] : [{ ...misspelt, tone: "fault" as const, instead: misspelt.meant }],
    ),
    ...notes.flatMap(({ words, written, instead }) =>
      words === null ? [] : [{ ...words, tone: "note" as const, written, instead }],
    ),
  ];
  // For a moment the answer is to an older text, in which other words stood there.
  const current = markings.filter(
    ({ position, written }) => text.slice(position - 1, position - 1 + written.length) === written,
  );
  return current.map((marking) => (
    <Group key={`${marking.position} ${marking.written}`} gap="xs" className={classes.marking}>
      <Excerpt text={text} {...marking} />
      {marking.instead === null || readOnly ? null : (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => set(pointer, mended(text, marking, marking.instead ?? ""))}
        >
          {`Write “${marking.instead}” for “${marking.written.trim()}”`}
        </Button>
      )}
    </Group>
  ));
}

const mended = (text: string, { position, length }: Words, instead: string): string =>
  text.slice(0, position - 1) + instead + text.slice(position - 1 + length);

const AROUND = 24;

/** The words before and behind, for the eye; the description of the box says which words they are. */
function Excerpt({ text, position, length, tone }: Words & { text: string; tone: Marking["tone"] }) {
  const [start, end] = [position - 1, position - 1 + length];
  const from = Math.max(0, start - AROUND);
  return (
    <span className={classes.excerpt} aria-hidden>
      {from > 0 ? "…" : ""}
      {text.slice(from, start)}
      <mark className={classes.word} data-kind={tone}>
        {text.slice(start, end)}
      </mark>
      {text.slice(end, end + AROUND)}
      {end + AROUND < text.length ? "…" : ""}
    </span>
  );
}
