import { StateBadge } from "@/components/governance/state-badge";
import { cycleInWords, figureInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate, formatDateTime } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { TriggerScreen } from "@/lib/queries/trigger";
import { seriesCursorText } from "./series-cursor";
import classes from "./trigger.module.css";

/** Every closed cycle that had figures for this trigger, newest first, a page at a time. */
export function PastStates({
  screen: { past, nextCursor, trigger },
  company,
}: {
  screen: TriggerScreen;
  company: string;
}) {
  const unit = trigger.thresholds?.unit ?? "";
  const here = `${company}/triggers/${trigger.shortId}`;
  return (
    <Section
      title="Past states"
      description="Closed cycles with figures of their own; weeks that only carried the last close are left out."
      actions={
        nextCursor && (
          <TextLink href={`${here}?before=${seriesCursorText(nextCursor)}`}>Older states</TextLink>
        )
      }
    >
      <DataTable
        caption={`Past states of ${trigger.name}`}
        minWidth={640}
        rows={past}
        rowKey={({ cadence, cycleKey }) => `${cadence} ${cycleKey}`}
        empty={<EmptyState title="No older states" action={<TextLink href={here}>To the newest</TextLink>} />}
        columns={[
          {
            key: "cycle",
            header: "Cycle",
            names: true,
            cell: (point) => (
              <TextLink
                href={`${company}/cycles/${point.cadence}/${point.cycleKey}`}
                size="sm"
                className={classes.nowrap}
              >
                {cycleInWords(point)}
              </TextLink>
            ),
          },
          { key: "state", header: "State", cell: ({ state }) => <StateBadge state={state} /> },
          {
            key: "value",
            header: "Value",
            align: "right",
            cell: ({ value }) => <span className={classes.nowrap}>{figureInWords(value, unit)}</span>,
          },
          {
            key: "day",
            header: "As of",
            cell: ({ periodEnd }) => <span className={classes.nowrap}>{formatDate(periodEnd)}</span>,
          },
          {
            key: "evaluated",
            header: "Evaluated",
            cell: ({ evaluatedAt }) => <span className={classes.nowrap}>{formatDateTime(evaluatedAt)}</span>,
          },
        ]}
      />
    </Section>
  );
}
