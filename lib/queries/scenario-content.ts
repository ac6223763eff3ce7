import * as z from "zod";
import { CADENCES } from "../../kernel/enforcement/vocabulary";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";

export const MOST_MONTHS = 18;
export const USUAL_MONTHS = 6;
export const MOST_INPUTS = 60;
/** Beyond every figure of a company; within it a figure is exact to the cent. */
export const LARGEST_FIGURE = 1e12;

const inputName = z
  .string()
  .regex(/^[A-Za-z]\w{0,79}$/, "An input's name has letters, digits and underscores.");
const figure = z.number().min(-LARGEST_FIGURE).max(LARGEST_FIGURE).nullable();

/** Where the figures of a scenario began: the policy and the newest closed cycle of that moment. */
const start = z.strictObject({
  policyBundleId: z.guid(),
  policyVersion: z.string().min(1).max(100),
  cycle: z
    .strictObject({
      cadence: z.enum(CADENCES),
      cycleKey: z.string().regex(/^\d{4}-(?:W\d{2}|\d{2})$/),
      version: z.int().min(1),
    })
    .nullable(),
});

/** What a scenario holds: one figure for each month and input, null where there is none. */
export const scenarioContentSchema = z
  .strictObject({
    start,
    firstMonth: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/),
    months: z.int().min(1).max(MOST_MONTHS),
    figures: z.record(inputName, z.array(figure).max(MOST_MONTHS)),
    crmHygieneEnforced: z.boolean(),
  })
  .superRefine(({ months, figures }, context) => {
    const series = Object.entries(figures);
    if (series.length > MOST_INPUTS)
      context.addIssue({ code: "custom", path: ["figures"], message: `At most ${MOST_INPUTS} inputs.` });
    for (const [name, values] of series) {
      if (values.length === months) continue;
      context.addIssue({
        code: "custom",
        path: ["figures", name],
        message: `One figure for each of the ${months} months.`,
      });
    }
  });
export type ScenarioContent = z.infer<typeof scenarioContentSchema>;

export const scenarioName = z
  .string()
  .trim()
  .min(1, "Give the scenario a name.")
  .max(120, "At most 120 characters.")
  .refine(isStorable, UNSTORABLE_WORDS);

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
