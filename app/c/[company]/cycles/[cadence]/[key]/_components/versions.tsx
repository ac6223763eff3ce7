import { StateBadge } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { Version } from "@/lib/queries/cycle-detail";
import { CycleStatus } from "../../../_components/cycles-table";

/** Evaluations are never rewritten; each anew is a further version. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  return (
    <Section
      title="Evaluations"
      description="Newest first. The newest closed one counts; earlier ones are kept."
    >
      <DataTable
        caption="Evaluations of this cycle"
        minWidth={640}
        rows={versions}
        rowKey={({ id }) => id}
        columns={[
          { key: "version", header: "Version", names: true, cell: ({ version }) => version },
          {
            key: "status",
            header: "Status",
            cell: (version) => <CycleStatus {...version} reasonCodes={[]} />,
          },
          { key: "mode", header: "Mode after", cell: ({ mode }) => <StateBadge state={mode} /> },
          { key: "at", header: "Evaluated", cell: ({ evaluatedAt }) => <Moment at={evaluatedAt} /> },
          { key: "by", header: "By", cell: ({ evaluatedBy }) => evaluatedBy ?? "the system" },
          { key: "delivered", header: "Delivered", cell: ({ deliveredAt }) => formatDate(deliveredAt) },
          { key: "reason", header: "Why again", cell: ({ reason }) => reason ?? "" },
        ]}
      />
    </Section>
  );
}
