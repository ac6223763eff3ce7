"use client";

import { Anchor, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconNote } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ArtifactName } from "@/kernel/enforcement";
import { ARTIFACT_FORMS, placeInWords } from "./artifact-forms";
import { ARTIFACTS, type Marked, type Place, pointerOf, type Words } from "./data-place";
import { meantWords } from "./editor-context";
import type { Draft, EditorState } from "./editor-state";
import { spanInWords } from "./json-marks";
import { spanOf } from "./json-text";
import type { DraftFinding, Judgement } from "./judge-draft";
import type { DraftNote } from "./judge-notes";
import classes from "./policy-editor.module.css";
import { type Target, wholeOf } from "./target";

const CHECKS_ID = "policy-checks";

/** How many faults there are, wherever one has scrolled to; a way back to them. */
export function FaultsLink({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Anchor href={`#${CHECKS_ID}`} size="sm" underline="always">
      {formatCount(count, "fault")}: see the checks
    </Anchor>
  );
}

/** Every fault of the draft; choosing one goes there. */
export function FindingsPanel({
  judgement,
  texts,
  read,
  codesPath,
  onTarget,
}: {
  judgement: Judgement | null;
  texts: Draft["texts"];
  read: EditorState["read"];
  codesPath: string;
  onTarget: (target: Target) => void;
}) {
  const broken = ARTIFACTS.filter((name) => read[name].fault !== null);
  const findings = judgement?.findings ?? [];
  const notes = judgement?.notes ?? [];
  const isClean = judgement !== null && broken.length === 0 && findings.length === 0;
  return (
    <section
      aria-label="Checks"
      id={CHECKS_ID}
      tabIndex={-1}
      className={`${classes.panel} ${classes.checks}`}
    >
      <div role="status" className={classes.panelHead}>
        {judgement === null ? (
          <Text size="sm" c="dimmed">
            Checking…
          </Text>
        ) : (
          <ToneBadge
            tone={isClean ? "good" : "bad"}
            icon={isClean ? <IconCircleCheck /> : <IconAlertTriangle />}
          >
            {isClean ? "No check finds a fault" : formatCount(findings.length + broken.length, "fault")}
          </ToneBadge>
        )}
        {notes.length > 0 ? (
          <ToneBadge tone="watch" icon={<IconNote />}>
            {formatCount(notes.length, "note")}
          </ToneBadge>
        ) : null}
      </div>
      {isClean && notes.length === 0 ? null : (
        <ul className={classes.findings}>
          {broken.map((name) => (
            <Broken key={name} name={name} read={read[name]} onTarget={onTarget} />
          ))}
          {findings.map((finding) => (
            <Found
              key={`${finding.code} ${finding.artifact}${pointerOf(finding.path)} ${finding.message}`}
              finding={finding}
              place={placeInWords(finding.artifact, read[finding.artifact].data, finding.path)}
              at={atInText(texts, read, finding)}
              codesPath={codesPath}
              onTarget={onTarget}
            />
          ))}
          {notes.map((note) => (
            <Noted
              key={`${note.artifact}${pointerOf(note.path)} ${note.message} ${note.holds}`}
              note={note}
              place={placeInWords(note.artifact, read[note.artifact].data, note.path)}
              at={atInText(texts, read, note)}
              onTarget={onTarget}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function Broken({
  name,
  read: { fault },
  onTarget,
}: {
  name: ArtifactName;
  read: EditorState["read"][ArtifactName];
  onTarget: (target: Target) => void;
}) {
  if (fault === null) return null;
  const go = () => onTarget({ ...wholeOf({ artifact: name, path: [] }, "json"), offset: fault.offset });
  return (
    <li className={classes.finding}>
      <UnstyledButton className={classes.findingButton} onClick={go}>
        <strong>
          {ARTIFACT_FORMS[name].label}, line {fault.line}, column {fault.column}
        </strong>
        : {fault.message}
      </UnstyledButton>
      <Text size="xs" c="dimmed">
        The form, and the checks below, show what the text said before. Mend the JSON to go on in the form.
      </Text>
    </li>
  );
}

function Found({
  finding,
  place,
  at,
  codesPath,
  onTarget,
}: {
  finding: DraftFinding;
  place: string;
  at: string | null;
  codesPath: string;
  onTarget: (target: Target) => void;
}) {
  const { code, artifact, path, words, atKey, position, pathText, message, remedy, rule, misspelt } = finding;
  return (
    <li className={classes.finding}>
      <UnstyledButton
        className={classes.findingButton}
        onClick={() => onTarget({ artifact, path, words, atKey, offset: null, focus: "form" })}
      >
        <strong>{place}</strong>
        {position === null ? "" : `, character ${position}`}: {message}
        {meantWords(misspelt)}
      </UnstyledButton>
      <Text size="xs" c="dimmed" className={classes.breakable}>
        <TextLink href={`${codesPath}/${code}`} size="xs" underline="always">
          {code}
        </TextLink>
        {rule === null ? "" : ` · ${rule}`} · <code>{pathText}</code>
        {at === null ? "" : ` · ${at} of the JSON`}
      </Text>
      <Text size="xs" c="dimmed">
        {remedy}
      </Text>
    </li>
  );
}

/** What is read otherwise than it may be meant: no fault, and the draft may be proposed with it. */
function Noted({
  note,
  place,
  at,
  onTarget,
}: {
  note: DraftNote;
  place: string;
  at: string | null;
  onTarget: (target: Target) => void;
}) {
  const { artifact, path, words, atKey, pathText, message, remedy, holds } = note;
  return (
    <li className={classes.finding}>
      <UnstyledButton
        className={classes.findingButton}
        onClick={() => onTarget({ artifact, path, words, atKey, offset: null, focus: "form" })}
      >
        <strong>Note. {place}</strong>
        {words === null ? "" : `, ${charactersInWords(words)}`}: {message}
      </UnstyledButton>
      <Text size="xs" c="dimmed" className={classes.breakable}>
        What holds: {holds} <code>{pathText}</code>
        {at === null ? "" : ` · ${at} of the JSON`}
      </Text>
      <Text size="xs" c="dimmed">
        {remedy}
      </Text>
    </li>
  );
}

const charactersInWords = ({ position, length }: Words): string =>
  length > 1 ? `characters ${position} to ${position + length - 1}` : `character ${position}`;

/** Where a place stands in the text; null while the text cannot be read. */
function atInText(texts: Draft["texts"], read: EditorState["read"], told: Place & Marked): string | null {
  const { root } = read[told.artifact];
  const text = texts[told.artifact];
  return root === null ? null : spanInWords(text, spanOf(text, root, told));
}
