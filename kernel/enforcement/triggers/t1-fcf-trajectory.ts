import { mean, subtract } from "../exact";
import type { TriggerFormula } from "./formula";

/** T1: mean(OperatingCashFlow − Capex) over three months, USD; its gap to the month's target decides. */
export const T1_FCF_TRAJECTORY: TriggerFormula = {
  shortId: "T1",
  inputs: ["OperatingCashFlow", "Capex"],
  unit: "USD",
  compute(inputs) {
    const cashFlow = inputs.last("OperatingCashFlow", 3);
    const capex = inputs.last("Capex", 3);
    const target = inputs.monthlyTarget("TargetFCF_3mo_avg");
    const average = cashFlow && capex && subtract(mean(cashFlow), mean(capex));
    const gap = average && target && subtract(average, target);
    return { values: { FCF_3mo_avg: average, TrajectoryGap: gap }, decisive: gap };
  },
};
