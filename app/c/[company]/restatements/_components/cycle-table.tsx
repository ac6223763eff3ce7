import { inputInWords } from "@/components/governance/input-words";
import { StateBadge } from "@/components/governance/state-badge";
import { cycleInWords, figureInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { RestatedCycleLine } from "@/lib/queries/restated-cycles";
import { figuresInWords } from "../../cycles/[cadence]/[key]/_components/figures";
import { cycleDifferenceInWords } from "../../policy/_components/backtest-words";
import { remedyOf } from "./restatement-words";
import classes from "./restatements.module.css";

export function CycleTable({ cycles, company }: { cycles: readonly RestatedCycleLine[]; company: string }) {
  return (
    <DataTable
      caption="Closed cycles with their inputs and triggers as known then and as known now, the newest first"
      minWidth={860}
      rows={cycles}
      rowKey={({ id }) => id}
      empty={
        <EmptyState title="No closed cycle comes out otherwise">
          What was corrected adds up to the same inputs, or is an input of no trigger.
        </EmptyState>
      }
      columns={[
        {
          key: "cycle",
          header: "Cycle",
          names: true,
          cell: (cycle) => <Cycle cycle={cycle} company={company} />,
        },
        { key: "inputs", header: "Inputs, then and now", cell: ({ inputs }) => <Inputs inputs={inputs} /> },
        {
          key: "triggers",
          header: "Triggers, then and now",
          width: "38%",
          cell: (cycle) => <Outcome cycle={cycle} company={company} />,
        },
      ]}
    />
  );
}

function Cycle({ cycle, company }: { cycle: RestatedCycleLine; company: string }) {
  const remedy = remedyOf(cycle, company);
  return (
    <div className={`${classes.cell} ${classes.wide}`}>
      <TextLink href={`${company}/cycles/${cycle.cadence}/${cycle.cycleKey}`} inherit underline="always">
        {cycleInWords(cycle)}
      </TextLink>
      <span className={classes.hint}>
        {cycle.version > 1 ? `evaluation ${cycle.version}, ` : ""}evaluated {formatDate(cycle.evaluatedAt)}
        {cycle.certifiedFinal ? ", certified" : ""}
      </span>
      {remedy.href === null ? (
        <span className={classes.hint}>{remedy.words}</span>
      ) : (
        <TextLink href={remedy.href} size="sm" underline="always">
          {remedy.words}
        </TextLink>
      )}
    </div>
  );
}

function Inputs({ inputs }: { inputs: RestatedCycleLine["inputs"] }) {
  if (inputs.length === 0)
    return <span className={classes.hint}>Its own are the same; an earlier cycle comes out otherwise.</span>;
  return (
    <div className={classes.cell}>
      {inputs.map(({ name, unit, was, now }) => (
        <span key={name}>
          {inputInWords(name)}: {figuresInWords(was, unit)} → <strong>{figuresInWords(now, unit)}</strong>
        </span>
      ))}
    </div>
  );
}

function Outcome({
  cycle: { triggers, difference },
  company,
}: {
  cycle: RestatedCycleLine;
  company: string;
}) {
  // A week keeps the states of the newest close and has no figure of its own for them: those are told in words.
  const measured = triggers.filter(({ was, now }) => was.value !== null || now.value !== null);
  const shown = new Set(measured.map(({ shortId }) => shortId));
  const more = difference
    ? cycleDifferenceInWords({
        ...difference,
        states: difference.states.filter(({ trigger }) => !shown.has(trigger)),
      })
    : [];
  return (
    <div className={classes.cell}>
      {measured.map(({ shortId, unit, was, now }) => (
        <div key={shortId} className={classes.change}>
          <TextLink href={`${company}/triggers/${shortId}`} inherit>
            {shortId}
          </TextLink>
          <Judged judged={was} unit={unit} />
          <span>→</span>
          <Judged judged={now} unit={unit} />
        </div>
      ))}
      {more.length > 0 && <span>{more.join("; ")}</span>}
      {difference === null && <span className={classes.hint}>No state, mode or escalation is another.</span>}
    </div>
  );
}

type JudgedFigure = RestatedCycleLine["triggers"][number]["was"];

function Judged({ judged: { state, value }, unit }: { judged: JudgedFigure; unit: string }) {
  return (
    <>
      {value !== null && <span>{figureInWords(value, unit)}</span>}
      <StateBadge state={state} />
    </>
  );
}
