import { cycleInWords } from "@/components/governance/trigger-words";
import type { TimelinePoint } from "@/kernel/enforcement";
import classes from "./backtest.module.css";
import { timelineInWords } from "./backtest-words";

const STEP = 10;
const GAP = 2;
const ROW = 20;
/** DEFENSIVE stands tall, NORMAL lies low, what is open stands half: to be told apart without colour. */
const HEIGHT = { DEFENSIVE: 18, EITHER: 11, NORMAL: 5 } as const;

/** The mode after each closed cycle, as it was and as it would have been, drawn on the server. */
export function BacktestTimeline({ timeline }: { timeline: readonly TimelinePoint[] }) {
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (!first || !last) return null;
  return (
    <figure className={classes.timeline}>
      <figcaption className={classes.caption}>
        Mode after each cycle: tall is DEFENSIVE, low is NORMAL; shaded where the two differ
      </figcaption>
      <div className={classes.rows}>
        <div className={classes.names} aria-hidden>
          <span>As it was</span>
          <span>This version</span>
        </div>
        <svg
          viewBox={`0 0 ${timeline.length * STEP} ${2 * ROW}`}
          preserveAspectRatio="none"
          className={classes.picture}
          role="img"
          aria-label={timelineInWords(timeline)}
        >
          {timeline.map((point, at) => (
            <Point key={`${point.cadence} ${point.cycleKey}`} point={point} x={at * STEP} />
          ))}
        </svg>
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{cycleInWords(first)}</span>
        {timeline.length > 1 && <span>{cycleInWords(last)}</span>}
      </div>
    </figure>
  );
}

function Point({ point: { before, after }, x }: { point: TimelinePoint; x: number }) {
  return (
    <>
      {before !== after && <rect x={x} y={0} width={STEP} height={2 * ROW} className={classes.differs} />}
      {([before, after] as const).map((mode, row) =>
        mode === null ? null : (
          <rect
            // The two rows of one point: nothing else tells them apart.
            key={row === 0 ? "before" : "after"}
            x={x + GAP / 2}
            y={(row + 1) * ROW - 1 - HEIGHT[mode]}
            width={STEP - GAP}
            height={HEIGHT[mode]}
            className={classes.bar}
            data-mode={mode}
          />
        ),
      )}
    </>
  );
}
