import { InputName } from "@/components/governance/input-name";
import { inputNamed, sourceInWords } from "@/components/governance/input-words";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDate, formatDateTime } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { InputOfCycle, TriggerScreen } from "@/lib/queries/trigger";
import { FigureOrigin } from "../../../_components/figure-origin";
import { inputValueText } from "./input-value";
import classes from "./trigger.module.css";

/** What the figure was computed from, and where each part came from. */
export function Inputs({
  screen: { inputs, cycle, inputsMissing },
  company,
}: {
  screen: TriggerScreen;
  company: string;
}) {
  return (
    <Section
      title="Inputs"
      description={
        cycle ? (
          <>
            As{" "}
            <TextLink
              href={`${company}/cycles/${cycle.cadence}/${cycle.cycleKey}`}
              inherit
              underline="always"
            >
              {theCycleInWords(cycle)}
            </TextLink>{" "}
            used them.
          </>
        ) : undefined
      }
    >
      {inputsMissing.length > 0 && (
        <p className={classes.missing}>Missing: {inputsMissing.map(inputNamed).join(", ")}</p>
      )}
      <DataTable
        caption="Inputs with their sources"
        rows={inputs}
        rowKey={({ name }) => name}
        columns={columnsOf(company)}
        minWidth={720}
        empty={<EmptyState title="No inputs are on record for this cycle" />}
      />
    </Section>
  );
}

const columnsOf = (company: string): readonly Column<InputOfCycle>[] => [
  { key: "name", header: "Input", names: true, cell: ({ name }) => <InputName name={name} /> },
  {
    key: "value",
    header: "Value",
    align: "right",
    cell: ({ value, unit, override }) => (
      <>
        {inputValueText(value, unit)}
        {override && (
          <div className={classes.note}>
            {override.spineValue === null ? "supplied" : "override"} by {override.by} on{" "}
            {formatDateTime(override.at)}: {override.reason}
            {override.spineValue !== null && ` (source says ${inputValueText(override.spineValue, unit)})`}
          </div>
        )}
      </>
    ),
  },
  {
    key: "source",
    header: "Where it came from",
    cell: ({ name, sourceTable, sourceQuery, rowCount, periodEnd }) => (
      <>
        {sourceInWords(sourceTable)} <code className={classes.table}>{sourceTable}</code>
        <div className={classes.note}>
          {sourceQuery} · {formatCount(rowCount, "row")}{" "}
          <FigureOrigin company={company} input={name} periodEnd={periodEnd} />
        </div>
      </>
    ),
  },
  {
    key: "period",
    header: "Period",
    cell: ({ periodStart, periodEnd }) =>
      periodStart || periodEnd
        ? [periodStart, periodEnd]
            .filter((day) => day !== null)
            .map(formatDate)
            .join(" to ")
        : "—",
  },
];
