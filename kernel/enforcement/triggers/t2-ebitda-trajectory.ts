import { mean, subtract } from "../exact";
import type { TriggerFormula } from "./formula";

/** T2: mean(Revenue − COGS − Opex_excl_DA) over three months, USD; its gap to the month's target decides. */
export const T2_EBITDA_TRAJECTORY: TriggerFormula = {
  shortId: "T2",
  inputs: ["Revenue", "COGS", "Opex_excl_DA"],
  unit: "USD",
  compute(inputs) {
    const revenue = inputs.last("Revenue", 3);
    const cogs = inputs.last("COGS", 3);
    const opex = inputs.last("Opex_excl_DA", 3);
    const target = inputs.monthlyTarget("TargetEBITDA_3mo_avg");
    const average = revenue && cogs && opex && subtract(subtract(mean(revenue), mean(cogs)), mean(opex));
    const gap = average && target && subtract(average, target);
    return { values: { EBITDA_3mo_avg: average, TrajectoryGap: gap }, decisive: gap };
  },
};
