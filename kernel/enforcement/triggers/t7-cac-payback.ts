import { divide, type Exact, multiply } from "../exact";
import type { TriggerFormula } from "./formula";

const HUNDRED: Exact = { n: 100n, d: 1n };

/** T7: CAC / (GrossMargin as ratio × NewARR_per_month), months; each factor below must be over zero. */
export const T7_CAC_PAYBACK: TriggerFormula = {
  shortId: "T7",
  inputs: ["CAC", "GrossMargin", "NewARR_per_month"],
  unit: "months",
  compute(inputs) {
    const cac = inputs.number("CAC", "USD");
    const margin = inputs.positive("GrossMargin", "percent");
    const newArr = inputs.positive("NewARR_per_month", "USD");
    const decisive = cac && margin && newArr && divide(multiply(cac, HUNDRED), multiply(margin, newArr));
    return { values: { CACPaybackMonths: decisive }, decisive };
  },
};
