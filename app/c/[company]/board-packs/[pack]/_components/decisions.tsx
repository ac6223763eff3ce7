import { EscalationBadge } from "@/components/governance/escalation-badge";
import { metricsInText } from "@/components/governance/metric-names";
import { StateBadge } from "@/components/governance/state-badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { PackContent, PackException, PackGate, RoiCase } from "@/lib/board-pack/content";
import { list } from "@/lib/board-pack/figure-text";
import { periodName } from "@/lib/board-pack/period";
import {
  bringsInWords,
  committed,
  GATE_NAMES,
  OUTCOME_WORDS,
  VERDICT_WORDS,
  withoutOutcome,
} from "@/lib/board-pack/words";
import classes from "../../_components/board-packs.module.css";

/** Exceptions with their ROI cases, escalations, and the next quarter's gated budget. */
export function PackDecisions({ content, company }: { content: PackContent; company: string }) {
  return (
    <>
      <Section
        title="Decision log of exceptions"
        description="Decided in the period, or not decided when the pack was made."
      >
        <Exceptions content={content} company={company} />
      </Section>
      <Section
        title="ROI cases whose time came in the period"
        description="Approved earlier, and held against their band over the days since. A figure says what changed since the approval, not why."
      >
        <CasesDue content={content} company={company} />
      </Section>
      <Section title="Escalations">
        <Escalations content={content} />
      </Section>
      <Section
        title={`Gated budget of ${periodName(content.budget.quarter)}`}
        description="What is committed, what is open, and what each gate would have let through when the pack was made."
      >
        <Budget gates={content.budget.gates} />
      </Section>
    </>
  );
}

/** A request with a link to its page among others of a kind. */
const requestColumn = <Row extends { reference: string; title: string }>(pages: string): Column<Row> => ({
  key: "request",
  header: "Request",
  names: true,
  cell: ({ reference, title }) => (
    <>
      <TextLink href={`${pages}/${reference}`} underline="always" inherit>
        {reference}
      </TextLink>{" "}
      {title}
    </>
  ),
});

function Exceptions({ content, company }: { content: PackContent; company: string }) {
  return (
    <>
      <DataTable<PackException>
        caption="Exceptions with their decisions and ROI cases"
        minWidth={860}
        rows={content.exceptions}
        rowKey={({ reference }) => reference}
        empty={<EmptyState title={`None in ${periodName(content.period.key)}`} />}
        columns={[
          requestColumn(`${company}/requests`),
          {
            key: "what",
            header: "Asked for",
            cell: ({ gateId, kind, amount, requester }) =>
              `${GATE_NAMES[gateId]}, ${kind}${amount ? `, ${amount}` : ""}; by ${requester}`,
          },
          { key: "status", header: "Status", cell: ({ status }) => <StateBadge state={status} /> },
          { key: "when", header: "Decided", cell: ({ decidedAt }) => formatDate(decidedAt) },
          {
            key: "roi",
            header: "ROI case",
            cell: ({ roi }) => (roi ? `${roi.low} to ${roi.high}: ${metricsInText(roi.summary)}` : "None"),
          },
          {
            key: "outcome",
            header: "What came of it",
            cell: ({ outcome, ...exception }) =>
              outcome
                ? `${OUTCOME_WORDS[outcome.verdict]}: ${outcome.words}`
                : withoutOutcome(exception) || "—",
          },
        ]}
      />
      {content.exceptionsLeftOut > 0 && (
        <p className={classes.note}>{content.exceptionsLeftOut} more stand in the decision log.</p>
      )}
    </>
  );
}

function CasesDue({ content, company }: { content: PackContent; company: string }) {
  return (
    <>
      <DataTable<RoiCase>
        caption="ROI cases with their verdicts"
        minWidth={640}
        rows={content.casesDue}
        rowKey={({ reference }) => reference}
        empty={<EmptyState title={`None in ${periodName(content.period.key)}`} />}
        columns={[
          requestColumn(`${company}/payback`),
          { key: "gate", header: "Gate", cell: ({ gateId }) => GATE_NAMES[gateId] },
          { key: "requester", header: "Asked for by", cell: ({ requester }) => requester },
          { key: "approved", header: "Approved", cell: ({ approvedOn }) => formatDate(approvedOn) },
          { key: "measured", header: "Measured", cell: ({ outcome }) => formatDate(outcome.measuredOn) },
          {
            key: "outcome",
            header: "What came of it",
            cell: ({ outcome }) => `${OUTCOME_WORDS[outcome.verdict]}: ${outcome.words}`,
          },
        ]}
      />
      {content.casesDueLeftOut > 0 && (
        <p className={classes.note}>
          {content.casesDueLeftOut} more stand under{" "}
          <TextLink href={`${company}/payback`} underline="always" inherit>
            Did it pay back?
          </TextLink>
        </p>
      )}
    </>
  );
}

function Escalations({ content: { escalations } }: { content: PackContent }) {
  if (escalations.length === 0) return <EmptyState title="None was open in the period or is now" />;
  return (
    <ul className={classes.list}>
      {escalations.map(({ rule, action, triggers, raisedAt, status, plan, planDueOn, resolution }) => (
        <li key={`${rule} ${raisedAt}`}>
          <strong>{rule}</strong> ({triggers.join(", ")}) <EscalationBadge status={status} />
          <br />
          Raised {formatDate(raisedAt)}. Asks for: {action}.
          {plan && ` Plan${planDueOn ? ` due ${formatDate(planDueOn)}` : ""}: ${plan}`}
          {resolution && ` Carried out: ${resolution}`}
        </li>
      ))}
    </ul>
  );
}

function Budget({ gates }: { gates: readonly PackGate[] }) {
  return (
    <>
      <DataTable<PackGate>
        caption="Commitments by gate"
        minWidth={640}
        rows={gates}
        rowKey={({ gateId }) => gateId}
        columns={[
          { key: "gate", header: "Gate", names: true, cell: ({ gateId }) => GATE_NAMES[gateId] },
          {
            key: "approved",
            header: "Approved under this plan",
            cell: ({ approved }) => committed(approved),
          },
          {
            key: "period",
            header: "Of these in the period",
            cell: ({ approvedInPeriod }) => committed(approvedInPeriod),
          },
          { key: "open", header: "Not decided yet", cell: ({ open }) => committed(open) },
          { key: "gate-now", header: "Gate then", cell: ({ verdict }) => VERDICT_WORDS[verdict] },
        ]}
      />
      {gates.map(({ gateId, prospects }) => (
        <div key={gateId}>
          <h3 className={classes.heading}>{GATE_NAMES[gateId]}</h3>
          <ul className={classes.list}>
            {prospects.map(({ label, verdict, brings, reasons }) => (
              <li key={label}>
                {label}: {VERDICT_WORDS[verdict].toLowerCase()}
                {brings.length > 0 && `, ${list(brings.map(bringsInWords))}`}
                {verdict === "CLOSED" && reasons.length > 0 && `: ${reasons.join("; ")}`}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
