import * as z from "zod";
import { DRIVER_KINDS, SCENARIOS } from "./forecast";

// Also what a board pack keeps of it, so times are text and every part is closed: what is not named here is refused.
const usd = z.number();
const range = z.tuple([z.number(), z.number()]);
const byScenario = <T extends z.ZodType>(shape: T) =>
  z.strictObject({ downside: shape, base: shape, upside: shape });

export const METRICS = ["fcf", "ebitda"] as const;
export type TrajectoryMetricId = (typeof METRICS)[number];

const trajectoryMonth = z.strictObject({
  /** Month of the plan; 0 is its first. */
  index: z.int(),
  month: z.string(),
  /** The plan's band, where one was given. */
  band: range.nullable(),
  /** The plan's point, which T1 or T2 measures its gap from. */
  target: usd.nullable(),
  /** The three-month average as the close's trigger computed it. */
  average: usd.nullable(),
  /** The month alone. */
  single: usd.nullable(),
  /** Ranges of the forecast: of the average, and of the month alone. */
  forecast: byScenario(range).nullable(),
  forecastSingle: byScenario(range).nullable(),
});

const breakeven = z.strictObject({
  reachedAt: z.int().nullable(),
  isActual: z.boolean(),
  lostAt: z.int().nullable(),
});

const trajectoryMetric = z.strictObject({
  id: z.enum(METRICS),
  months: z.array(trajectoryMonth),
  /** The contract's range for the month in which breakeven is due. */
  dueRange: range.nullable(),
  /** At the better and at the worse end of each scenario; null without a forecast. */
  breakeven: byScenario(z.strictObject({ better: breakeven, worse: breakeven })).nullable(),
});

const driver = z.strictObject({
  kind: z.enum(DRIVER_KINDS),
  function: z.string().nullable(),
  value: z.number(),
  ranges: byScenario(range),
});

export const trajectorySchema = z.strictObject({
  planStart: z.string(),
  dueIndex: z.int(),
  horizonIndex: z.int(),
  /** The newest close that the path has reached; null before the first. */
  close: z
    .strictObject({ cycleKey: z.string(), version: z.int(), index: z.int(), evaluatedAt: z.string() })
    .nullable(),
  metrics: z.strictObject({ fcf: trajectoryMetric, ebitda: trajectoryMetric }),
  /** The drivers of the forecast with their ranges; empty when there is none. */
  drivers: z.array(driver),
  window: z.strictObject({ from: z.string(), to: z.string(), months: z.int() }).nullable(),
  /** Whether somebody set the spreads, or the usual ones hold. */
  spreadsAreUsual: z.boolean(),
  /** Why there is no forecast, each in words; empty when there is one. */
  missing: z.array(z.string()),
  /** Plan settings that cannot be read. */
  unreadable: z.array(z.string()),
});

export type Trajectory = z.infer<typeof trajectorySchema>;
export type TrajectoryMetric = z.infer<typeof trajectoryMetric>;
export type TrajectoryMonth = z.infer<typeof trajectoryMonth>;
export type TrajectoryDriver = z.infer<typeof driver>;
export type ScenarioBreakeven = NonNullable<TrajectoryMetric["breakeven"]>["base"];
export { SCENARIOS };
