/**
 * Where a figure stands between the thresholds, for cards and charts. The state itself is the kernel's; this
 * only measures how far the next line is and which side of it the figure is on.
 */
import type { CompiledTrigger, SignalState } from "@/kernel/enforcement";

export type TriggerThresholds = NonNullable<CompiledTrigger["thresholds"]>;

/** The stretch of values that one state covers; null where it has no end. */
export type ThresholdRegion = { state: SignalState; low: number | null; high: number | null };

export type Distance = {
  amount: number;
  side: "above" | "below" | "on";
  /** The state that names the line: "the watch line". */
  line: SignalState;
};

const SEVERITY: Record<SignalState, number> = { PASS: 0, WATCH: 1, FAIL: 2 };

/** The regions in ascending order of value. */
export function thresholdRegions(thresholds: TriggerThresholds): ThresholdRegion[] {
  return [
    regionOf("PASS", thresholds.pass),
    regionOf("WATCH", thresholds.watch),
    regionOf("FAIL", thresholds.fail),
  ].sort((one, other) => (one.low ?? Number.NEGATIVE_INFINITY) - (other.low ?? Number.NEGATIVE_INFINITY));
}

function regionOf(state: SignalState, statement: TriggerThresholds["pass"]): ThresholdRegion {
  const lows = statement.bounds.filter(({ comparator }) => comparator.startsWith(">"));
  const highs = statement.bounds.filter(({ comparator }) => comparator.startsWith("<"));
  return {
    state,
    low: lows.length > 0 ? Math.max(...lows.map(({ value }) => value)) : null,
    high: highs.length > 0 ? Math.min(...highs.map(({ value }) => value)) : null,
  };
}

/** The nearest line: from PASS towards WATCH, from WATCH towards either side, from FAIL back. */
export function nearestLine(
  value: number,
  state: SignalState,
  thresholds: TriggerThresholds,
): Distance | null {
  const regions = thresholdRegions(thresholds);
  const at = regions.findIndex((region) => region.state === state);
  const own = regions[at];
  if (own === undefined) return null;
  const lines = [
    { figure: own.low, other: regions[at - 1], side: "above" as const },
    { figure: own.high, other: regions[at + 1], side: "below" as const },
  ];
  const distances = lines.flatMap(({ figure, other, side }): Distance[] => {
    if (figure === null || other === undefined) return [];
    const amount = Math.abs(value - figure);
    return amount === 0
      ? [{ amount, side: "on", line: state }]
      : [{ amount, side, line: lineName(state, other.state) }];
  });
  return distances.sort((one, other) => one.amount - other.amount)[0] ?? null;
}

/** A line is called after the worse state, except from WATCH upwards: there the pass line is what counts. */
function lineName(own: SignalState, other: SignalState): SignalState {
  if (own === "FAIL") return "FAIL";
  return SEVERITY[other] < SEVERITY[own] ? "PASS" : other;
}

/** "1.8 months above the watch line". `amountText` writes an amount in the trigger's unit. */
export function distanceInWords(distance: Distance, amountText: (amount: number) => string): string {
  const line = `the ${distance.line.toLowerCase()} line`;
  if (distance.side === "on") return `exactly on ${line}`;
  const text = amountText(distance.amount);
  // A difference too small to write is still a difference: the state depends on it.
  return `${/[1-9]/.test(text) ? text : "just"} ${distance.side} ${line}`;
}
