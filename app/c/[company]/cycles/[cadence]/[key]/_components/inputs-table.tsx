import { IconHelpCircle, IconPencil } from "@tabler/icons-react";
import { InputName } from "@/components/governance/input-name";
import { sourceInWords } from "@/components/governance/input-words";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CycleDetail, InputLine } from "@/lib/queries/cycle-detail";
import { FigureOrigin } from "../../../../_components/figure-origin";
import classes from "../../../_components/cycles.module.css";
import { figuresInWords } from "./figures";
import { OverrideControl } from "./override-form";

/** Every figure of the cycle with where it comes from, and FP&A's beside the spine's where there is one. */
export function InputsTable({
  cycle,
  companySlug,
  mayOverride,
}: {
  cycle: CycleDetail;
  companySlug: string;
  mayOverride: boolean;
}) {
  const { cadence, cycleKey } = cycle;
  const control = {
    key: "override",
    header: "Override",
    cell: (input: InputLine) => (
      <OverrideControl company={companySlug} cadence={cadence} cycleKey={cycleKey} input={input} />
    ),
  };
  return (
    <Section
      title="Inputs"
      description={
        cadence === "weekly"
          ? "A week measures runway and pipeline coverage; the other triggers keep the state of the newest close."
          : "Read from the company's data as it is known now. What is not there stays missing; it never counts as zero."
      }
    >
      <DataTable
        caption="Inputs of the cycle with their sources"
        minWidth={860}
        rows={cycle.inputs}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "name",
            header: "Input",
            names: true,
            cell: (input) => <Name input={input} companySlug={companySlug} />,
          },
          { key: "value", header: "Value", align: "right", cell: (input) => <Value input={input} /> },
          {
            key: "source",
            header: "Source",
            cell: (input) => <Source input={input} companySlug={companySlug} />,
          },
          ...(mayOverride ? [control] : []),
        ]}
      />
    </Section>
  );
}

function Name({ input: { name, triggers }, companySlug }: { input: InputLine; companySlug: string }) {
  return (
    <>
      <InputName name={name} />
      <div className={classes.note}>
        {triggers.length === 0 && "read by no trigger"}
        {triggers.map((trigger) => (
          <TextLink key={trigger} href={`/c/${companySlug}/triggers/${trigger}`} inherit mr={6}>
            {trigger}
          </TextLink>
        ))}
      </div>
    </>
  );
}

function Value({ input }: { input: InputLine }) {
  const { value, spineValue, unit, override, evaluatedWith, isSupplied } = input;
  return (
    <div className={classes.figures}>
      {value === null ? (
        <ToneBadge tone="unknown" icon={<IconHelpCircle stroke={2} />} size="sm">
          Missing
        </ToneBadge>
      ) : (
        lines(value).map((figure) => <div key={figure.key}>{figuresInWords(figure.value, unit)}</div>)
      )}
      {override && (
        <ToneBadge tone="info" icon={<IconPencil stroke={2} />} size="sm">
          {isSupplied ? "Supplied" : `Spine: ${figuresInWords(spineValue, unit)}`}
        </ToneBadge>
      )}
      {evaluatedWith && (
        <div className={classes.note}>Evaluated with {figuresInWords(evaluatedWith.value, unit)}</div>
      )}
    </div>
  );
}

/** The figures of a series stand under each other, oldest first. */
function lines(value: number | readonly number[]) {
  const list = typeof value === "number" ? [value] : value;
  return list.map((each, position) => ({ key: `${position}`, value: each }));
}

function Source({
  input: { name, source, override, isSupplied },
  companySlug,
}: {
  input: InputLine;
  companySlug: string;
}) {
  return (
    <div className={classes.source}>
      {isSupplied ? (
        <div>To be supplied by somebody: no source in the spine</div>
      ) : (
        <>
          <strong>{sourceInWords(source.table)}</strong> <code>{source.table}</code>: {source.query}
        </>
      )}
      <div className={classes.note}>
        {formatDate(source.period.start)} to {formatDate(source.period.end)}
        {!isSupplied && (
          <>
            , {formatCount(source.rows, "row")}{" "}
            <FigureOrigin company={`/c/${companySlug}`} input={name} periodEnd={source.period.end} />
          </>
        )}
      </div>
      {override && (
        <div>
          {isSupplied ? "Supplied" : "Overridden"} by {override.by}, <Moment at={override.at} />: “
          {override.reason}”
        </div>
      )}
    </div>
  );
}
