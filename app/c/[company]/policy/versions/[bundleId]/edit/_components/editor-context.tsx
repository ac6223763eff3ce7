"use client";

import { createContext, type ReactNode, use, useMemo } from "react";
import type { ArtifactName } from "@/kernel/enforcement";
import { isWithin, pathOfPointer, pointerOf } from "./data-place";
import type { DataPath } from "./json-text";
import type { DraftFinding, Judgement } from "./judge-draft";

/** What a field of the form may do. It stays the same from one keystroke to the next, so that fields need not. */
export type FieldActions = {
  readonly artifact: ArtifactName;
  readonly set: (pointer: string, value: unknown) => void;
  /** A step of its own; `focus` is the field to be in afterwards. */
  readonly restructure: (change: (text: string) => string, focus: string) => void;
};

const Actions = createContext<FieldActions | null>(null);
const Judged = createContext<{ judgement: Judgement | null; byPointer: ReadonlyMap<string, DraftFinding[]> }>(
  {
    judgement: null,
    byPointer: new Map(),
  },
);
const Triggers = createContext<readonly string[]>([]);
const ReadOnly = createContext(false);

export function FormContext({
  actions,
  judgement,
  triggerIds,
  readOnly,
  children,
}: {
  actions: FieldActions;
  judgement: Judgement | null;
  triggerIds: readonly string[];
  readOnly: boolean;
  children: ReactNode;
}) {
  const judged = useMemo(() => {
    const own = judgement?.findings.filter(({ artifact }) => artifact === actions.artifact) ?? [];
    const byPointer = new Map<string, DraftFinding[]>();
    for (const finding of own) {
      const pointer = pointerOf(finding.path);
      byPointer.set(pointer, [...(byPointer.get(pointer) ?? []), finding]);
    }
    return { judgement, byPointer };
  }, [judgement, actions.artifact]);
  return (
    <Actions value={actions}>
      <Judged value={judged}>
        <Triggers value={triggerIds}>
          <ReadOnly value={readOnly}>{children}</ReadOnly>
        </Triggers>
      </Judged>
    </Actions>
  );
}

export function useFieldActions(): FieldActions {
  const actions = use(Actions);
  if (actions === null) throw new Error("a field stands in a form");
  return actions;
}

export const useJudgement = (): Judgement | null => use(Judged).judgement;
export const useTriggerIds = (): readonly string[] => use(Triggers);
export const useReadOnly = (): boolean => use(ReadOnly);

/** What the checks found at a place. */
export function useFindingsAt(pointer: string): readonly DraftFinding[] {
  return use(Judged).byPointer.get(pointer) ?? NONE;
}

/** What they found there and below. */
export function useFindingsWithin(pointer: string): readonly DraftFinding[] {
  const { byPointer } = use(Judged);
  return useMemo(() => {
    const outer: DataPath = pathOfPointer(pointer);
    return [...byPointer.values()].flat().filter(({ path }) => isWithin(path, outer));
  }, [byPointer, pointer]);
}

const NONE: readonly DraftFinding[] = [];

/** The findings as the words of a field's error; none when there are none. */
export function errorWords(findings: readonly DraftFinding[]): string | undefined {
  if (findings.length === 0) return undefined;
  return findings
    .map(
      ({ code, position, message }) =>
        `${position === null ? "" : `Character ${position}: `}${message} (${code})`,
    )
    .join("; ");
}
