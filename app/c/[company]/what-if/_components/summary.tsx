import { List, ListItem, Skeleton, Text } from "@mantine/core";
import { memo } from "react";
import { inputInWords } from "@/components/governance/input-words";
import { GATE_WORDS } from "@/components/governance/request-words";
import { isWeekly, stepInWords } from "@/components/governance/unblock-words";
import { Section } from "@/components/ui/section";
import type { GateOutlook } from "@/kernel/enforcement";
import type { Today } from "@/lib/queries/what-if";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import { monthInWords } from "./figures";
import { gateTurns, kindsThrough, modeTurns } from "./outlook";
import type { FirstFail, Projection } from "./projection";

type Props = { projection: Projection | null; basis: WhatIfBasis; today: Today };

/** The answer in sentences: when the mode turns, which gates close, what fails first and what would mend it. */
export const Summary = memo(function Summary({ projection, basis, today }: Props) {
  return (
    <Section title="What would follow">
      {projection === null ? (
        <Skeleton height="6rem" role="status" aria-label="Fetching the kernel" />
      ) : (
        <>
          <Text fw={600} role="status">
            {modeSentence(projection, today)}
          </Text>
          <List size="sm" spacing={4}>
            {sentencesOn(projection, basis, today).map((sentence) => (
              <ListItem key={sentence}>{sentence}</ListItem>
            ))}
          </List>
        </>
      )}
    </Section>
  );
});

function modeSentence({ months }: Projection, { mode }: Today): string {
  const { enters, leaves } = modeTurns(months, mode);
  if (mode === "DEFENSIVE" && (enters === null || enters === months[0]?.key)) {
    const end = leaves ? `ends with ${monthInWords(leaves)}` : "does not end within these months";
    return `DEFENSIVE mode holds today and ${end}.`;
  }
  if (enters === null) return "NORMAL mode in every month.";
  const end = leaves ? `It ends with ${monthInWords(leaves)}.` : "It does not end within these months.";
  return `First month in DEFENSIVE mode: ${monthInWords(enters)}. ${end}`;
}

function sentencesOn({ months, firstFail }: Projection, basis: WhatIfBasis, today: Today): string[] {
  const missing = months.filter(({ inputsMissing }) => inputsMissing.length > 0);
  return [
    ...(firstFail ? [failSentence(firstFail, basis)] : ["No trigger fails in any of these months."]),
    ...gateSentences(months, today),
    ...escalationSentences(months),
    ...missing
      .slice(0, 1)
      .map(
        ({ key, inputsMissing }) =>
          `From ${monthInWords(key)} figures are missing (${inputsMissing.map(inputInWords).join(", ")}): their triggers are unknown, and such a close would stay open.`,
      ),
  ];
}

function gateSentences(months: Projection["months"], { gates }: Today): string[] {
  const kinds = (gate: GateOutlook | undefined) => {
    const { open, of } = kindsThrough(gate ?? { prospects: [] });
    return `${open} of ${of} kinds of request`;
  };
  return gateTurns(months, gates).map(({ gateId, narrows, closes }) => {
    const inMonth = (key: string) =>
      months.find((month) => month.key === key)?.gates.find((gate) => gate.gateId === gateId);
    const now = `${gateId.slice(0, 2)} ${GATE_WORDS[gateId].name}: ${kinds(gates.find((gate) => gate.gateId === gateId))} get through today`;
    if (narrows === null) return `${now}, and no fewer in any of these months.`;
    const fewer = closes === narrows ? "" : `, ${kinds(inMonth(narrows))} from ${monthInWords(narrows)}`;
    return `${now}${fewer}${closes ? `, none from ${monthInWords(closes)}` : ""}.`;
  });
}

/** Each rule once, with the months in which it is due. */
function escalationSentences(months: Projection["months"]): string[] {
  const due = new Map<string, string[]>();
  for (const { key, escalations } of months) {
    for (const { rule, action } of escalations) {
      const words = `${rule}. ${action}.`;
      due.set(words, [...(due.get(words) ?? []), monthInWords(key)]);
    }
  }
  return [...due].map(([words, keys]) => `Escalation due in ${keys.join(", ")}: ${words}`);
}

function failSentence({ trigger, name, month, reach }: FirstFail, { policy }: WhatIfBasis): string {
  const owner = policy.triggers.find(({ shortId }) => shortId === trigger)?.owner ?? "CFO";
  const atom = {
    kind: "trigger",
    trigger,
    from: "FAIL",
    to: "WATCH",
    enough: ["WATCH", "PASS"],
    by: { requester: false, role: owner },
  } as const;
  const step = stepInWords({ atom, trigger: { name, reach } }, "then");
  const counted = reach?.inputs.some(({ name, perMonth }) => perMonth && !isWeekly(name))
    ? " “A month” is each month that counts, those that have closed among them."
    : "";
  return `First to fail, in ${monthInWords(month)}: ${step}.${counted}`;
}
