import { DataTable } from "@/components/ui/data-table";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import type { Attempt } from "@/lib/queries/defensive";

/** Who asked before, and what the rules said. */
export function Attempts({ attempts, company }: { attempts: readonly Attempt[]; company: string }) {
  if (attempts.length === 0) return null;
  return (
    <DataTable
      caption="Latest attempts to leave DEFENSIVE mode"
      minWidth={420}
      rows={attempts}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: "when",
          header: "Asked",
          names: true,
          cell: ({ seq, occurredAt }) => (
            <TextLink href={`${company}/log/${seq}`} size="sm">
              <Moment at={occurredAt} />
            </TextLink>
          ),
        },
        { key: "who", header: "By", cell: ({ actor }) => actor },
        {
          key: "answer",
          header: "Answer",
          cell: ({ codes }) =>
            codes.map((code) => (
              <TextLink key={code} href={`${company}/codes/${code}`} size="sm" mr="xs">
                {code}
              </TextLink>
            )),
        },
      ]}
    />
  );
}
