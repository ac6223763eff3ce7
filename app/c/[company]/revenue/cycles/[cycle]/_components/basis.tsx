import Link from "next/link";
import { cycleInWords } from "@/components/governance/trigger-words";
import { Facts } from "@/components/ui/facts";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import classes from "./cycle.module.css";

/** What the cycle rested on; under these and the figures of its window it would say the same again. */
export function Basis({ cycle, company }: { cycle: RevenueCycleScreen; company: string }) {
  const { evaluationCycle, logSeq, window, output } = cycle;
  return (
    <Section
      title="What it rested on"
      description="The same figures, states and policy lead to the same cycle again."
    >
      <Facts
        items={[
          { label: "Figures", value: `${formatDate(window.start)} to ${formatDate(window.end)}` },
          {
            label: "States of the gates",
            value: evaluationCycle ? (
              <Link
                href={`${company}/cycles/${evaluationCycle.cadence}/${evaluationCycle.cycleKey}`}
                className={classes.link}
              >
                {cycleInWords(evaluationCycle)}
              </Link>
            ) : (
              "No closed cycle yet: every trigger counted as unknown"
            ),
          },
          { label: "Policy", value: `Version ${cycle.policyVersion}` },
          { label: "Hash of the policy", value: <code>{cycle.policyHash}</code> },
          { label: "Proposed by", value: proposerInWords(cycle) },
          { label: "Contract", value: <code>{output.version}</code> },
          {
            label: "Decision log",
            value:
              logSeq === null ? (
                "No entry"
              ) : (
                <Link href={`${company}/log/${logSeq}`} className={classes.link}>
                  Entry {logSeq}
                </Link>
              ),
          },
        ]}
      />
    </Section>
  );
}

function proposerInWords({ proposer, proposerNote }: RevenueCycleScreen): string {
  const who = proposer === "model" ? "The catalogue and a language model" : "The catalogue";
  return proposerNote ? `${who}. ${proposerNote}` : who;
}
