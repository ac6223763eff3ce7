import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import Link from "next/link";
import { formatDate } from "@/components/ui/format";
import type { Cadence, Mode, TriggerState } from "@/kernel/enforcement";
import { PASS_CYCLES_TO_EXIT } from "./exit-cycles";
import classes from "./mode-banner.module.css";
import { StateBadge, wordOf } from "./state-badge";
import { theCycleInWords } from "./trigger-words";

export type ModeBannerProps = {
  mode: Mode;
  since: Date | null;
  cause: string | null;
  startedBy: { cadence: Cadence; cycleKey: string } | null;
  consecutivePassCycles: number;
  notPassing: readonly { shortId: string; name: string; state: TriggerState }[];
};

/** Which mode holds, since when and why, and in DEFENSIVE mode how far the way out is. */
export function ModeBanner({
  mode,
  company,
  linkToStatus = true,
}: {
  mode: ModeBannerProps;
  /** `/c/acme` */
  company: string;
  linkToStatus?: boolean;
}) {
  const defensive = mode.mode === "DEFENSIVE";
  return (
    <section className={classes.banner} data-mode={mode.mode} aria-label="Mode of the company">
      <div className={classes.words}>
        <div className={classes.head}>
          <StateBadge state={mode.mode} size="lg" />
          {mode.since && <span className={classes.since}>since {formatDate(mode.since)}</span>}
        </div>
        <p className={classes.cause}>
          {defensive ? <WhyDefensive mode={mode} /> : <WhyNormal notPassing={mode.notPassing} />}
        </p>
        {linkToStatus && defensive && (
          <Link className={classes.link} href={`${company}/defensive`}>
            Mandated actions and the way out
          </Link>
        )}
      </div>
      {defensive && <ExitProgress passed={mode.consecutivePassCycles} notPassing={mode.notPassing} />}
    </section>
  );
}

function WhyDefensive({ mode: { startedBy, cause } }: { mode: ModeBannerProps }) {
  const entered = startedBy ? `Entered with ${theCycleInWords(startedBy)}` : "Entered";
  return (
    <>
      {cause ? `${entered}: ${cause}.` : `${entered}.`} Growth spend and net-new headcount are closed;
      retention is protected.
    </>
  );
}

function WhyNormal({ notPassing }: { notPassing: ModeBannerProps["notPassing"] }) {
  if (notPassing.length === 0) return <>Every critical trigger passes.</>;
  return (
    <>
      No critical trigger fails. Not passing:{" "}
      {notPassing.map(({ shortId, name, state }) => `${shortId} ${name} (${wordOf(state)})`).join(", ")}.
    </>
  );
}

/** The cycles still to pass, as words and as steps. */
export function ExitProgress({
  passed,
  notPassing,
}: {
  passed: number;
  notPassing: ModeBannerProps["notPassing"];
}) {
  const done = Math.min(passed, PASS_CYCLES_TO_EXIT);
  const steps = Array.from({ length: PASS_CYCLES_TO_EXIT }, (_, index) => index + 1);
  return (
    <div className={classes.exit}>
      <p className={classes.exitHead}>
        <span aria-hidden className={classes.steps}>
          {steps.map((step) =>
            step <= done ? (
              <IconCircleCheckFilled key={step} size={20} />
            ) : (
              <IconCircle key={step} size={20} />
            ),
          )}
        </span>
        {done} of {PASS_CYCLES_TO_EXIT} passing cycles to exit
      </p>
      <p className={classes.exitWords}>
        {notPassing.length > 0
          ? `Held by ${notPassing.map(({ shortId, state }) => `${shortId} ${wordOf(state)}`).join(", ")}.`
          : "Every critical trigger passes now."}
      </p>
    </div>
  );
}
