import { InputName } from "@/components/governance/input-name";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate, formatMonth } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { can } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { ClosingInput } from "@/lib/queries/close-checklist";
import type { CloseMonth } from "@/lib/queries/close-month";
import type { RunningFigure, RunningMonth, RunningStanding } from "@/lib/queries/close-running";
import classes from "../../_components/close.module.css";
import { Figures, figure, InputTables, MinimumFields } from "./checklist";
import { CrmHygiene } from "./crm-hygiene";
import { Loading } from "./missing-items";
import { StandingBadge, standingInWords } from "./standing";

type Props = { month: CloseMonth; running: RunningMonth; viewer: Viewer };

/** The month that runs: the checklist of its close as far as it has filled itself, and nothing judged. */
export function Running({ month, running, viewer }: Props) {
  const { checklist, figures } = running;
  const assigning = {
    company: viewer.companySlug,
    members: running.members,
    mayAssign: can(viewer.role, "close.assign"),
  };
  return (
    <>
      <SoFar month={month} running={running} />
      <NotThereYet month={month} running={running} company={viewer.companySlug} />
      <MinimumFields fields={checklist.fields} isOver={false} {...assigning} />
      <CrmHygiene crm={checklist.crm} isOver={false} />
      <InputTables
        triggers={checklist.triggers}
        description={`Preliminary, as of ${formatDate(running.asOf)}. What is not there never counts as zero.`}
        summary={(inputs) => summaryOf(inputs, figures)}
        value={(input) => <ValueSoFar input={input} figure={figures[input.name]} />}
        mark={({ name }) => <Standing figure={figures[name]} />}
        isAskedFor={({ name }) => isOpen(figures[name]?.standing)}
        {...assigning}
      />
    </>
  );
}

const isOpen = (standing: RunningStanding | undefined): boolean =>
  standing === "LACKING" || standing === "TO_COME";

function SoFar({ month: { period, clock }, running }: Omit<Props, "viewer">) {
  const counts = standingsOf(running);
  return (
    <Section
      title="Preliminary: what is there so far"
      description={`So far, as of ${formatDate(running.asOf)}. The month ends on ${formatDate(period.end)}; it can be certified from ${formatDate(running.certifiableFrom)} to ${formatDate(clock.deadline)}.`}
    >
      <ul className={classes.list}>
        {SAID.filter(({ standing }) => counts[standing] > 0).map(({ standing, words }) => (
          <li key={standing} className={classes.row}>
            <StandingBadge standing={standing} />
            <span>
              {formatCount(counts[standing], "input")} {words}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.note}>
        Nothing of it is certified and no trigger is judged: that needs the whole month. It goes by what has
        reached the company&apos;s data by now.
      </p>
    </Section>
  );
}

const SAID: readonly { standing: RunningStanding; words: string }[] = [
  { standing: "LACKING", words: "missing already, which can be supplied before the month ends" },
  { standing: "TO_COME", words: "with nothing booked for the month yet" },
  { standing: "SO_FAR", words: "there, and moving until the month ends" },
  { standing: "STANDS", words: "there, and not moved by the days that are left" },
  { standing: "AT_THE_END", words: "told by whole months only, and no fault before" },
];

function standingsOf({ checklist, figures }: RunningMonth): Record<RunningStanding, number> {
  const counts = { LACKING: 0, TO_COME: 0, SO_FAR: 0, STANDS: 0, AT_THE_END: 0 };
  const names = new Set(checklist.triggers.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  for (const name of names) counts[figures[name]?.standing ?? "AT_THE_END"] += 1;
  return counts;
}

function NotThereYet({ month: { clock }, running, company }: Omit<Props, "viewer"> & { company: string }) {
  const { missing, figures } = running;
  const due = `Due by ${formatDate(clock.figuresDue)}; late after that day.`;
  return (
    <Section title="Not there yet, and whose" description={missing.length > 0 ? due : undefined}>
      {missing.length === 0 ? (
        <p className={classes.note}>All that can be said before the month ends is there.</p>
      ) : (
        <DataTable
          caption="What the running month does not have yet"
          minWidth={820}
          rows={missing}
          rowKey={({ kind, name }) => `${kind} ${name}`}
          columns={[
            {
              key: "name",
              header: "Not there yet",
              names: true,
              cell: ({ name, kind, triggers }) => (
                <>
                  {kind === "FIELD" ? name : <InputName name={name} />}
                  <div className={classes.note}>
                    {kind === "FIELD" ? "Minimum field" : `Input of ${triggers.join(", ")}`}
                  </div>
                </>
              ),
            },
            { key: "owner", header: "Owner", cell: ({ owner }) => owner.words },
            {
              key: "standing",
              header: "State",
              cell: ({ kind, name, standing }) =>
                kind === "FIELD" ? (
                  <StandingBadge standing={standing} />
                ) : (
                  <Standing figure={figures[name]} />
                ),
            },
            {
              key: "load",
              header: "Where it comes from",
              cell: ({ load }) => <Loading load={load} company={company} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function summaryOf(inputs: readonly ClosingInput[], figures: RunningMonth["figures"]): string {
  const open = inputs.filter(({ name }) => isOpen(figures[name]?.standing)).length;
  const later = inputs.filter(({ name }) => figures[name]?.standing === "AT_THE_END").length;
  const there = inputs.length - open - later;
  return [
    `${there} of ${formatCount(inputs.length, "input")} there so far.`,
    ...(later > 0
      ? [`${formatCount(later, "input")} told by whole months only, once this one is over.`]
      : []),
  ].join(" ");
}

function Standing({ figure: shown }: { figure: RunningFigure | undefined }) {
  if (shown === undefined) return null;
  const words = standingInWords(shown);
  return (
    <>
      <StandingBadge standing={shown.standing} />
      {words !== null && <div className={classes.reason}>{words}</div>}
    </>
  );
}

type ValueProps = { input: ClosingInput; figure: RunningFigure | undefined };

/** A series says which figure is of the month that runs; what only a whole month tells shows none. */
function ValueSoFar({ input: { value, unit }, figure: shown }: ValueProps) {
  if (!shown?.months) return value === null ? "—" : <Figures value={value} unit={unit} />;
  return shown.months.map(({ month, value: each }) => (
    <div key={month} className={classes.line}>
      <span className={classes.note}>{formatMonth(`${month}-01`)}</span>{" "}
      {each === null ? "not yet" : figure(each, unit)}
    </div>
  ));
}
