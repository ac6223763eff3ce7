import { IconCircleCheck, IconHelpCircle, IconHourglassLow, IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { InputName } from "@/components/governance/input-name";
import { sourceInWords } from "@/components/governance/input-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate, formatMoney, formatNumber, formatValue } from "@/components/ui/format";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ClosingField, ClosingInput, ClosingTrigger } from "@/lib/queries/close-checklist";
import type { FigureOwner, Member } from "@/lib/queries/close-owners";
import { FigureOrigin } from "../../../_components/figure-origin";
import classes from "../../_components/close.module.css";
import { Loading } from "./missing-items";
import { OwnerControl } from "./owner-control";

/** Who may assign sees a choice, everybody else the name. */
export type Assigning = { company: string; members: readonly Member[]; mayAssign: boolean };

export function MinimumFields({
  fields,
  isOver,
  ...assigning
}: { fields: readonly ClosingField[]; isOver: boolean } & Assigning) {
  const present = fields.filter(({ isPresent }) => isPresent).length;
  return (
    <Section
      title="Minimum fields"
      description={`${present} of ${fields.length} present for the month${isOver ? "" : " so far"}.`}
    >
      <DataTable
        caption="Minimum fields of the close"
        minWidth={680}
        rows={fields}
        rowKey={({ field }) => field}
        columns={[
          { key: "field", header: "Field", names: true, cell: ({ field }) => field },
          {
            key: "state",
            header: "State",
            cell: ({ isPresent }) => (isPresent || isOver ? <Presence isPresent={isPresent} /> : <NotYet />),
          },
          {
            key: "owner",
            header: "Owner",
            cell: ({ field, owner }) => <Owner name={field} owner={owner} {...assigning} />,
          },
          {
            key: "load",
            header: "Where it comes from",
            cell: ({ load }) => <Loading load={load} company={assigning.company} />,
          },
        ]}
      />
    </Section>
  );
}

/** Every trigger of a month that is over with what it reads; missing figures first. */
export function TriggerInputs({
  isCertified,
  ...shown
}: { triggers: readonly ClosingTrigger[]; isCertified: boolean } & Assigning) {
  return (
    <InputTables
      {...shown}
      description={
        isCertified
          ? "As the company's data has them now; where the close was certified on another figure, it says so."
          : "As the company's data has them now. What is not there stays missing; it never counts as zero."
      }
      summary={missingInWords}
      value={(input) => <Value input={input} />}
      isAskedFor={({ value }) => value === null}
    />
  );
}

type InputTablesProps = Assigning & {
  triggers: readonly ClosingTrigger[];
  description: string;
  summary: (inputs: readonly ClosingInput[]) => string;
  value: (input: ClosingInput) => ReactNode;
  /** What stands under its name, where a narrow screen shows it without scrolling. */
  mark?: (input: ClosingInput) => ReactNode;
  /** Whether it can be supplied now and is not there: then it says how. */
  isAskedFor: (input: ClosingInput) => boolean;
};

export function InputTables({
  triggers,
  description,
  summary,
  value,
  mark,
  isAskedFor,
  ...assigning
}: InputTablesProps) {
  const columns: Column<ClosingInput>[] = [
    {
      key: "name",
      header: "Input",
      names: true,
      cell: (input) => (
        <>
          <InputName name={input.name} />
          {mark && <div>{mark(input)}</div>}
        </>
      ),
    },
    { key: "value", header: "Value", align: "right", cell: value },
    {
      key: "owner",
      header: "Owner",
      cell: (input) => <Owner name={input.name} owner={input.owner} {...assigning} />,
    },
    {
      key: "source",
      header: "Source and as of",
      cell: (input) => <Source input={input} company={assigning.company} isAskedFor={isAskedFor(input)} />,
    },
  ];
  return (
    <Section title="Inputs per trigger" description={description}>
      {triggers.map(({ triggerId, shortId, name, owner, critical, inputs }) => (
        <Section
          key={triggerId}
          order={3}
          title={`${shortId} ${name}`}
          description={`${critical ? "Critical. " : ""}Owner: ${owner ?? "nobody is named"}. ${summary(inputs)}`}
        >
          <DataTable
            caption={`Inputs of ${shortId}`}
            minWidth={820}
            rows={inputs}
            rowKey={(input) => input.name}
            columns={columns}
          />
        </Section>
      ))}
    </Section>
  );
}

function missingInWords(inputs: readonly ClosingInput[]): string {
  const missing = inputs.filter(({ value }) => value === null).length;
  return missing === 0 ? "Every input is there." : `${formatCount(missing, "input")} missing.`;
}

function Owner({
  company,
  members,
  mayAssign,
  name,
  owner,
}: Assigning & { name: string; owner: FigureOwner }) {
  return mayAssign ? (
    <OwnerControl company={company} name={name} owner={owner} members={members} />
  ) : (
    owner.words
  );
}

function Presence({ isPresent }: { isPresent: boolean }) {
  return isPresent ? (
    <ToneBadge tone="good" icon={<IconCircleCheck stroke={2} />} size="sm">
      Present
    </ToneBadge>
  ) : (
    <ToneBadge tone="unknown" icon={<IconHelpCircle stroke={2} />} size="sm">
      Missing
    </ToneBadge>
  );
}

/** What the running month has nothing of yet is no fault. */
function NotYet() {
  return (
    <ToneBadge tone="neutral" icon={<IconHourglassLow stroke={2} />} size="sm">
      Not yet
    </ToneBadge>
  );
}

function Value({ input: { value, unit, override, spineValue, evaluatedWith } }: { input: ClosingInput }) {
  return (
    <div className={classes.line}>
      {value === null ? <Presence isPresent={false} /> : <Figures value={value} unit={unit} />}
      {override && (
        <div>
          <ToneBadge tone="info" icon={<IconPencil stroke={2} />} size="sm">
            Spine: {figures(spineValue, unit)}
          </ToneBadge>
        </div>
      )}
      {evaluatedWith && (
        <div className={classes.note}>Certified with {figures(evaluatedWith.value, unit)}</div>
      )}
    </div>
  );
}

function Source({
  input: { name, source, override, isSupplied, load },
  company,
  isAskedFor,
}: {
  input: ClosingInput;
  company: string;
  isAskedFor: boolean;
}) {
  return (
    <div className={classes.source}>
      {isSupplied ? "Supplied by somebody: no source in the spine" : sourceInWords(source.table)}
      {!isSupplied && <span className={classes.query}>: {source.query}</span>}
      <div className={classes.note}>
        As of {formatDate(source.period.end)}
        {!isSupplied && (
          <>
            , {formatCount(source.rows, "row")}{" "}
            <FigureOrigin company={`/c/${company}`} input={name} periodEnd={source.period.end} />
          </>
        )}
      </div>
      {override && (
        <div>
          By {override.by}, <Moment at={override.at} />: “{override.reason}”
        </div>
      )}
      {isAskedFor && (
        <div>
          <Loading load={load} company={company} />
        </div>
      )}
    </div>
  );
}

/** The figures of a series stand under each other, oldest first; on a phone one after the other. */
export function Figures({ value, unit }: { value: number | readonly number[]; unit: string }) {
  const list = typeof value === "number" ? [value] : value;
  return (
    <div className={classes.series}>
      {list
        .map((each, position) => ({ key: `${position}`, words: figure(each, unit) }))
        .map(({ key, words }) => (
          <div key={key}>{words}</div>
        ))}
    </div>
  );
}

function figures(value: number | readonly number[] | null, unit: string): string {
  if (value === null) return "missing";
  return typeof value === "number" ? figure(value, unit) : value.map((each) => figure(each, unit)).join(", ");
}

/** To the dollar. A plain number among the inputs is a count of something, and no multiple. */
export function figure(value: number, unit: string): string {
  if (unit === "USD") return formatMoney(Math.round(value));
  return unit === "x" ? formatNumber(value) : formatValue(value, unit);
}
