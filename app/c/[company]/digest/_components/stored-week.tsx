import { formatDateTime } from "@/components/ui/format";
import type { CfoFigure } from "@/lib/queries/cfo-week";
import type { Digest } from "@/lib/queries/digest";
import classes from "./digest.module.css";

/** This page computes the week as it is opened; the letter and the roll-up rest on what was stored. */
export function StoredWeek({ stored, figures }: { stored: Digest["stored"]; figures: readonly CfoFigure[] }) {
  if (stored === null) {
    return (
      <p className={classes.note}>Computed as this page was opened. This week has not been stored yet.</p>
    );
  }
  const changed = figures.filter(({ id }) => stored.changedSince.includes(id)).map(({ name }) => name);
  return (
    <p className={classes.note}>
      Computed as this page was opened; stored {formatDateTime(stored.computedAt)}.{" "}
      {changed.length > 0 && `Changed since by late events: ${changed.join("; ")}.`}
    </p>
  );
}
