import type { CfoGate, KernelInput, KernelOutput } from "./contract";
import type { FigureKind } from "./figure-text";
import type { Figures } from "./figures";
import type { MetricId } from "./metric-ids";

export type TriggeredGate = KernelOutput["cycle_summary"]["cfo_gates_triggered"][number];
type CfoGuardrails = KernelInput["cfo_guardrails"];

/** What an action is for, which is what the CFO gates hold back or prefer. */
export const PURPOSES = [
  "demand_scaling",
  "efficiency",
  "conversion",
  "pricing",
  "discounting",
  "cost",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Under `cash_constrained`: largest exposure, percent; and longest window, days. */
export const CASH_EXPOSURE_PCT = 10;
export const CASH_WINDOW_DAYS = 14;

interface CfoGateRule {
  readonly gate: CfoGate;
  readonly metric: MetricId;
  readonly kind: FigureKind;
  readonly threshold: (limits: CfoGuardrails) => number;
  /** On which side of the threshold the gate triggers; on it, it does not. */
  readonly triggers: "above" | "below";
  /** Not proposed while the gate is triggered. */
  readonly suppresses: readonly Purpose[];
  readonly prefers: readonly Purpose[];
  readonly effect: string;
}

/** Looked at before any action is thought of. */
export const CFO_GATE_RULES: readonly CfoGateRule[] = [
  {
    gate: "payback_exceeded",
    metric: "payback_months",
    kind: "months",
    threshold: ({ payback_target_months, payback_tolerance_months }) =>
      payback_target_months + payback_tolerance_months,
    triggers: "above",
    suppresses: ["demand_scaling"],
    prefers: ["conversion", "pricing", "efficiency"],
    effect: "No demand is scaled; conversion, pricing and efficiency come first.",
  },
  {
    gate: "margin_below_floor",
    metric: "gross_margin_pct",
    kind: "percent",
    threshold: ({ margin_floor_pct }) => margin_floor_pct,
    triggers: "below",
    suppresses: ["demand_scaling", "discounting"],
    prefers: ["pricing", "cost"],
    effect: "No channel is scaled; pricing and cost come first.",
  },
  {
    gate: "cash_constrained",
    metric: "cash_runway_months",
    kind: "months",
    threshold: ({ runway_threshold_months }) => runway_threshold_months,
    triggers: "below",
    suppresses: [],
    prefers: ["cost", "efficiency"],
    effect: `Additional spend and exposure are at most ${CASH_EXPOSURE_PCT}%, and windows at most ${CASH_WINDOW_DAYS} days.`,
  },
];

export function triggeredGates(figures: Figures, limits: CfoGuardrails): TriggeredGate[] {
  return CFO_GATE_RULES.flatMap(({ gate, metric, threshold: thresholdOf, triggers, effect }) => {
    const observed = figures.latest(metric);
    const threshold = thresholdOf(limits);
    if (observed === null) return [];
    const isTriggered = triggers === "above" ? observed > threshold : observed < threshold;
    return isTriggered ? [{ gate, observed, threshold, effect }] : [];
  });
}

/** The triggered gate that holds a purpose back; null when none does. */
export function gateAgainst(purpose: Purpose, gates: ReadonlySet<CfoGate>): CfoGate | null {
  return (
    CFO_GATE_RULES.find(({ gate, suppresses }) => gates.has(gate) && suppresses.includes(purpose))?.gate ??
    null
  );
}

export function isPreferred(purpose: Purpose, gate: CfoGate, gates: ReadonlySet<CfoGate>): boolean {
  if (!gates.has(gate)) return false;
  return CFO_GATE_RULES.some((rule) => rule.gate === gate && rule.prefers.includes(purpose));
}
