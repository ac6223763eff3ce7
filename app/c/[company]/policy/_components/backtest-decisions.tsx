import { ruleHref } from "@/components/governance/gate-summary";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { GATE_WORDS } from "@/components/governance/request-words";
import { type BadgeState, StateBadge } from "@/components/governance/state-badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { Answer, DecisionDifference } from "@/kernel/enforcement";
import type { AskedFor as Asked } from "@/lib/queries/policy-backtest-record";
import { AskedFor } from "../../_components/asked-for";
import classes from "./backtest.module.css";
import { amountInWords, missingInWords, standingInWords } from "./backtest-words";

type Props = {
  decisions: readonly DecisionDifference[];
  asked: Readonly<Record<string, Asked>>;
  company: string;
};

/** One request with its newest differing decision, and how many before it differ as well. */
type Row = DecisionDifference & { earlier: number };

const MOST_ROWS = 100;

/** Each request with a decision that would have been another, the newest first. */
export function BacktestDecisions({ decisions, asked, company }: Props) {
  const rows = rowsOf(decisions);
  if (rows.length === 0) return null;
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>Decisions that would have been others</h3>
      <DataTable
        caption="Requests whose decision would have been another under this version, the newest first"
        columns={columns(asked, company)}
        rows={shown}
        rowKey={({ id }) => id}
        minWidth={660}
      />
      {rows.length > shown.length && (
        <p className={classes.note}>
          {`The newest ${MOST_ROWS} of ${formatCount(rows.length, "request")} are shown; the totals count all.`}
        </p>
      )}
    </section>
  );
}

function rowsOf(decisions: readonly DecisionDifference[]): Row[] {
  const byReference = new Map<string, Row>();
  for (const decision of decisions) {
    const before = byReference.get(decision.reference);
    // Set anew, so that the order is that of the newest.
    byReference.delete(decision.reference);
    byReference.set(decision.reference, { ...decision, earlier: before ? before.earlier + 1 : 0 });
  }
  return [...byReference.values()].reverse();
}

function columns(asked: Props["asked"], company: string): Column<Row>[] {
  return [
    {
      key: "request",
      header: "Request and amount",
      names: true,
      cell: (row) => <Request row={row} asked={asked[row.reference]} company={company} />,
    },
    {
      key: "decided",
      header: "Decided",
      cell: ({ decidedAt, policyVersion, earlier }) => (
        <div className={classes.cell}>
          <span className={classes.nowrap}>{formatDate(decidedAt)}</span>
          <span className={classes.hint}>under {policyVersion}</span>
          {earlier > 0 && (
            <span className={classes.hint}>and {formatCount(earlier, "earlier decision")} on it</span>
          )}
        </div>
      ),
    },
    {
      key: "was",
      header: "Was",
      cell: (row) => (
        <Said answer={row.before} words={standingInWords(row.before, row)} company={company} isWhy={false} />
      ),
    },
    {
      key: "would-be",
      header: "Would have been",
      width: "38%",
      cell: ({ after }) => <Said answer={after} words={standingInWords(after)} company={company} isWhy />,
    },
  ];
}

function Request({ row, asked, company }: { row: Row; asked: Asked | undefined; company: string }) {
  const { reference, gateId, amount } = row;
  const worth = amountInWords(amount);
  return (
    <div className={`${classes.cell} ${classes.wide}`}>
      <AskedFor reference={reference} asked={asked} company={company} />
      {worth && <strong>{worth}</strong>}
      <span className={classes.hint}>
        {gateId.slice(0, 2)} {GATE_WORDS[gateId].name}
      </span>
    </div>
  );
}

const BADGES: Record<Answer["standing"], BadgeState> = {
  ALLOWED: "ALLOWED",
  SIGNABLE: "PENDING",
  BLOCKED: "BLOCKED",
};

export function Said({
  answer,
  words,
  company,
  isWhy,
}: {
  answer: Answer;
  words: string;
  company: string;
  isWhy: boolean;
}) {
  const { standing, codes, blockedBy } = answer;
  // A code's own clause says nothing beside the code.
  const rules = blockedBy.filter((rule) => !rule.startsWith("RUNTIME-"));
  const missing = missingInWords(answer);
  return (
    <div className={classes.cell}>
      <StateBadge state={BADGES[standing]} label={words} />
      {standing !== "ALLOWED" && (
        <>
          {codes.map((code) => (
            <span key={code} className={classes.why}>
              <ReasonCodeText code={code} href={`${company}/codes/${code}`} bare={!isWhy} />
            </span>
          ))}
          {rules.length > 0 && (
            <span className={classes.why}>
              {rules.map((rule) => (
                <TextLink key={rule} href={ruleHref(company, { rule })} inherit className={classes.rule}>
                  {rule}
                </TextLink>
              ))}
            </span>
          )}
          {missing && <span className={classes.hint}>Missing: {missing}</span>}
        </>
      )}
    </div>
  );
}
