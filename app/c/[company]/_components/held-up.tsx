import { IconAlertTriangle } from "@tabler/icons-react";
import Link from "next/link";
import { inputInWords } from "@/components/governance/input-words";
import { cycleInWords } from "@/components/governance/trigger-words";
import { triggerShortId } from "@/kernel/enforcement";
import type { HeldUpCycle } from "@/lib/queries/held-up-cycle";
import classes from "./overview.module.css";

/** The newest evaluation did not close: what it could not know, and that the cycle before still holds. */
export function HeldUp({ cycle, company }: { cycle: HeldUpCycle; company: string }) {
  const unknown = cycle.unknown.map(
    ({ triggerId, inputsMissing }) =>
      `${triggerShortId(triggerId)} (${inputsMissing.map(inputInWords).join(", ")})`,
  );
  return (
    <section className={classes.heldUp} aria-label="An evaluation that could not close">
      <IconAlertTriangle size={18} aria-hidden className={classes.heldUpIcon} />
      <p className={classes.heldUpWords}>
        <Link href={`${company}/cycles/${cycle.cadence}/${cycle.cycleKey}`} className={classes.link}>
          {cycleInWords(cycle)}
        </Link>{" "}
        could not be closed
        {unknown.length > 0 && `: unknown for want of figures ${unknown.join("; ")}`}. Until it is, what held
        before still holds.{" "}
        {cycle.reasonCodes.map((code) => (
          <Link key={code} href={`${company}/codes/${code}`} className={classes.link}>
            {code}
          </Link>
        ))}
      </p>
    </section>
  );
}
