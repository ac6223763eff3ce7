// Kept apart from the schema, so that a browser which types figures need not load what parses them.
import type { ScenarioContent } from "./scenario-content";

export const MOST_MONTHS = 18;
export const USUAL_MONTHS = 6;
/** Beyond every figure of a company; within it a figure is exact to the cent. */
export const LARGEST_FIGURE = 1e12;

/** What a scenario starts from, per input: today's figure, and the plan's month by month where it has one. */
export type StartingFigure = {
  name: string;
  today: number | null;
  plan: readonly (number | null)[] | null;
};

/** The plan's figure where the plan speaks of it; else today's, unchanged. */
export function startingFigure({ today, plan }: StartingFigure, month: number): number | null {
  return plan === null ? today : (plan[month] ?? null);
}

export function startingFigures(
  inputs: readonly StartingFigure[],
  months: number,
): ScenarioContent["figures"] {
  return Object.fromEntries(
    inputs.map((input) => [
      input.name,
      Array.from({ length: months }, (_, month) => startingFigure(input, month)),
    ]),
  );
}

/**
 * A scenario on another start: months that have closed since fall away, figures of the months still ahead stay, and
 * what the scenario did not reach yet begins as a new one would.
 */
export function rebased(
  content: ScenarioContent,
  next: Pick<ScenarioContent, "start" | "firstMonth">,
  inputs: readonly StartingFigure[],
): ScenarioContent {
  const passed = monthsBetween(content.firstMonth, next.firstMonth);
  const months = Math.min(MOST_MONTHS, Math.max(1, content.months - Math.max(0, passed)));
  const figures = Object.fromEntries(
    inputs.map((input) => {
      const typed = Object.hasOwn(content.figures, input.name) ? content.figures[input.name] : undefined;
      const values = Array.from({ length: months }, (_, month) => {
        const before = month + passed;
        return typed !== undefined && before >= 0 && before < typed.length
          ? (typed[before] ?? null)
          : startingFigure(input, month);
      });
      return [input.name, values];
    }),
  );
  return { ...content, ...next, months, figures };
}

function monthsBetween(from: string, to: string): number {
  const number = (key: string) => Number(key.slice(0, 4)) * 12 + Number(key.slice(5));
  return number(to) - number(from);
}
