import { type ReactNode, useId } from "react";
import classes from "./trajectory-chart.module.css";

/** Hatching to the left, to the right, and dots: the three scenarios without their colours. */
export function SwatchPatterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-downside`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--tone-bad-ground)" />
        <path d="M0 6 L6 0" stroke="var(--tone-bad-line)" strokeWidth="1" />
      </pattern>
      <pattern id={`${id}-base`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--tone-neutral-ground)" />
        <circle cx="3" cy="3" r="1" fill="var(--tone-neutral-line)" />
      </pattern>
      <pattern id={`${id}-upside`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--tone-good-ground)" />
        <path d="M0 0 L6 6" stroke="var(--tone-good-line)" strokeWidth="1" />
      </pattern>
    </defs>
  );
}

type Shows = { band: boolean; target: boolean; forecast: boolean };

/** What each form of the chart means; only what is drawn stands in it. */
export function TrajectoryLegend({ shows }: { shows: Shows }) {
  const id = useId().replaceAll(":", "");
  const scenarios = [
    ["upside", "Upside range"],
    ["base", "Base range"],
    ["downside", "Downside range"],
  ] as const;
  return (
    <figcaption>
      <ul className={classes.legend}>
        <Entry words="Three-month average">
          <path d="M0 6 H18" stroke="var(--mantine-color-text)" strokeWidth="2.5" />
          <circle cx="9" cy="6" r="3" fill="var(--mantine-color-text)" />
        </Entry>
        <Entry words="The month alone">
          <path d="M0 6 H18" stroke="var(--mantine-color-dimmed)" strokeDasharray="2 3" />
          <circle cx="9" cy="6" r="2" fill="var(--mantine-color-dimmed)" />
        </Entry>
        {shows.band && (
          <Entry words="Band of the plan">
            <rect
              x="0.5"
              y="1"
              width="17"
              height="10"
              fill="var(--tone-info-ground)"
              stroke="var(--tone-info-line)"
            />
          </Entry>
        )}
        {shows.target && (
          <Entry words="Target">
            <circle cx="9" cy="6" r="3" fill="none" stroke="var(--tone-info-text)" strokeWidth="1.5" />
          </Entry>
        )}
        {shows.forecast &&
          scenarios.map(([scenario, words]) => (
            <Entry key={scenario} words={words}>
              <SwatchPatterns id={`${id}-${scenario}`} />
              <rect x="0.5" y="1" width="17" height="10" fill={`url(#${id}-${scenario}-${scenario})`} />
            </Entry>
          ))}
      </ul>
    </figcaption>
  );
}

function Entry({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li>
      <svg width="18" height="12" viewBox="0 0 18 12" aria-hidden focusable="false">
        {children}
      </svg>
      {words}
    </li>
  );
}
