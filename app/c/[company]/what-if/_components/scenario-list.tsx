import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { ListedScenario } from "@/lib/queries/what-if";
import { monthInWords } from "./figures";

/** The scenarios that people of the company have named, the newest change first. */
export function ScenarioList({ scenarios, path }: { scenarios: readonly ListedScenario[]; path: string }) {
  const columns: Column<ListedScenario>[] = [
    {
      key: "name",
      header: "Scenario",
      names: true,
      cell: ({ id, name }) => (
        <TextLink href={`${path}/${id}`} inherit style={{ overflowWrap: "anywhere" }}>
          {name}
        </TextLink>
      ),
    },
    { key: "author", header: "By", cell: ({ author }) => author },
    { key: "saved", header: "Saved", cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
    {
      key: "months",
      header: "Months",
      cell: ({ firstMonth, months }) => `${formatCount(months, "month")} from ${monthInWords(firstMonth)}`,
    },
  ];
  return (
    <Section title="Named scenarios">
      <DataTable
        caption="Scenarios, the newest change first"
        columns={columns}
        rows={scenarios}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="Nobody has named a scenario yet">
            Change some figures, give the result a name, and send its link to whoever should see it.
          </EmptyState>
        }
      />
    </Section>
  );
}
