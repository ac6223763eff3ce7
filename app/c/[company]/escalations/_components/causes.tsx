import { StateBadge, wordOf } from "@/components/governance/state-badge";
import { cycleInWords, figureInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { triggerShortId } from "@/kernel/enforcement";
import type { EscalationDetail } from "@/lib/queries/escalations";
import classes from "./escalations.module.css";

/** The cycles that the rule counted, with what its triggers were in each. */
export function Causes({
  escalation: { causes, raisedAt, triggerIds },
  company,
}: {
  escalation: EscalationDetail;
  company: string;
}) {
  return (
    <Section
      title="What raised it"
      description={`Raised ${formatDate(raisedAt)} on ${triggerIds.map(triggerShortId).join(" and ")}.`}
    >
      <DataTable
        caption="Cycles that caused the escalation"
        minWidth={420}
        rows={causes}
        rowKey={({ cycleKey }) => cycleKey}
        columns={[
          {
            key: "cycle",
            header: "Cycle",
            names: true,
            cell: (cause) => (
              <TextLink href={`${company}/cycles/${cause.cadence}/${cause.cycleKey}`} size="sm">
                {cycleInWords(cause)}
              </TextLink>
            ),
          },
          { key: "end", header: "Until", cell: ({ periodEnd }) => formatDate(periodEnd) },
          {
            key: "states",
            header: "Triggers",
            cell: ({ states }) => (
              <div className={classes.states}>
                {states.map(({ triggerId, state, value, unit }) => (
                  <span key={triggerId}>
                    <StateBadge state={state} label={`${triggerShortId(triggerId)} ${wordOf(state)}`} />{" "}
                    {figureInWords(value, unit)}
                  </span>
                ))}
              </div>
            ),
          },
        ]}
      />
    </Section>
  );
}
