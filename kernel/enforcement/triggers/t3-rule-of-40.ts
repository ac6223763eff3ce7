import { add } from "../exact";
import type { TriggerFormula } from "./formula";

/** T3: ARR_Growth_Rate_TTM + EBITDA_Margin_TTM, percent. */
export const T3_RULE_OF_40: TriggerFormula = {
  shortId: "T3",
  inputs: ["ARR_Growth_Rate_TTM", "EBITDA_Margin_TTM"],
  unit: "percent",
  compute(inputs) {
    const growth = inputs.number("ARR_Growth_Rate_TTM", "percent");
    const margin = inputs.number("EBITDA_Margin_TTM", "percent");
    const decisive = growth && margin && add(growth, margin);
    return { values: { Ro40: decisive }, decisive };
  },
};
