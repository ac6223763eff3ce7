"use client";

import { Text, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import {
  conditionInWords,
  escalationInWords,
  inputInWords,
  statementInWords,
  unitInWords,
} from "@/components/governance/rule-words";
import type { CompiledPolicy, CompiledTrigger } from "@/kernel/enforcement";
import { pathOfPointer } from "./data-place";
import { useFieldActions, useFindingsAt, useJudgement } from "./editor-context";
import { MarkedTexts } from "./field-notes";
import type { DataPath } from "./json-text";
import { type PlainProps, useInputProps } from "./plain-fields";
import classes from "./policy-editor.module.css";

/** A text that the kernel reads, with what it read beside it, or the character at which it stopped. */
export function LanguageField(props: PlainProps) {
  const { field, pointer, value } = props;
  const { set } = useFieldActions();
  const input = useInputProps(props);
  const judgement = useJudgement();
  const text = typeof value === "string" ? value : "";
  const [fault] = useFindingsAt(pointer).filter(({ position }) => position !== null);
  const meaning = judgement ? MEANINGS[field.kind]?.(judgement.compiled, pathOfPointer(pointer), text) : null;
  return (
    <div>
      <Textarea
        {...input}
        autosize
        minRows={1}
        spellCheck={false}
        classNames={{ input: classes.mono }}
        value={text}
        onChange={(event) => set(pointer, event.currentTarget.value)}
      />
      {fault?.position && fault.misspelt === null ? <Caret text={text} position={fault.position} /> : null}
      <MarkedTexts pointer={pointer} text={text} />
      {fault === undefined && meaning && text !== "" ? (
        <Text size="xs" c="dimmed" component="div" className={classes.meaning}>
          {meaning}
        </Text>
      ) : null}
    </div>
  );
}

/** Shows the character at which reading stopped; the error says it in words. */
function Caret({ text, position }: { text: string; position: number }) {
  const from = Math.max(0, position - 1 - 40);
  const before = text.slice(from, position - 1).replace(/\s/g, " ");
  const after = text.slice(position - 1, position + 20).replace(/\s/g, " ");
  const lead = from > 0 ? "…" : "";
  return (
    <pre className={classes.caret} aria-hidden>
      {`${lead}${before}${after}\n${" ".repeat(lead.length + before.length)}^`}
    </pre>
  );
}

type Meaning = (policy: CompiledPolicy, path: DataPath, text: string) => ReactNode;

const triggerAt = ({ triggers }: CompiledPolicy, path: DataPath): CompiledTrigger | undefined =>
  triggers[Number(path[2])];

/** What was read is an answer to an older text for a moment; nothing is said of a text that is not the one read. */
const MEANINGS: Partial<Record<PlainProps["field"]["kind"], Meaning>> = {
  threshold: (policy, path, text) => {
    const trigger = triggerAt(policy, path);
    const key = path.at(-1);
    if (key !== "pass" && key !== "watch" && key !== "fail") return null;
    if (!trigger?.thresholds || trigger.thresholdTexts[key] !== text) return null;
    return `${key}: ${statementInWords(trigger.thresholds[key], trigger.thresholds.unit)}`;
  },
  formula: (policy, path, text) => {
    const trigger = triggerAt(policy, path);
    if (trigger === undefined || trigger.formula !== text) return null;
    if (/^T[1-8]$/.test(trigger.shortId))
      return `${trigger.shortId} is computed as the contract says; this text is for people and must agree with the window.`;
    if (trigger.ownFormula === null)
      return trigger.thresholds === null
        ? "Its unit is that of the thresholds, which cannot be read yet."
        : null;
    return (
      <>
        Gives a value in {unitInWords(trigger.ownFormula.unit)} from
        <ul className={classes.inputs}>
          {trigger.ownFormula.inputs.map((input) => (
            <li key={input.name}>{inputInWords(input)}</li>
          ))}
        </ul>
      </>
    );
  },
  window: (policy, path, text) => {
    const trigger = triggerAt(policy, path);
    if (trigger === undefined || trigger.measurementWindow !== text || trigger.cadenceWords.length === 0)
      return null;
    const weekly = trigger.windowNamesWeek
      ? "weekly cycles measure it themselves"
      : "weekly cycles carry the last monthly state";
    return `Names ${trigger.cadenceWords.join(", ")}; ${weekly}.`;
  },
  condition: ({ gates }, path, text) => {
    const [, , , key] = path;
    const rules = Object.values(gates).flatMap((gate) =>
      key === "allowed_if" ? gate.allowedIf : gate.blockedIf,
    );
    const rule = rules.find(({ when, fromArtifact }) => fromArtifact && when === text);
    return rule ? `Holds when ${conditionInWords(rule.condition)}.` : null;
  },
  escalation: ({ escalations }, _, text) => {
    const escalation = escalations.find(({ rule }) => rule === text);
    return escalation ? `Due when ${escalationInWords(escalation)}.` : null;
  },
};
