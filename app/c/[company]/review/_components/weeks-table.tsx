import type { ReactNode } from "react";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import type { ReviewWeek } from "@/lib/queries/reviews";
import { WeekState } from "./week-state";

/** A figure of a review that was held; a week without one has none. */
const of = (week: ReviewWeek, value: number) =>
  week.state === "MISSED" || week.state === "DUE" ? "—" : value;

export function WeeksTable({
  weeks,
  home,
  empty,
}: {
  weeks: readonly ReviewWeek[];
  home: string;
  empty: ReactNode;
}) {
  return (
    <DataTable
      caption="Weeks and their reviews, newest first"
      rows={weeks}
      rowKey={({ weekKey }) => weekKey}
      empty={empty}
      minWidth={640}
      columns={[
        {
          key: "week",
          header: "Week",
          names: true,
          cell: ({ weekKey }) => (
            <TextLink href={`${home}/${weekKey}`} underline="always">
              {weekKey}
            </TextLink>
          ),
        },
        {
          key: "days",
          header: "Days",
          cell: ({ start, end }) => `${formatDate(start)} to ${formatDate(end)}`,
        },
        { key: "state", header: "Review", cell: ({ state }) => <WeekState state={state} /> },
        { key: "held", header: "Closed", cell: ({ heldAt }) => <Moment at={heldAt} /> },
        { key: "present", header: "Present", align: "right", cell: (week) => of(week, week.present) },
        { key: "decisions", header: "Decided", align: "right", cell: (week) => of(week, week.decisions) },
        { key: "taken", header: "Taken on", align: "right", cell: (week) => of(week, week.actionsTaken) },
      ]}
    />
  );
}
