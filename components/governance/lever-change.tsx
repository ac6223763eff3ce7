import { IconArrowRight } from "@tabler/icons-react";
import type { LeverValue } from "@/kernel/revenue/contract";
import type { Subsystem } from "@/kernel/revenue/levers";
import classes from "./lever-change.module.css";
import { leverName, leverValueInWords } from "./lever-words";

/** "Daily budget of Category guides: $67 → $54". The arrow is said as "to". */
export function LeverChange({
  subsystem,
  field,
  entity,
  from,
  to,
}: {
  subsystem: Subsystem;
  field: string;
  /** Whose field it is; left out where that stands beside it. */
  entity?: string;
  from: LeverValue;
  to: LeverValue;
}) {
  return (
    <span className={classes.change}>
      {entity && (
        <>
          {leverName(subsystem, field)}, {entity}:{" "}
        </>
      )}
      <span className="figure">
        {leverValueInWords(subsystem, field, from)}{" "}
        <IconArrowRight size={14} stroke={2} aria-hidden className={classes.arrow} />
        <span className="visually-hidden">to</span> <strong>{leverValueInWords(subsystem, field, to)}</strong>
      </span>
    </span>
  );
}
