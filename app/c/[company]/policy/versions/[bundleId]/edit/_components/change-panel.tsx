"use client";

import { Text } from "@mantine/core";
import { CHANGE_CLASS_WORDS } from "@/components/governance/policy-words";
import { formatCount } from "@/components/ui/format";
import type { Tone } from "@/components/ui/theme";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ChangeClass } from "@/kernel/enforcement";
import type { DraftChange } from "./judge-draft";
import classes from "./policy-editor.module.css";

const TONES: Readonly<Record<ChangeClass, Tone>> = { breaking: "bad", minor: "watch", patch: "info" };

/** What the draft would change in the policy in force, and which version it must therefore carry. */
export function ChangePanel({ change }: { change: DraftChange }) {
  const { inForce } = change;
  // New faults are told by the checks, with their places; here they would stand a second time.
  const changes = change.changes.filter(({ kind }) => kind !== "finding");
  if (change.class === null)
    return (
      <Text size="sm" c="dimmed" className={classes.panel}>
        Says the same as {inForce}, which is in force.
      </Text>
    );
  return (
    <details className={classes.panel}>
      <summary className={classes.changeSummary}>
        <span>
          {formatCount(changes.length, "change")} against {inForce}, which is in force
        </span>
        <ToneBadge tone={TONES[change.class]} size="sm">
          {CHANGE_CLASS_WORDS[change.class].name}: {change.needs} or later
        </ToneBadge>
      </summary>
      <Text size="sm" c="dimmed" mt="xs">
        {CHANGE_CLASS_WORDS[change.class].name}: {CHANGE_CLASS_WORDS[change.class].means}. It may be proposed
        as {change.needs} or a later version.
      </Text>
      <ul className={classes.findings}>
        {changes.map(({ kind, subject, path, words, class: weight }) => (
          <li key={`${kind} ${subject} ${path}`} className={classes.finding}>
            <Text size="sm">{words}</Text>
            <Text size="xs" c="dimmed">
              {CHANGE_CLASS_WORDS[weight].name}
            </Text>
          </li>
        ))}
      </ul>
    </details>
  );
}
