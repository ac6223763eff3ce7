import { formatPercent } from "@/components/ui/format";
import type { Gap } from "@/kernel/revenue/constraint";
import { metric } from "@/kernel/revenue/metrics";
import classes from "./gap-bars.module.css";
import { CONSTRAINT_WORDS, metricFigure } from "./metric-words";

type Props = {
  gaps: readonly Pick<Gap, "domain" | "metric" | "wanted" | "observed" | "target" | "gap" | "weighted">[];
};

/**
 * How far off each target is, in the weight of its domain, the one that binds first. Each row says its figures in words,
 * so the bars may stay out of a screen reader's way.
 */
export function GapBars({ gaps }: Props) {
  const full = Math.max(...gaps.map(({ weighted }) => Math.abs(weighted)), 0.01);
  return (
    <ol className={classes.gaps}>
      {gaps.map(({ domain, metric: id, wanted, observed, target, gap, weighted }, index) => {
        const { name, unit } = metric(id);
        return (
          <li key={id} className={classes.gap}>
            <span className={classes.name}>
              {name}
              <span className={classes.note}>
                {CONSTRAINT_WORDS[domain]}
                {index === 0 && ", binds"}
              </span>
            </span>
            <span className={classes.track} aria-hidden>
              <span
                className={classes.bar}
                data-off={weighted > 0}
                data-binds={index === 0}
                style={{ width: `${(100 * Math.max(weighted, 0)) / full}%` }}
              />
            </span>
            <span className={`${classes.words} figure`}>
              {metricFigure(observed, unit)} against {wanted} {metricFigure(target, unit)}
              <span className={classes.note}>
                {gap > 0 ? `${formatPercent(gap * 100)} off target` : "Target met"}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
