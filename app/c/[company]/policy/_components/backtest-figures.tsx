import { GATE_WORDS } from "@/components/governance/request-words";
import { formatCount } from "@/components/ui/format";
import type { Backtest, GateTotals, Sum } from "@/kernel/enforcement";
import classes from "./backtest.module.css";
import { amountInWords, defensiveInWords, escalationsInWords, totalOf } from "./backtest-words";

/** The figures of the whole, and of each gate where something differs. */
export function BacktestFigures({ backtest }: { backtest: Backtest }) {
  const gates = backtest.totals.filter((gate) => kindsOf(gate).length > 0);
  return (
    <>
      <dl className={classes.figures}>
        <Figure label="Would have been blocked" sum={totalOf(backtest, "blocked")} />
        <Figure label="Would have been open" sum={totalOf(backtest, "opened")} />
        <Figure label="Would have needed other signatures" sum={totalOf(backtest, "signatures")} />
        <div className={classes.figure}>
          <dt>In DEFENSIVE mode</dt>
          <dd className={classes.value}>{defensiveInWords(backtest)}</dd>
        </div>
        <div className={classes.figure}>
          <dt>Escalations due, in all cycles</dt>
          <dd className={classes.value}>{escalationsInWords(backtest)}</dd>
        </div>
      </dl>
      {gates.length > 1 && (
        <ul className={classes.lines}>
          {gates.map((gate) => (
            <li key={gate.gateId}>
              <strong>
                {gate.gateId.slice(0, 2)} {GATE_WORDS[gate.gateId].name}
              </strong>
              : {kindsOf(gate).join("; ")}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Figure({ label, sum }: { label: string; sum: Sum }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd className={classes.value}>
        {sum.requests === 0 ? "Nothing" : amountInWords(sum) || formatCount(sum.requests, "request")}
      </dd>
      {sum.requests > 0 && (
        <dd className={classes.hint}>
          {formatCount(sum.requests, "request")}
          {sum.approved > 0 ? `, ${sum.approved} approved then` : ""}
        </dd>
      )}
    </div>
  );
}

function kindsOf(gate: GateTotals): string[] {
  const words = { blocked: "blocked", opened: "open", signatures: "with other signatures" } as const;
  return (["blocked", "opened", "signatures"] as const).flatMap((kind) => {
    const sum = gate[kind];
    if (sum.requests === 0) return [];
    const amount = amountInWords(sum);
    return [`${formatCount(sum.requests, "request")} ${words[kind]}${amount ? ` (${amount})` : ""}`];
  });
}
