"use client";

import { Input } from "@mantine/core";
import {
  type CSSProperties,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ReadText } from "./editor-state";
import { Mark, marksOf, spanInWords, type Told } from "./json-marks";
import { lineAndColumn, spanOf } from "./json-text";
import classes from "./policy-editor.module.css";
import type { Target } from "./target";

const LINE_HEIGHT = 20;

/** The text of one artifact with its line numbers; what is found and what is sought is marked behind the letters. */
export function JsonPane({
  id,
  label,
  text,
  read,
  told,
  target,
  readOnly,
  onText,
}: {
  id: string;
  label: string;
  text: string;
  read: ReadText;
  told: readonly Told[];
  target: Target | null;
  readOnly: boolean;
  onText: (text: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split("\n"), [text]);
  const { fault, root } = read;
  const marks = useMemo(() => marksOf(text, root, told), [text, root, told]);
  const [caret, setCaret] = useState(-1);
  const here = marks.find(({ start, end }) => start <= caret && caret <= end) ?? null;
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

  const numbers = useMemo(() => lines.map((_, index) => index + 1).join("\n"), [lines]);
  const width = useMemo(() => widestLine(lines) + 2, [lines]);
  const size = { "--lines": lines.length, "--columns": width } as CSSProperties;
  const described = [fault ? `${id}-fault` : null, here ? `${id}-here` : null].filter(
    (each) => each !== null,
  );
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
          {numbers}
        </pre>
        <div className={classes.jsonBody} style={size}>
          {sought ? <Mark text={text} span={sought} kind="sought" /> : null}
          {fault ? (
            <Mark text={text} span={{ start: fault.offset, end: fault.offset + 1 }} kind="fault" />
          ) : null}
          {marks.map((mark) => (
            <Mark key={`${mark.start}-${mark.end}`} text={text} span={mark} kind={mark.kind} />
          ))}
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
            aria-describedby={described.join(" ") || undefined}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onFocus={(event) => setCaret(event.currentTarget.selectionStart)}
            onBlur={() => setCaret(-1)}
            onChange={(event) => onText(event.currentTarget.value)}
          />
        </div>
      </div>
      <p id={`${id}-here`} className={classes.here} data-kind={here?.kind} aria-live="polite">
        {here ? `At ${spanInWords(text, here)}: ${here.says}` : null}
      </p>
    </div>
  );
}

/** How many signs wide the widest line is, tabs and the wide letters of other scripts counted as two. */
function widestLine(lines: readonly string[]): number {
  return lines.reduce((widest, line) => {
    if (line.length * 2 <= widest) return widest;
    return Math.max(widest, line.length + (line.match(WIDE)?.length ?? 0));
  }, 0);
}

const WIDE = /[\t\u1100-\uffff]/g;

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
