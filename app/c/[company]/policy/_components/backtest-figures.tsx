import { GATE_WORDS } from "@/components/governance/request-words";
import { FigureList, type ListedFigure } from "@/components/ui/figure-list";
import { formatCount } from "@/components/ui/format";
import type { Backtest, GateTotals, Sum } from "@/kernel/enforcement";
import classes from "./backtest.module.css";
import {
  amountInWords,
  defensiveInWords,
  escalationsInWords,
  leftOutInWords,
  sumInWords,
  totalOf,
} from "./backtest-words";

/** The figures of the whole, and of each gate where something differs. */
export function BacktestFigures({ backtest }: { backtest: Backtest }) {
  const leftOut = leftOutInWords(backtest.decisions);
  const gates = backtest.totals.filter((gate) => kindsOf(gate).length > 0);
  return (
    <>
      <FigureList
        figures={[
          sumFigure("Would have been blocked", totalOf(backtest, "blocked")),
          sumFigure("Would have been open", totalOf(backtest, "opened")),
          sumFigure("Would have needed other signatures", totalOf(backtest, "signatures")),
          { label: "In DEFENSIVE mode", value: defensiveInWords(backtest) },
          { label: "Escalations due, in all cycles", value: escalationsInWords(backtest) },
        ]}
      />
      {leftOut && <p className={classes.note}>{leftOut}</p>}
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

function sumFigure(label: string, sum: Sum): ListedFigure {
  if (sum.requests === 0) return { label, value: sumInWords(sum) };
  const then = sum.approved > 0 ? `, ${sum.approved} approved then` : "";
  return { label, value: sumInWords(sum), hint: `${formatCount(sum.requests, "request")}${then}` };
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
