"use client";

import { useCallback, useEffect, useReducer, useState } from "react";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import { MOST_MONTHS, rebased, startingFigure } from "@/lib/queries/scenario-figures";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import type { Figure } from "./figures";

export type Change =
  | { kind: "figure"; name: string; month: number; value: Figure }
  | { kind: "row"; name: string; values: Figure[] }
  | { kind: "months"; months: number }
  | { kind: "hygiene"; enforced: boolean }
  | { kind: "replace"; content: ScenarioContent };

function changed(basis: WhatIfBasis, content: ScenarioContent, change: Change): ScenarioContent {
  const { figures } = content;
  switch (change.kind) {
    case "figure": {
      const row = figures[change.name] ?? [];
      const values = row.map((value, at) => (at === change.month ? change.value : value));
      return { ...content, figures: { ...figures, [change.name]: values } };
    }
    case "row":
      return { ...content, figures: { ...figures, [change.name]: change.values } };
    case "months":
      return { ...content, months: change.months, figures: ofLength(basis, figures, change.months) };
    case "hygiene":
      return { ...content, crmHygieneEnforced: change.enforced };
    case "replace":
      return change.content;
  }
}

/** A month that is added goes on as the one before it, or as the plan says. */
function ofLength(basis: WhatIfBasis, figures: ScenarioContent["figures"], months: number) {
  return Object.fromEntries(
    basis.inputs.map((input) => {
      const row = figures[input.name] ?? [];
      const values = Array.from({ length: months }, (_, at) => {
        if (at < row.length) return row[at] ?? null;
        return input.plan === null ? (row.at(-1) ?? null) : startingFigure(input, at);
      });
      return [input.name, values];
    }),
  );
}

/**
 * What is typed, kept in this browser's session until it is saved under a name or dropped. `key` names the scenario
 * and the state in which it was opened.
 */
export function useScenario(basis: WhatIfBasis, opened: ScenarioContent, key: string) {
  const [content, dispatch] = useReducer(
    (before: ScenarioContent, change: Change) => changed(basis, before, change),
    opened,
  );
  const [isRestored, setRestored] = useState(false);
  const isChanged = JSON.stringify(content) !== JSON.stringify(opened);

  // After the first drawing, because the server knows nothing of this browser's session.
  useEffect(() => {
    const kept = readKept(sessionStorage.getItem(key));
    if (kept === null) return;
    const on = { start: opened.start, firstMonth: opened.firstMonth };
    dispatch({ kind: "replace", content: rebased(kept, on, basis.inputs) });
    setRestored(true);
  }, [key, basis, opened]);

  const change = useCallback((next: Change) => dispatch(next), []);
  useEffect(() => {
    if (isChanged) sessionStorage.setItem(key, JSON.stringify(content));
  }, [content, isChanged, key]);

  /** Nothing typed is left to keep: it was saved, or is not wanted. */
  const forget = useCallback(() => sessionStorage.removeItem(key), [key]);
  const begin = useCallback(() => {
    forget();
    dispatch({ kind: "replace", content: opened });
    setRestored(false);
  }, [forget, opened]);
  return { content, change, isChanged, isRestored, begin, forget };
}

/** The session is this person's own, but an older version of this page may have written to it. */
function readKept(text: string | null): ScenarioContent | null {
  if (text === null) return null;
  const kept: unknown = parsed(text);
  if (!isRecord(kept) || !isRecord(kept.figures) || typeof kept.firstMonth !== "string") return null;
  const { months, figures } = kept;
  const isCount = typeof months === "number" && Number.isInteger(months) && months >= 1;
  if (!isCount || months > MOST_MONTHS || typeof kept.crmHygieneEnforced !== "boolean") return null;
  const isRow = (row: unknown) =>
    Array.isArray(row) &&
    row.length === months &&
    row.every((value) => value === null || typeof value === "number");
  return Object.values(figures).every(isRow) ? (kept as ScenarioContent) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
