import { PASS_CYCLES_TO_EXIT } from "@/components/governance/exit-cycles";
import { StateBadge, wordOf } from "@/components/governance/state-badge";
import { cycleInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { CycleStep } from "@/lib/queries/defensive";
import classes from "./defensive.module.css";

/** What each cycle did for the way out. */
export function CycleSteps({
  cycles,
  earlier,
  company,
}: {
  cycles: readonly CycleStep[];
  earlier: number;
  company: string;
}) {
  return (
    <>
      <DataTable
        caption="Cycles with the states of the critical triggers"
        minWidth={680}
        rows={cycles}
        rowKey={({ cadence, cycleKey }) => `${cadence} ${cycleKey}`}
        empty={<EmptyState title="No cycle has closed since" />}
        columns={[
          {
            key: "cycle",
            header: "Cycle",
            names: true,
            cell: (step) => (
              <TextLink
                href={`${company}/cycles/${step.cadence}/${step.cycleKey}`}
                size="sm"
                className={classes.nowrap}
              >
                {cycleInWords(step)}
              </TextLink>
            ),
          },
          {
            key: "end",
            header: "Until",
            cell: ({ periodEnd }) => <span className={classes.nowrap}>{formatDate(periodEnd)}</span>,
          },
          {
            key: "states",
            header: "Critical triggers",
            cell: ({ states }) => (
              <div className={classes.states}>
                {states.map(({ shortId, state }) => (
                  <StateBadge key={shortId} state={state} label={`${shortId} ${wordOf(state)}`} />
                ))}
              </div>
            ),
          },
          { key: "progress", header: "Passing in a row", cell: progressInWords },
        ]}
      />
      {earlier > 0 && (
        <p className={classes.note}>
          {formatCount(earlier, "earlier cycle")} of this stretch stand under{" "}
          <TextLink href={`${company}/cycles`} inherit underline="always">
            Cycles
          </TextLink>
          .
        </p>
      )}
    </>
  );
}

function progressInWords({ consecutivePassCycles, mode }: CycleStep): string {
  if (mode === "NORMAL") return "NORMAL mode";
  return `${Math.min(consecutivePassCycles, PASS_CYCLES_TO_EXIT)} of ${PASS_CYCLES_TO_EXIT}`;
}
