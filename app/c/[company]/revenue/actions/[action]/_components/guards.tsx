import Link from "next/link";
import { metricFigure } from "@/components/governance/metric-words";
import { Facts } from "@/components/ui/facts";
import { formatDate, formatMoney, formatPercent } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { metric } from "@/kernel/revenue/metrics";
import type { AbortWatch, RevenueActionScreen } from "@/lib/queries/revenue-action";
import classes from "./action.module.css";

/** What stops the action by itself and how close that is, and what it may never do. */
export function Guards({ screen, company }: { screen: RevenueActionScreen; company: string }) {
  const { watches, action, status } = screen;
  const { max_additional_spend: spend, max_exposure_percent: exposure } = action.guardrails;
  return (
    <Section title="Guardrails" description="Looked at every day while the action is under observation.">
      <Facts
        items={[
          { label: "Most additional spend", value: spend === 0 ? "None" : formatMoney(spend) },
          { label: "Most exposure", value: exposure === 0 ? "None" : formatPercent(exposure) },
        ]}
      />
      <h3 className={classes.heading}>Conditions for stopping</h3>
      {watches.length === 0 ? (
        <p className={classes.note}>None.</p>
      ) : (
        <ul className={classes.list}>
          {watches.map((watch) => (
            <li
              key={watch.words}
              className={classes.watch}
              data-near={watch.inARow > 0}
              data-met={watch.metOn !== null}
            >
              <Link href={`${company}/revenue/metrics/${watch.metric}`} className={classes.link}>
                {watch.words}
              </Link>
              <p className={classes.note}>{closenessOf(watch, status)}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function closenessOf(
  { metOn, newest, inARow, consecutiveDays, metric: id }: AbortWatch,
  status: RevenueActionScreen["status"],
): string {
  if (metOn) return `Met on ${formatDate(metOn)}.`;
  if (newest === null)
    return status === "executing" ? "No day of the window has been computed yet." : "Never looked at.";
  const figure = `${metricFigure(newest.value, metric(id).unit)} on ${formatDate(newest.day)}`;
  if (inARow === 0) return `Not met: ${figure}.`;
  return `${figure}: ${inARow} of ${consecutiveDays} days in a row.`;
}
