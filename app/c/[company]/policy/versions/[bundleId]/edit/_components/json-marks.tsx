"use client";

import { type CSSProperties, memo } from "react";
import type { Marked } from "./data-place";
import { type JsonNode, lineAndColumn, type Span, spanOf } from "./json-text";
import classes from "./policy-editor.module.css";

/** What is told of a place of the text. */
export type Told = Marked & { readonly kind: "fault" | "note"; readonly says: string };

/** A stretch of the text, and everything that is told of it. */
export type TextMark = Span & { readonly kind: "fault" | "note"; readonly says: string };

/** The stretches that are told of, each once; where a fault and a note meet, it is a fault. */
export function marksOf(text: string, root: JsonNode | null, told: readonly Told[]): readonly TextMark[] {
  const marks = new Map<string, TextMark>();
  for (const each of root === null ? [] : told) {
    const span = spanOf(text, root ?? EMPTY, each);
    const key = `${span.start}-${span.end}`;
    const before = marks.get(key);
    const says = before === undefined ? each.says : `${before.says} ${each.says}`;
    marks.set(key, { ...span, says, kind: before?.kind === "fault" ? "fault" : each.kind });
  }
  return [...marks.values()];
}

const EMPTY: JsonNode = { kind: "object", start: 0, end: 0, members: [] };

/** “line 31, columns 55 to 58”, counted from 1 as editors count. */
export function spanInWords(text: string, { start, end }: Span): string {
  const { line, column } = lineAndColumn(text, start);
  const last = column + end - start - 1;
  const isOneLine = !text.slice(start, end).includes("\n");
  return `line ${line}, ${isOneLine && last > column ? `columns ${column} to ${last}` : `column ${column}`}`;
}

/** Behind the letters of the text; of a stretch that takes several lines, its first. */
export const Mark = memo(function Mark({
  text,
  span: { start, end },
  kind,
}: {
  text: string;
  span: Span;
  kind: "fault" | "note" | "sought";
}) {
  const { line, column } = lineAndColumn(text, start);
  const lineEnd = text.indexOf("\n", start);
  const shown = text.slice(start, lineEnd === -1 ? end : Math.min(end, lineEnd));
  return (
    <span className={classes.markLine} style={{ "--line": line - 1 } as CSSProperties} aria-hidden>
      {text.slice(start - column + 1, start)}
      <span className={classes.mark} data-kind={kind}>
        {shown}
      </span>
    </span>
  );
});
