import Link from "next/link";
import { CONSTRAINT_WORDS } from "@/components/governance/metric-words";
import { formatCount, formatDateTime } from "@/components/ui/format";
import { metric } from "@/kernel/revenue/metrics";
import type { RevenuePulse } from "@/lib/queries/revenue-pulse";
import classes from "./overview.module.css";

/** What the Revenue OS kernel found last, and what waits because of it; the rest stands on its own pages. */
export function RevenuePanel({ pulse, company }: { pulse: RevenuePulse | null; company: string }) {
  const revenue = `${company}/revenue`;
  return (
    <section className={classes.tile} aria-labelledby="revenue-kernel">
      <div className={classes.tileHead}>
        <h2 id="revenue-kernel" className={classes.tileTitle}>
          Revenue kernel
        </h2>
        <Link href={revenue} className={classes.link}>
          Revenue spine
        </Link>
      </div>
      {pulse === null ? (
        <p className={classes.note}>
          No optimisation cycle has run yet.{" "}
          <Link href={`${revenue}/targets`} className={classes.link}>
            Targets and guardrails
          </Link>
        </p>
      ) : (
        <Found pulse={pulse} revenue={revenue} />
      )}
    </section>
  );
}

function Found({ pulse, revenue }: { pulse: RevenuePulse; revenue: string }) {
  const { constraint, priorityMetric, executedAt } = pulse;
  return (
    <>
      <p className={classes.main}>
        <Link href={`${revenue}/cycles`} className={classes.link}>
          Held back by {CONSTRAINT_WORDS[constraint].toLowerCase()}
        </Link>
        : {metric(priorityMetric).name}
      </p>
      <p className={classes.note}>
        Cycle of {formatDateTime(executedAt)} ·{" "}
        <Link href={`${revenue}/actions`} className={classes.link}>
          {actionsInWords(pulse)}
        </Link>
      </p>
    </>
  );
}

function actionsInWords({ awaitingSignoff, pending, executing }: RevenuePulse): string {
  const parts = [
    awaitingSignoff > 0 ? `${formatCount(awaitingSignoff, "action")} waiting for a signature` : null,
    pending > 0 ? `${pending} about to run` : null,
    executing > 0 ? `${executing} under observation` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : "no action is waiting";
}
