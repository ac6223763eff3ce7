import { add, divide, type Exact, multiply, subtract } from "../exact";
import type { TriggerFormula } from "./formula";

const HUNDRED: Exact = { n: 100n, d: 1n };

/** T5: (StartingARR + Expansion − Contraction − Churn) / StartingARR, percent. */
export const T5_NET_REVENUE_RETENTION: TriggerFormula = {
  shortId: "T5",
  inputs: ["StartingARR", "Expansion", "Contraction", "Churn"],
  unit: "percent",
  compute(inputs) {
    const starting = inputs.positive("StartingARR", "USD");
    const expansion = inputs.number("Expansion", "USD");
    const contraction = inputs.number("Contraction", "USD");
    const churn = inputs.number("Churn", "USD");
    const ending =
      starting &&
      expansion &&
      contraction &&
      churn &&
      subtract(subtract(add(starting, expansion), contraction), churn);
    const decisive = starting && ending && multiply(divide(ending, starting), HUNDRED);
    return { values: { NRR: decisive }, decisive };
  },
};
