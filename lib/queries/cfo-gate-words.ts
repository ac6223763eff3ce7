import type { CfoGate } from "../../kernel/revenue/contract";
import type { MetricUnit } from "../../kernel/revenue/metrics";

/** How a CFO gate is called wherever a person reads of it, and the unit of what it watches. */
export const CFO_GATE_WORDS: Record<CfoGate, { name: string; watches: string; unit: MetricUnit }> = {
  payback_exceeded: { name: "Payback exceeded", watches: "payback", unit: "months" },
  margin_below_floor: { name: "Margin below floor", watches: "gross margin", unit: "percent" },
  cash_constrained: { name: "Cash constrained", watches: "runway", unit: "months" },
};
