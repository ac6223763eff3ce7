import { GATE_WORDS } from "@/components/governance/request-words";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDate, formatMoney, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { AsOf } from "@/components/ui/page-header";
import type { GateCommitments, ReviewSpend } from "@/lib/queries/review-spend";
import classes from "./review.module.css";
import { channelsTotal, functionsTotal } from "./spend-totals";

/** The last row of a table; no function and no channel is called so. */
const TOTAL = "All together";
/** A total of one row would only say it twice. */
const withTotal = <Row,>(rows: readonly Row[], total: Row): readonly Row[] =>
  rows.length > 1 ? [...rows, total] : rows;
const nameOf = (name: string) => (name === TOTAL ? <strong>{TOTAL}</strong> : name);
const noBudget = (name: string) => (name === TOTAL ? "Not all known" : "No budget");

/** Spend as the books know it, what is known of budgets, and what the gates let through this month. */
export function SpendBoard({ spend, company, at }: { spend: ReviewSpend; company: string; at: Date }) {
  return (
    <section aria-label="Spend against budget" className={classes.part}>
      <h3 className={classes.heading}>Spend against budget</h3>
      <Functions spend={spend} company={company} />
      <Channels spend={spend} />
      <h4 className={classes.subheading}>Approved at the gates since {formatDate(spend.committedSince)}</h4>
      <Commitments commitments={spend.commitments} company={company} />
      <AsOf
        at={at}
        source="operating expense and advertising in the books, uploaded budgets, budgets of running campaigns, approved requests"
      />
    </section>
  );
}

function Functions({ spend: { month, functions }, company }: { spend: ReviewSpend; company: string }) {
  if (month === null) {
    return (
      <p className={classes.note}>
        No operating expense is in the books.{" "}
        <TextLink href={`${company}/cycles`} inherit underline="always">
          To the cycles and their inputs
        </TextLink>
      </p>
    );
  }
  return (
    <>
      <DataTable
        caption={`Operating expense of ${formatMonth(`${month}-01`)} by function against its budget, US dollars`}
        rows={withTotal(functions, { function: TOTAL, ...functionsTotal(functions) })}
        rowKey={({ function: name }) => name}
        minWidth={720}
        columns={[
          {
            key: "function",
            header: `Opex of ${formatMonth(`${month}-01`)}`,
            names: true,
            cell: ({ function: name }) => nameOf(name),
          },
          {
            key: "total",
            header: "Total",
            align: "right",
            cell: ({ totalUsd }) => formatMoney(Math.round(totalUsd)),
          },
          {
            key: "budget",
            header: "Budget",
            align: "right",
            cell: ({ function: name, budgetUsd }) =>
              budgetUsd === null ? noBudget(name) : formatMoney(Math.round(budgetUsd)),
          },
          {
            key: "over",
            header: "Over or under",
            align: "right",
            cell: (row) => <Change now={row.totalUsd} before={row.budgetUsd} />,
          },
          {
            key: "fixed",
            header: "Fixed",
            align: "right",
            cell: ({ fixedUsd }) => formatMoney(Math.round(fixedUsd)),
          },
          {
            key: "variable",
            header: "Variable",
            align: "right",
            cell: ({ variableUsd }) => formatMoney(Math.round(variableUsd)),
          },
          {
            key: "before",
            header: "Month before",
            align: "right",
            cell: ({ beforeUsd }) => (beforeUsd === null ? "—" : formatMoney(Math.round(beforeUsd))),
          },
          {
            key: "change",
            header: "Change",
            align: "right",
            cell: (row) => <Change now={row.totalUsd} before={row.beforeUsd} />,
          },
        ]}
      />
      <Unbudgeted functions={functions} month={month} company={company} />
    </>
  );
}

/** Where a budget is missing, the page says where it comes from. */
function Unbudgeted({
  functions,
  month,
  company,
}: {
  functions: ReviewSpend["functions"];
  month: string;
  company: string;
}) {
  const without = functions.filter(({ budgetUsd }) => budgetUsd === null).map(({ function: name }) => name);
  if (without.length === 0) return null;
  return (
    <p className={classes.note}>
      No budget of {formatMonth(`${month}-01`)} was uploaded for {without.join(", ")}.{" "}
      <TextLink href={`${company}/imports?kind=opex-budget`} inherit underline="always" prefetch={false}>
        Upload the operating budget by function
      </TextLink>
      ; until then the month before is all there is to compare with.
    </p>
  );
}

/** By how much more or less; the sign stays with its amount. */
function Change({ now, before }: { now: number; before: number | null }) {
  if (before === null) return "—";
  const by = Math.round(now - before);
  return <span className={classes.figure}>{by > 0 ? `+${formatMoney(by)}` : formatMoney(by)}</span>;
}

function Channels({ spend: { week, channels } }: { spend: ReviewSpend }) {
  if (week === null || channels.length === 0) return null;
  return (
    <DataTable
      caption={`Paid channels from ${week.start} to ${week.end}: spent, and the daily budgets of the running campaigns as they are set now, times seven`}
      rows={withTotal(channels, { channel: TOTAL, ...channelsTotal(channels) })}
      rowKey={({ channel }) => channel}
      minWidth={520}
      columns={[
        {
          key: "channel",
          header: `Channel, ${formatDate(week.start)} to ${formatDate(week.end)}`,
          names: true,
          cell: ({ channel }) => nameOf(channel),
        },
        {
          key: "spent",
          header: "Spent",
          align: "right",
          cell: ({ spentUsd }) => formatMoney(Math.round(spentUsd)),
        },
        {
          key: "budget",
          header: "Daily budgets × 7",
          align: "right",
          cell: ({ channel, budgetUsd }) =>
            budgetUsd === null ? noBudget(channel) : formatMoney(Math.round(budgetUsd)),
        },
        {
          key: "over",
          header: "Over or under",
          align: "right",
          cell: (row) => <Change now={row.spentUsd} before={row.budgetUsd} />,
        },
      ]}
    />
  );
}

function Commitments({ commitments, company }: { commitments: readonly GateCommitments[]; company: string }) {
  if (commitments.length === 0) return <p className={classes.note}>Nothing was approved this month.</p>;
  return (
    <ul className={classes.list}>
      {commitments.map((gate) => (
        <li key={gate.gateId}>
          <TextLink
            href={`${company}/requests?gate=${gate.gateId}&status=APPROVED`}
            inherit
            underline="always"
          >
            {GATE_WORDS[gate.gateId].name}
          </TextLink>
          : {formatCount(gate.count, "request")}
          {commitmentWords(gate)}
        </li>
      ))}
    </ul>
  );
}

function commitmentWords({ people, usd, usdPerMonth }: GateCommitments): string {
  const parts = [
    people > 0 && formatCount(people, "person", "people"),
    usd > 0 && formatMoney(usd),
    usdPerMonth > 0 && `${formatMoney(usdPerMonth)} a month`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? ", no money committed" : `, ${parts.join(", ")}`;
}
