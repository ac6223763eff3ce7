import { GATE_WORDS } from "@/components/governance/request-words";
import { theCycleInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { RestatedDecision } from "@/lib/queries/restatements";
import { AskedFor } from "../../_components/asked-for";
import { Said } from "../../policy/_components/backtest-decisions";
import { amountInWords, standingInWords } from "../../policy/_components/backtest-words";
import classes from "./restatements.module.css";

/** One request with its newest differing decision, and how many before it differ as well. */
type Row = RestatedDecision & { earlier: number };

const MOST_ROWS = 100;

export function DecisionTable({
  decisions,
  company,
}: {
  decisions: readonly RestatedDecision[];
  company: string;
}) {
  const rows = rowsOf(decisions);
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <>
      <DataTable
        caption="Requests whose decision would have been another on the figures known now, the newest first"
        minWidth={760}
        rows={shown}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No decision would differ">
            On the figures known now the gates answer every request as they did.
          </EmptyState>
        }
        columns={[
          {
            key: "request",
            header: "Request and amount",
            names: true,
            cell: (row) => <Request row={row} company={company} />,
          },
          { key: "decided", header: "Decided", cell: (row) => <Decided row={row} company={company} /> },
          {
            key: "was",
            header: "As known then",
            cell: (row) => (
              <Said answer={row.before} words={standingInWords(row.before, row)} company={company} isWhy />
            ),
          },
          {
            key: "now",
            header: "As known now",
            width: "32%",
            cell: ({ after }) => (
              <Said answer={after} words={standingInWords(after)} company={company} isWhy />
            ),
          },
        ]}
      />
      {rows.length > shown.length && (
        <p className={classes.note}>
          The newest {MOST_ROWS} of {formatCount(rows.length, "request")} are shown; the totals count all.
        </p>
      )}
    </>
  );
}

/** The newest decision of each request; they come newest first. */
function rowsOf(decisions: readonly RestatedDecision[]): Row[] {
  const rows = new Map<string, Row>();
  for (const decision of decisions) {
    const newer = rows.get(decision.reference);
    rows.set(
      decision.reference,
      newer ? { ...newer, earlier: newer.earlier + 1 } : { ...decision, earlier: 0 },
    );
  }
  return [...rows.values()];
}

function Request({ row: { reference, asked, amount, gateId }, company }: { row: Row; company: string }) {
  const worth = amountInWords(amount);
  return (
    <div className={`${classes.cell} ${classes.wide}`}>
      <AskedFor reference={reference} asked={asked ?? undefined} company={company} />
      {worth && <strong>{worth}</strong>}
      <span className={classes.hint}>
        {gateId.slice(0, 2)} {GATE_WORDS[gateId].name}
      </span>
    </div>
  );
}

function Decided({ row, company }: { row: Row; company: string }) {
  const { decidedAt, logSeq, cycle, earlier } = row;
  return (
    <div className={classes.cell}>
      <span>{formatDate(decidedAt)}</span>
      {cycle && <span className={classes.hint}>on {theCycleInWords(cycle)}</span>}
      <TextLink href={`${company}/log/${logSeq}`} size="sm" underline="always">
        Entry {logSeq}
      </TextLink>
      {earlier > 0 && (
        <span className={classes.hint}>and {formatCount(earlier, "earlier decision")} on it</span>
      )}
    </div>
  );
}
