"use client";

import { Badge, Tabs, TabsList, TabsPanel, TabsTab } from "@mantine/core";
import { useCallback, useEffect, useMemo, useReducer, useState } from "react";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import type { ArtifactName } from "@/kernel/enforcement";
import type { PublishedRules } from "@/lib/policy/published-rules";
import type { PolicyInForce } from "@/lib/queries/policy-draft";
import { ARTIFACT_FORMS } from "./artifact-forms";
import { ArtifactWorkspace, type Pane } from "./artifact-workspace";
import { ChangePanel } from "./change-panel";
import { ARTIFACTS, pathOfPointer, valueAt } from "./data-place";
import { AnotherNotice, ConflictNotice, EditorBar, RestoredNotice, SaveNote } from "./editor-bar";
import type { FieldActions } from "./editor-context";
import { type EditorAction, editorReducer, openedWith, sameDraft } from "./editor-state";
import { FaultsLink, FindingsPanel } from "./findings-panel";
import { withValueAt } from "./json-edit";
import classes from "./policy-editor.module.css";
import { focusField, type Target, wholeOf } from "./target";
import { type SaveDraft, type Stored, useDraftSaving } from "./use-draft-saving";
import { useEditorKeys } from "./use-editor-keys";
import { useJudgement } from "./use-judgement";
import { useKeptTyping } from "./use-kept-typing";
import { useLeaveWarning } from "./use-leave-warning";

/** The draft of a policy: one title, four artifacts, each as a form and as JSON that always say the same. */
export function PolicyEditor({
  bundleId,
  stored,
  storedBy,
  published,
  inForce,
  readOnly,
  home,
  save,
}: {
  bundleId: string;
  stored: Stored;
  storedBy: string | null;
  published: PublishedRules;
  inForce: PolicyInForce | null;
  readOnly: boolean;
  /** `/c/acme`. */
  home: string;
  save: SaveDraft;
}) {
  const [state, dispatch] = useReducer(editorReducer, stored.draft, openedWith);
  const [tab, setTab] = useState<ArtifactName>("trigger_spec");
  const [pane, setPane] = useState<Pane>("form");
  const [target, setTarget] = useState<Target | null>(null);
  const { draft, read } = state;
  const saving = useDraftSaving({ bundleId, stored, state, save });
  const { base, pending } = saving;
  const isDirty = !sameDraft(draft, base.draft);
  const judgement = useJudgement(
    read,
    published,
    inForce,
    useCallback(() => dispatch({ kind: "pause" }), []),
  );
  const restore = useCallback((restored: typeof draft) => dispatch({ kind: "replace", draft: restored }), []);
  const kept = useKeptTyping({ bundleId, hash: base.hash, saved: base.draft, draft, onRestore: restore });
  useLeaveWarning(isDirty);

  const goTo = useCallback((next: Target) => {
    setTab(next.artifact);
    if (next.offset !== null) setPane("json");
    setTarget(next);
  }, []);
  useEffect(() => {
    if (target?.focus !== "form" || focusField(target)) return;
    // The form has no box for the place, or is not in sight: the text has it.
    setTarget({ ...target, focus: "json" });
  }, [target]);

  const triggerIds = useTriggerIds(read.trigger_spec.data);
  const actions = useMemo(
    () => Object.fromEntries(ARTIFACTS.map((name) => [name, fieldActions(name, dispatch, setTarget)])),
    [],
  ) as Record<ArtifactName, FieldActions>;

  const saveNow = () => {
    const broken = ARTIFACTS.find((name) => read[name].fault !== null);
    if (readOnly || pending || !isDirty) return;
    if (broken === undefined) return saving.saveOver(base.hash);
    const offset = read[broken].fault?.offset ?? 0;
    goTo({ ...wholeOf({ artifact: broken, path: [] }, "json"), offset });
  };
  const undo = () => dispatch({ kind: "undo" });
  const redo = () => dispatch({ kind: "redo" });
  useEditorKeys({ save: saveNow, undo, redo, enabled: !readOnly });
  const found = judgement?.findings ?? [];

  return (
    <div className={classes.editor}>
      <EditorBar
        title={draft.title}
        onTitle={(title) => dispatch({ kind: "title", title })}
        canUndo={state.past.length > 0}
        canRedo={state.future.length > 0}
        onUndo={undo}
        onRedo={redo}
        isDirty={isDirty}
        pending={pending}
        readOnly={readOnly}
        onSave={saveNow}
        versionPath={`${home}/policy/versions/${bundleId}`}
      >
        <SaveNote isDirty={isDirty} isKept={kept.isKept} status={saving.status} faults={found.length} />
        <FaultsLink count={found.length + ARTIFACTS.filter((name) => read[name].fault !== null).length} />
        {saving.isConflict ? (
          <ConflictNotice
            by={storedBy}
            pending={pending}
            onMine={() => saving.saveOver(stored.hash)}
            onTheirs={() => {
              saving.takeStored();
              dispatch({ kind: "replace", draft: stored.draft });
            }}
          />
        ) : (
          <FailureAlert failure={isDirty ? saving.failure : null} />
        )}
        {kept.hasAnother ? <AnotherNotice onSettle={kept.settle} readOnly={readOnly} /> : null}
        {kept.isRestored && isDirty ? (
          <RestoredNotice
            onKeep={kept.forget}
            onSaved={() => {
              dispatch({ kind: "replace", draft: base.draft });
              kept.forget();
            }}
          />
        ) : null}
      </EditorBar>
      <div className={classes.panels}>
        <FindingsPanel
          judgement={judgement}
          texts={draft.texts}
          read={read}
          codesPath={`${home}/codes`}
          onTarget={goTo}
        />
        {judgement?.change ? <ChangePanel change={judgement.change} /> : null}
      </div>
      <Tabs value={tab} onChange={(value) => setTab(tabNamed(value))} keepMounted={false}>
        <TabsList>
          {ARTIFACTS.map((name) => (
            <TabsTab key={name} value={name}>
              {ARTIFACT_FORMS[name].label}
              <FaultCount
                count={found.filter(({ artifact }) => artifact === name).length + (read[name].fault ? 1 : 0)}
              />
            </TabsTab>
          ))}
        </TabsList>
        {ARTIFACTS.map((name) => (
          <TabsPanel key={name} value={name} pt="sm">
            <ArtifactWorkspace
              artifact={name}
              text={draft.texts[name]}
              read={read[name]}
              judgement={judgement}
              triggerIds={triggerIds}
              target={target}
              pane={pane}
              readOnly={readOnly}
              actions={actions[name]}
              onPane={(next) => {
                setPane(next);
                // The text was not on the screen when the place was chosen.
                setTarget((last) => last && { ...last, focus: null });
              }}
              onText={(text) => dispatch({ kind: "json", artifact: name, text })}
              onTarget={setTarget}
            />
          </TabsPanel>
        ))}
      </Tabs>
    </div>
  );
}

function fieldActions(
  artifact: ArtifactName,
  dispatch: (action: EditorAction) => void,
  goTo: (target: Target) => void,
): FieldActions {
  return {
    artifact,
    unfinished: new Map(),
    set: (pointer, value) =>
      dispatch({
        kind: "form",
        artifact,
        change: (text) => withValueAt(text, pathOfPointer(pointer), value),
        typingAt: artifact + pointer,
      }),
    restructure: (change, focus) => {
      dispatch({ kind: "form", artifact, change, typingAt: null });
      goTo(wholeOf({ artifact, path: pathOfPointer(focus) }, "form"));
    },
  };
}

const tabNamed = (value: string | null): ArtifactName =>
  ARTIFACTS.find((name) => name === value) ?? "trigger_spec";

function FaultCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Badge
      ml={6}
      size="sm"
      color="red"
      variant="light"
      className={classes.count}
      aria-label={formatCount(count, "fault")}
    >
      {count}
    </Badge>
  );
}

/** The ids of the trigger spec, the same list while they say the same. */
function useTriggerIds(data: unknown): readonly string[] {
  const triggers = valueAt(data, ["trigger_spec", "triggers"]);
  return useMemo(() => {
    const ids = (Array.isArray(triggers) ? triggers : []).map((trigger) => valueAt(trigger, ["id"]));
    return ids.filter((id): id is string => typeof id === "string" && id !== "");
  }, [triggers]);
}
