"use client";

import { Alert, SegmentedControl } from "@mantine/core";
import { type FocusEvent, useMemo } from "react";
import type { ArtifactName } from "@/kernel/enforcement";
import { ARTIFACT_FORMS } from "./artifact-forms";
import { elementId, isWithin, pathOfPointer } from "./data-place";
import { type FieldActions, FormContext, meantWords } from "./editor-context";
import type { ReadText } from "./editor-state";
import { noteWords } from "./field-notes";
import { Fields } from "./field-view";
import type { Told } from "./json-marks";
import { JsonPane } from "./json-pane";
import type { Judgement } from "./judge-draft";
import classes from "./policy-editor.module.css";
import { type Target, wholeOf } from "./target";

export type Pane = "form" | "json";

/** Form and JSON of one artifact side by side; on a narrow screen one of the two. */
export function ArtifactWorkspace({
  artifact,
  text,
  read,
  judgement,
  triggerIds,
  target,
  pane,
  readOnly,
  actions,
  onPane,
  onText,
  onTarget,
}: {
  artifact: ArtifactName;
  text: string;
  read: ReadText;
  judgement: Judgement | null;
  triggerIds: readonly string[];
  target: Target | null;
  pane: Pane;
  readOnly: boolean;
  actions: FieldActions;
  onPane: (pane: Pane) => void;
  onText: (text: string) => void;
  onTarget: (target: Target) => void;
}) {
  const { label, fields } = ARTIFACT_FORMS[artifact];
  const told = useMemo(() => toldOf(judgement, artifact), [judgement, artifact]);
  const isBroken = read.fault !== null;

  /** Whoever goes to a field sees its place in the JSON. */
  function follow(event: FocusEvent): void {
    const prefix = elementId(artifact, "");
    const field = event.target.closest(`[id^="${prefix}/"]`);
    if (field === null) return;
    const path = pathOfPointer(field.id.slice(prefix.length));
    // A finding that led here points more exactly than its field does.
    if (target?.artifact === artifact && isWithin(target.path, path)) return;
    onTarget(wholeOf({ artifact, path }, null));
  }

  return (
    <div className={classes.workspace} data-pane={pane}>
      <SegmentedControl
        className={classes.paneSwitch}
        aria-label={`How to see the ${label.toLowerCase()}`}
        fullWidth
        transitionDuration={0}
        data={[
          { value: "form", label: "Form" },
          { value: "json", label: "JSON" },
        ]}
        value={pane}
        onChange={(value) => onPane(value === "json" ? "json" : "form")}
      />
      <form
        className={classes.form}
        aria-label={label}
        onFocus={follow}
        onSubmit={(event) => event.preventDefault()}
      >
        {isBroken ? (
          <Alert
            variant="outline"
            color="yellow"
            classNames={{ title: classes.warning }}
            title="The JSON cannot be read"
          >
            The form shows what it said before and is read-only until line {read.fault?.line}, column{" "}
            {read.fault?.column} is mended.
          </Alert>
        ) : null}
        <FormContext
          actions={actions}
          judgement={judgement}
          triggerIds={triggerIds}
          readOnly={readOnly || isBroken}
        >
          <Fields fields={fields} pointer="" value={read.data} />
        </FormContext>
      </form>
      <JsonPane
        id={`json-${artifact}`}
        label={`JSON of the ${label.toLowerCase()}`}
        text={text}
        read={read}
        told={told}
        target={target?.artifact === artifact ? target : null}
        readOnly={readOnly}
        onText={onText}
      />
    </div>
  );
}

/** What the JSON marks: faults and notes alike, with the words that stand beside them where the caret is. */
function toldOf(judgement: Judgement | null, artifact: ArtifactName): Told[] {
  if (judgement === null) return [];
  const faults = judgement.findings.map((finding) => ({
    ...finding,
    kind: "fault" as const,
    says: `${finding.message} (${finding.code})${meantWords(finding.misspelt)}. ${finding.remedy}`,
  }));
  const notes = judgement.notes.map((note) => ({ ...note, kind: "note" as const, says: noteWords(note) }));
  return [...faults, ...notes].filter((each) => each.artifact === artifact);
}
