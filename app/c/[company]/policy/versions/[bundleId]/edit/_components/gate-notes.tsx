"use client";

import { valueAt } from "./data-place";
import { useJudgement } from "./editor-context";
import classes from "./policy-editor.module.css";

/** What the kernel notes on a gate: which of its rules stand in for missing ones, and which it ignores. */
export function GateNotes({ value }: { value: unknown }) {
  const judgement = useJudgement();
  const id = valueAt(value, ["gate_id"]);
  const gate = Object.values(judgement?.compiled.gates ?? {}).find((each) => each.id === id);
  if (gate === undefined || gate.notes.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label="Notes of the kernel on this gate">
      {gate.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
