"use client";

import { createContext, type ReactNode, use, useMemo } from "react";
import type { ArtifactName, Misspelling } from "@/kernel/enforcement";
import { isWithin, type Place, pathOfPointer, pointerOf } from "./data-place";
import type { DataPath } from "./json-text";
import type { DraftFinding, Judgement } from "./judge-draft";
import type { DraftNote } from "./judge-notes";

/** What a field of the form may do. It stays the same from one keystroke to the next, so that fields need not. */
export type FieldActions = {
  readonly artifact: ArtifactName;
  /** What is typed in a box and is no value yet, by the box's id: another tab and back again loses none of it. */
  readonly unfinished: Map<string, string>;
  readonly set: (pointer: string, value: unknown) => void;
  /** A step of its own; `focus` is the field to be in afterwards. */
  readonly restructure: (change: (text: string) => string, focus: string) => void;
};

const Actions = createContext<FieldActions | null>(null);
type Judged = {
  readonly judgement: Judgement | null;
  readonly byPointer: ReadonlyMap<string, readonly DraftFinding[]>;
  readonly notesByPointer: ReadonlyMap<string, readonly DraftNote[]>;
};
const Judged = createContext<Judged>({ judgement: null, byPointer: new Map(), notesByPointer: new Map() });
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
    const { artifact } = actions;
    const byPointer = gathered(judgement?.findings ?? [], artifact);
    return { judgement, byPointer, notesByPointer: gathered(judgement?.notes ?? [], artifact) };
  }, [judgement, actions]);
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

function gathered<T extends Place>(told: readonly T[], artifact: ArtifactName): Map<string, readonly T[]> {
  const byPointer = new Map<string, readonly T[]>();
  for (const each of told) {
    if (each.artifact !== artifact) continue;
    const pointer = pointerOf(each.path);
    byPointer.set(pointer, [...(byPointer.get(pointer) ?? []), each]);
  }
  return byPointer;
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

/** What is noted of a place, and of it with all below. */
export function useNotesAt(pointer: string): readonly DraftNote[] {
  return use(Judged).notesByPointer.get(pointer) ?? NONE;
}
export function useNotesWithin(pointer: string): readonly DraftNote[] {
  const { notesByPointer } = use(Judged);
  return useMemo(() => {
    const outer: DataPath = pathOfPointer(pointer);
    return [...notesByPointer.values()].flat().filter(({ path }) => isWithin(path, outer));
  }, [notesByPointer, pointer]);
}

const NONE: readonly never[] = [];

/** The findings as the words of a field's error; none when there are none. */
export function errorWords(findings: readonly DraftFinding[]): string | undefined {
  if (findings.length === 0) return undefined;
  return findings
    .map(
      ({ code, position, message, misspelt }) =>
        `${position === null ? "" : `Character ${position}: `}${message} (${code})${meantWords(misspelt)}`,
    )
    .join("; ");
}

/** “; perhaps “PASS” is meant for “PAS”” behind what is said already. */
export const meantWords = (misspelt: Misspelling | null): string =>
  misspelt === null ? "" : `; perhaps “${misspelt.meant}” is meant for “${misspelt.written}”`;
