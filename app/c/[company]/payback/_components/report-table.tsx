import type { ReactNode } from "react";
import { DataTable } from "@/components/ui/data-table";
import { formatPercent } from "@/components/ui/format";
import { LEAST_TO_SAY, type PaybackCounts, type PaybackGroup } from "@/lib/queries/payback-report";

const COUNTS: readonly { key: keyof PaybackCounts; header: string }[] = [
  { key: "approved", header: "Approved" },
  { key: "blocked", header: "Blocked" },
  { key: "overridden", header: "By exception" },
  { key: "paidBack", header: "Paid back" },
  { key: "missed", header: "Missed" },
  { key: "tooEarly", header: "Too early" },
  { key: "cannot", header: "Not measurable" },
];

/** What became of requests, by one thing they have in common. In the order of names: it is no ranking. */
export function ReportTable({
  caption,
  header,
  groups,
  nameOf,
}: {
  caption: string;
  header: string;
  groups: readonly PaybackGroup[];
  nameOf: (key: string) => ReactNode;
}) {
  return (
    <DataTable
      caption={caption}
      rows={groups}
      rowKey={({ key }) => key}
      minWidth={880}
      columns={[
        { key: "name", header, names: true, cell: ({ key }) => nameOf(key) },
        {
          key: "asked",
          header: "Requests",
          align: "right" as const,
          cell: ({ asked }: PaybackGroup) => asked,
        },
        ...COUNTS.map((count) => ({
          key: count.key,
          header: count.header,
          align: "right" as const,
          cell: ({ counts }: PaybackGroup) => (counts === null ? "" : counts[count.key]),
        })),
        {
          key: "share",
          header: "Share paid back",
          align: "right" as const,
          cell: ({ counts, paidBackPct }: PaybackGroup) =>
            counts === null
              ? `Fewer than ${LEAST_TO_SAY}: nothing is said`
              : paidBackPct === null
                ? "Too few measured"
                : formatPercent(paidBackPct, 0),
        },
      ]}
    />
  );
}
