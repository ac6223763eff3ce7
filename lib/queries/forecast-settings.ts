import * as z from "zod";
import { DRIVER_KINDS, type DriverKind, type Spread } from "./forecast";

/** Six or twelve months, so that the two halves of the window are whole months and can be compared. */
export const FORECAST_WINDOWS = [6, 12] as const;

const reach = z
  .number("Give a number.")
  .positive("Over 0: a scenario is a range, never a single line.")
  .max(100, "At most 100.");
const spread = z
  .strictObject({ base: reach, downside: reach, upside: reach })
  .refine(({ base, downside }) => downside > base, {
    path: ["downside"],
    message: "Further than the base range reaches.",
  })
  .refine(({ base, upside }) => upside > base, {
    path: ["upside"],
    message: "Further than the base range reaches.",
  });

/** `optimizer_configs` under `forecast.drivers`. */
export const forecastSettingsSchema = z.strictObject({
  window_months: z.literal(FORECAST_WINDOWS),
  spreads: z.strictObject(
    Object.fromEntries(DRIVER_KINDS.map((kind) => [kind, spread])) as Record<DriverKind, typeof spread>,
  ),
});
export type ForecastSettings = z.infer<typeof forecastSettingsSchema>;

const of = (base: number, downside: number, upside: number): Spread => ({ base, downside, upside });

/** What holds until a CFO has set something else; the screens say so. */
export const USUAL_FORECAST: ForecastSettings = {
  window_months: 6,
  spreads: {
    new_arr: of(5, 25, 15),
    expansion: of(5, 20, 15),
    contraction: of(5, 25, 15),
    churn: of(5, 30, 15),
    recognised: of(0.5, 1.5, 1),
    gross_margin: of(0.5, 2, 1.5),
    opex_growth: of(0.25, 1, 0.75),
    collections: of(1, 4, 3),
    capex: of(5, 25, 15),
  },
};
