import type { Action } from "@/kernel/revenue/contract";
import { SCORE_WEIGHTS } from "@/kernel/revenue/score";
import classes from "./score-parts.module.css";

type Score = Action["cfo_score"];
type Part = { name: string; value: number };

/** What each part adds to the total, or takes away. */
function partsOf(score: Score): Part[] {
  return [
    { name: "Revenue", value: score.revenue * SCORE_WEIGHTS.revenue },
    { name: "Payback", value: score.payback_improvement * SCORE_WEIGHTS.payback },
    { name: "Margin", value: score.margin_protection * SCORE_WEIGHTS.margin },
    { name: "Cash risk", value: -score.cash_risk * SCORE_WEIGHTS.cashRisk },
    { name: "Past results", value: score.learning },
  ];
}

/** The longest that any part can be, so that bars of different actions can be compared. */
const FULL = Math.max(SCORE_WEIGHTS.revenue, SCORE_WEIGHTS.payback, SCORE_WEIGHTS.margin);

/** Two digits always, so that the parts can be added up by eye. */
const digits = (value: number) => Math.abs(value).toFixed(2);
const signed = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${digits(value)}`;

/** A score and what it is made of: gains to the right, what counts against the action to the left. */
export function ScoreParts({ score }: { score: Score }) {
  return (
    <div className={classes.score}>
      <p className={classes.total}>
        Score{" "}
        <strong className="figure">
          {score.total < 0 && "−"}
          {digits(score.total)}
        </strong>
      </p>
      <dl className={classes.parts}>
        {partsOf(score).map(({ name, value }) => (
          <div key={name} className={classes.part}>
            <dt>{name}</dt>
            <dd className="figure">
              <span className={classes.track} aria-hidden>
                <span
                  className={classes.bar}
                  data-sign={value < 0 ? "against" : "for"}
                  style={{ width: `${Math.min(50, (50 * Math.abs(value)) / FULL)}%` }}
                />
              </span>
              <span className={classes.figure}>{signed(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
