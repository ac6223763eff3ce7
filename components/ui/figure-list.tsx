import classes from "./figure-list.module.css";

export type ListedFigure = { label: string; value: string; hint?: string };

/** A few figures side by side, each under its name and with what has to be said of it. */
export function FigureList({ figures }: { figures: readonly ListedFigure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value, hint }) => (
        <div key={label} className={classes.figure}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          {hint && <dd className={classes.hint}>{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
