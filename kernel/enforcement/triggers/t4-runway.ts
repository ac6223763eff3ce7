import { compare, divide, type Exact, mean, ONE } from "../exact";
import type { TriggerFormula } from "./formula";
import type { Inputs } from "./inputs";

/** T4: CashBalance / max(1, burn), months. The guard also covers a company that burns nothing. */
export const T4_RUNWAY: TriggerFormula = {
  shortId: "T4",
  inputs: ["CashBalance", "NetBurn_3mo_avg", "NetBurn"],
  unit: "months",
  compute(inputs) {
    const cash = inputs.number("CashBalance", "USD");
    const burn = burnOf(inputs);
    const decisive = cash && burn && divide(cash, compare(burn, ONE) < 0 ? ONE : burn);
    return { values: { RunwayMonths: decisive }, decisive };
  },
};

/** `NetBurn_3mo_avg` wins over the series it could be derived from. */
function burnOf(inputs: Inputs): Exact | null {
  const given = inputs.numberOrNull("NetBurn_3mo_avg", "USD");
  if (given !== null) return given;
  const series = inputs.lastOrNull("NetBurn", 3);
  if (series !== null) return mean(series);
  const onlySeries = inputs.has("NetBurn") && !inputs.has("NetBurn_3mo_avg");
  return inputs.nameMissing(onlySeries ? "NetBurn" : "NetBurn_3mo_avg");
}
