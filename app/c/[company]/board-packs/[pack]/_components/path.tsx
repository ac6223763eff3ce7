import { TrajectoryChartOnDemand } from "@/components/governance/trajectory-chart-on-demand";
import { Section } from "@/components/ui/section";
import { SCENARIO_WORDS } from "@/lib/queries/forecast-words";
import { METRICS, SCENARIOS, type Trajectory } from "@/lib/queries/trajectory-shape";
import { breakevenInWords, METRIC_WORDS, monthName } from "@/lib/queries/trajectory-words";
import classes from "../../_components/board-packs.module.css";

/** The path to breakeven as it was frozen. */
export function PackPath({ trajectory }: { trajectory: Trajectory }) {
  const { window, missing } = trajectory;
  return (
    <Section
      title="The path to breakeven"
      description={
        window
          ? `The forecast is measured on the ${window.months} months from ${monthName(window.from)} to ${monthName(window.to)}.`
          : undefined
      }
    >
      {missing.length > 0 && (
        <p className={classes.words}>There is no forecast, because this is missing: {missing.join("; ")}.</p>
      )}
      {METRICS.map((id) => {
        const { months, breakeven } = trajectory.metrics[id];
        return (
          <div key={id}>
            <h3 className={classes.heading}>{METRIC_WORDS[id].name}</h3>
            <TrajectoryChartOnDemand
              months={months}
              dueIndex={trajectory.dueIndex}
              label={`${METRIC_WORDS[id].name} by month of the plan: band, target, actual and forecast ranges`}
            />
            {breakeven && (
              <ul className={classes.list}>
                {[...SCENARIOS].reverse().map((scenario) => (
                  <li key={scenario}>
                    {SCENARIO_WORDS[scenario]}: breakeven {breakevenInWords(trajectory, breakeven[scenario])}
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </Section>
  );
}
