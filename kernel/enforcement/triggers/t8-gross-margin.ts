import { divide, type Exact, multiply, subtract, sum } from "../exact";
import type { TriggerFormula } from "./formula";

const HUNDRED: Exact = { n: 100n, d: 1n };

/**
 * T8: (Revenue − COGS) / Revenue on the totals of the last up to three months, percent. One or two months
 * will do; only months that both series have are used.
 */
export const T8_GROSS_MARGIN: TriggerFormula = {
  shortId: "T8",
  inputs: ["Revenue", "COGS"],
  unit: "percent",
  compute(inputs) {
    const lengths = [inputs.lengthOf("Revenue") ?? 0, inputs.lengthOf("COGS") ?? 0].filter((n) => n > 0);
    const months = Math.max(1, Math.min(3, ...lengths));
    const revenueMonths = inputs.last("Revenue", months);
    const cogsMonths = inputs.last("COGS", months);
    const revenue = revenueMonths && sum(revenueMonths);
    if (revenue !== null && revenue.n <= 0n) inputs.nameMissing("Revenue");
    if (revenue === null || cogsMonths === null || revenue.n <= 0n) {
      return { values: { GrossMargin: null }, decisive: null };
    }
    const decisive = multiply(divide(subtract(revenue, sum(cogsMonths)), revenue), HUNDRED);
    return { values: { GrossMargin: decisive }, decisive };
  },
};
