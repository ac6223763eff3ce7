import { GATE_WORDS } from "@/components/governance/request-words";
import { FilterForm } from "@/components/ui/filter-form";
import type { InboxFilter, InboxKind } from "@/lib/queries/inbox";

const KINDS: Record<InboxKind, string> = {
  signature: "Requests",
  policy: "Policies",
  escalation: "Escalations",
  defensive: "Mandated actions",
};

/** Filter and order stand in the address, so that a list can be kept and sent. */
export function InboxFilters({
  filter,
  counts,
  path,
}: {
  filter: InboxFilter;
  counts: Record<InboxKind, number>;
  path: string;
}) {
  const kinds = (Object.keys(KINDS) as InboxKind[]).filter((kind) => counts[kind] > 0);
  return (
    <FilterForm
      key={JSON.stringify(filter)}
      label="Choose what waits"
      action={path}
      narrowed={Boolean(filter.kind || filter.gate || filter.as || filter.sort)}
      selects={[
        {
          name: "kind",
          label: "What",
          any: "Everything",
          value: filter.kind,
          choices: kinds.map((value) => ({ value, label: `${KINDS[value]} (${counts[value]})` })),
        },
        {
          name: "gate",
          label: "Gate",
          any: "Any",
          value: filter.gate,
          choices: Object.entries(GATE_WORDS).map(([value, { name }]) => ({ value, label: name })),
        },
        {
          name: "as",
          label: "For whom",
          any: "Anybody",
          value: filter.as,
          choices: [
            { value: "own", label: "Myself" },
            { value: "others", label: "Those I stand in for" },
          ],
        },
        {
          name: "sort",
          label: "Order",
          any: "Oldest, then costliest",
          value: filter.sort,
          choices: [
            { value: "costliest", label: "Costliest (twelve months)" },
            { value: "due", label: "Due day" },
          ],
        },
      ]}
    />
  );
}
