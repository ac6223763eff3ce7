"use client";

import { Anchor, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ArtifactName } from "@/kernel/enforcement";
import { ARTIFACT_FORMS, placeInWords } from "./artifact-forms";
import { ARTIFACTS, pointerOf } from "./data-place";
import type { EditorState } from "./editor-state";
import type { DraftFinding, Judgement } from "./judge-draft";
import classes from "./policy-editor.module.css";
import type { Target } from "./target";

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
  read,
  codesPath,
  onTarget,
}: {
  judgement: Judgement | null;
  read: EditorState["read"];
  codesPath: string;
  onTarget: (target: Target) => void;
}) {
  const broken = ARTIFACTS.filter((name) => read[name].fault !== null);
  const findings = judgement?.findings ?? [];
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
      </div>
      {isClean ? null : (
        <ul className={classes.findings}>
          {broken.map((name) => (
            <Broken key={name} name={name} read={read[name]} onTarget={onTarget} />
          ))}
          {findings.map((finding) => (
            <Found
              key={`${finding.code} ${finding.artifact}${pointerOf(finding.path)} ${finding.message}`}
              finding={finding}
              place={placeInWords(finding.artifact, read[finding.artifact].data, finding.path)}
              codesPath={codesPath}
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
  const go = () =>
    onTarget({ artifact: name, path: [], position: null, offset: fault.offset, focus: "json" });
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
  codesPath,
  onTarget,
}: {
  finding: DraftFinding;
  place: string;
  codesPath: string;
  onTarget: (target: Target) => void;
}) {
  const { code, artifact, path, position, pathText, message, remedy, rule } = finding;
  return (
    <li className={classes.finding}>
      <UnstyledButton
        className={classes.findingButton}
        onClick={() => onTarget({ artifact, path, position, offset: null, focus: "form" })}
      >
        <strong>{place}</strong>
        {position === null ? "" : `, character ${position}`}: {message}
      </UnstyledButton>
      <Text size="xs" c="dimmed" className={classes.breakable}>
        <TextLink href={`${codesPath}/${code}`} size="xs" underline="always">
          {code}
        </TextLink>
        {rule === null ? "" : ` · ${rule}`} · <code>{pathText}</code>
      </Text>
      <Text size="xs" c="dimmed">
        {remedy}
      </Text>
    </li>
  );
}
