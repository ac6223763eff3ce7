import { List, ListItem, Skeleton, Text } from "@mantine/core";
import { GATE_WORDS } from "@/components/governance/request-words";
import { inputInWords, stepInWords } from "@/components/governance/unblock-words";
import { Section } from "@/components/ui/section";
import type { Today } from "@/lib/queries/what-if";
import type { WhatIfBasis } from "@/lib/queries/what-if-basis";
import { monthInWords } from "./figures";
import { gateTurns, modeTurns } from "./outlook";
import type { FirstFail, Projection } from "./projection";

type Props = { projection: Projection | null; basis: WhatIfBasis; today: Today };

/** The answer in sentences: when the mode turns, which gates close, what fails first and what would mend it. */
export function Summary({ projection, basis, today }: Props) {
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
            {sentencesOn(projection, basis).map((sentence) => (
              <ListItem key={sentence}>{sentence}</ListItem>
            ))}
          </List>
        </>
      )}
    </Section>
  );
}

function modeSentence({ months }: Projection, { mode }: Today): string {
  const { enters, leaves } = modeTurns(months, mode);
  const left = leaves ? ` It ends with ${monthInWords(leaves)}.` : " It does not end within these months.";
  if (enters) return `First month in DEFENSIVE mode: ${monthInWords(enters)}.${left}`;
  return mode === "DEFENSIVE"
    ? `DEFENSIVE mode holds today and ends with ${monthInWords(leaves ?? "")}.`
    : "NORMAL mode in every month.";
}

function sentencesOn({ months, firstFail }: Projection, basis: WhatIfBasis): string[] {
  const missing = months.filter(({ inputsMissing }) => inputsMissing.length > 0);
  return [
    ...(firstFail ? [failSentence(firstFail, basis)] : ["No trigger fails in any of these months."]),
    ...gateTurns(months).map(({ gateId, narrows, closes }) => {
      const name = `${gateId.slice(0, 2)} ${GATE_WORDS[gateId].name}`;
      if (closes) return `${name} first closes altogether in ${monthInWords(closes)}.`;
      return narrows
        ? `${name} is first only partly open in ${monthInWords(narrows)}, and never closes altogether.`
        : `${name} is open in every month.`;
    }),
    ...months.flatMap(({ key, escalations }) =>
      escalations.map(({ rule, action }) => `Escalation in ${monthInWords(key)}: ${rule}. ${action}.`),
    ),
    ...missing
      .slice(0, 1)
      .map(
        ({ key, inputsMissing }) =>
          `From ${monthInWords(key)} figures are missing (${inputsMissing.map(inputInWords).join(", ")}): their triggers are unknown, and such a close would stay open.`,
      ),
  ];
}

function failSentence({ trigger, name, month, reach }: FirstFail, { policy }: WhatIfBasis): string {
  const owner = policy.triggers.find(({ shortId }) => shortId === trigger)?.owner ?? "CFO";
  const step = stepInWords({
    atom: {
      kind: "trigger",
      trigger,
      from: "FAIL",
      to: "WATCH",
      enough: ["WATCH", "PASS"],
      by: { requester: false, role: owner },
    },
    trigger: { name, reach },
  });
  return `First to fail, in ${monthInWords(month)}: ${step}.`;
}
