import * as z from "zod";
import { CADENCES } from "../../kernel/enforcement";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { LARGEST_FIGURE, MOST_MONTHS } from "./scenario-figures";

export const MOST_INPUTS = 60;

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
