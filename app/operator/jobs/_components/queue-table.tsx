import { type Column, DataTable } from "@/components/ui/data-table";
import { Moment } from "@/components/ui/moment";
import type { QueueLine } from "@/lib/queries/jobs";

const COLUMNS: Column<QueueLine>[] = [
  { key: "job", header: "Job", names: true, cell: (line) => line.title },
  { key: "when", header: "When", cell: (line) => line.when },
  { key: "last", header: "Last rang", cell: (line) => <Moment at={line.lastRangAt} /> },
  { key: "next", header: "Next due", cell: (line) => <Moment at={line.nextRingsAt} /> },
  { key: "due", header: "Due now", align: "right", cell: (line) => line.due },
  { key: "later", header: "Tried later", align: "right", cell: (line) => line.later },
  { key: "given", header: "Given up", align: "right", cell: (line) => line.givenUp },
];

export function QueueTable({ lines }: { lines: readonly QueueLine[] }) {
  return (
    <DataTable
      caption="What is due when, and what waits in the queue"
      columns={COLUMNS}
      rows={lines}
      rowKey={(line) => line.job}
      minWidth={820}
    />
  );
}
