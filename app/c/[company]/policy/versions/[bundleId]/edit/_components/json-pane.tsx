"use client";

import { Input } from "@mantine/core";
import { type CSSProperties, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef } from "react";
import type { ReadText } from "./editor-state";
import { type JsonNode, lineAndColumn, nearestNode, offsetInText } from "./json-text";
import type { DraftFinding } from "./judge-draft";
import classes from "./policy-editor.module.css";
import type { Target } from "./target";

type Span = { readonly start: number; readonly end: number };

const LINE_HEIGHT = 20;

/** The text of one artifact with its line numbers; what is found and what is sought is marked behind the letters. */
export function JsonPane({
  id,
  label,
  text,
  read,
  findings,
  target,
  readOnly,
  onText,
}: {
  id: string;
  label: string;
  text: string;
  read: ReadText;
  findings: readonly DraftFinding[];
  target: Target | null;
  readOnly: boolean;
  onText: (text: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split("\n"), [text]);
  const { fault, root } = read;
  const marks = useMemo(
    () => marksOf(text, fault?.offset ?? null, root, findings),
    [text, fault, root, findings],
  );
  const sought = useMemo(() => (target && root ? spanOf(text, root, target) : null), [text, root, target]);
  useCaretAtChange(area, text);

  const show = useEffectEvent(() => {
    if (target === null || area.current === null || scroller.current === null) return;
    const span = target.offset === null ? sought : { start: target.offset, end: target.offset + 1 };
    if (span === null) return;
    const { line, column } = lineAndColumn(area.current.value, span.start);
    const { clientHeight, clientWidth } = scroller.current;
    const left = column * 8 > clientWidth * 0.7 ? column * 8 - clientWidth / 3 : 0;
    scroller.current.scrollTo({ top: line * LINE_HEIGHT - clientHeight / 3, left });
    if (document.activeElement !== area.current) area.current.setSelectionRange(span.start, span.end);
    if (target.focus === "json") area.current.focus({ preventScroll: true });
  });
  // Only a new target moves the text; typing does not.
  useEffect(() => {
    if (target !== null) show();
  }, [target]);

  const width = Math.max(...lines.map(({ length }) => length)) + 2;
  const size = { "--lines": lines.length, "--columns": width } as CSSProperties;
  return (
    <div className={classes.jsonPane}>
      <div className={classes.jsonHead}>
        <label htmlFor={id} className={classes.legend}>
          {label}
        </label>
        {fault ? (
          <Input.Error id={`${id}-fault`} role="alert">
            Line {fault.line}, column {fault.column}: {fault.message}
          </Input.Error>
        ) : null}
      </div>
      <div className={classes.jsonScroll} ref={scroller}>
        <pre className={classes.gutter} aria-hidden>
          {lines.map((_, index) => index + 1).join("\n")}
        </pre>
        <div className={classes.jsonBody} style={size}>
          {marks.map((mark) => (
            <Mark key={`${mark.start}-${mark.end}`} text={text} span={mark} kind="fault" />
          ))}
          {sought ? <Mark text={text} span={sought} kind="sought" /> : null}
          <textarea
            ref={area}
            id={id}
            className={classes.json}
            value={text}
            readOnly={readOnly}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            aria-invalid={fault !== null}
            aria-describedby={fault ? `${id}-fault` : undefined}
            onChange={(event) => onText(event.currentTarget.value)}
          />
        </div>
      </div>
    </div>
  );
}

/** A stretch behind the letters; of one that takes several lines, its first. */
function Mark({ text, span, kind }: { text: string; span: Span; kind: "fault" | "sought" }) {
  const { line, column } = lineAndColumn(text, span.start);
  const lineEnd = text.indexOf("\n", span.start);
  const end = lineEnd === -1 ? span.end : Math.min(span.end, lineEnd);
  const place = {
    "--line": line - 1,
    "--column": column - 1,
    "--length": Math.max(1, end - span.start),
  } as CSSProperties;
  return <span className={classes.mark} data-kind={kind} style={place} aria-hidden />;
}

function spanOf(text: string, root: JsonNode, { path, position }: Pick<Target, "path" | "position">): Span {
  const { node, rest } = nearestNode(root, path);
  return position === null || rest.length > 0
    ? { start: node.start, end: node.end }
    : offsetInText(text, node, position);
}

function marksOf(
  text: string,
  fault: number | null,
  root: JsonNode | null,
  findings: readonly DraftFinding[],
): readonly Span[] {
  if (fault !== null) return [{ start: fault, end: fault + 1 }];
  if (root === null) return [];
  const spans = findings.map((finding) => spanOf(text, root, finding));
  return [...new Map(spans.map((span) => [`${span.start}-${span.end}`, span])).values()];
}

/** After a step back or forth the caret stands behind what changed, not at the end of the text. */
function useCaretAtChange(area: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  const before = useRef({ text, typed: text });
  useLayoutEffect(() => {
    const input = area.current;
    const old = before.current.text;
    before.current.text = text;
    if (input === null || document.activeElement !== input || old === text) return;
    if (before.current.typed === text) return;
    let tail = 0;
    const least = Math.min(old.length, text.length);
    while (tail < least && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    input.setSelectionRange(text.length - tail, text.length - tail);
  }, [area, text]);
  useEffect(() => {
    const input = area.current;
    const note = () => {
      before.current.typed = input?.value ?? "";
    };
    input?.addEventListener("input", note);
    return () => input?.removeEventListener("input", note);
  }, [area]);
}
