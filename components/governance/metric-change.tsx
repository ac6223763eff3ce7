import { IconArrowDownRight, IconArrowUpRight, IconMinus, IconQuestionMark } from "@tabler/icons-react";
import classes from "./metric-change.module.css";
import type { Change } from "./metric-words";

const ARROWS = {
  up: IconArrowUpRight,
  down: IconArrowDownRight,
  level: IconMinus,
  unknown: IconQuestionMark,
} as const;

/** "Up 4.2%, better": the arrow says which way, the word whether that is good, the colour says it once more. */
export function MetricChange({ change: { way, words, judged, tone } }: { change: Change }) {
  const Arrow = ARROWS[way];
  return (
    <span className={classes.change} data-tone={tone}>
      <Arrow size={14} stroke={2} aria-hidden className={classes.arrow} />
      <span>
        {words}
        {judged && <strong className={classes.judged}>, {judged}</strong>}
      </span>
    </span>
  );
}
