import { formatMoney, formatMoneyCompact, formatNumber } from "@/components/ui/format";
import type { BridgeStep, TriggerBridge } from "@/kernel/enforcement";
import { inputInWords, inputsTogether } from "./input-words";
import { cycleKeyInWords } from "./trigger-words";

const DIGITS = 4;

/** A figure of a bridge with all the places it has, so that what is read adds up as what is computed. */
export function bridgeFigure(decimal: string, unit: string): string {
  const value = Number(decimal);
  if (unit === "USD") return formatMoney(value);
  const digits = formatNumber(value, DIGITS);
  if (unit === "percent") return `${digits}%`;
  if (unit === "x") return `${digits}×`;
  return `${digits} ${unit}`.trim();
}

/** `+$12,000`, `−0.4 points`, `no change`: a movement always says its direction. */
export function bridgeChange(decimal: string, unit: string): string {
  const value = Number(decimal);
  if (value === 0) return "no change";
  const words = unit === "percent" ? `${formatNumber(value, DIGITS)} points` : bridgeFigure(decimal, unit);
  return value > 0 ? `+${words}` : words;
}

/** The same for a chart, as short as it can be said. */
export function bridgeLabel(decimal: string, unit: string, signed: boolean): string {
  const value = Number(decimal);
  const words = unit === "USD" ? formatMoneyCompact(value) : formatNumber(value, 2);
  return signed && value > 0 ? `+${words}` : words;
}

const inputsInWords = ({ inputs }: Pick<BridgeStep, "inputs">): string => inputsTogether(inputs);

/** The bridge in one sentence: from where to where, and the steps that moved most. */
export function bridgeInWords(
  { from, to, change, steps }: TriggerBridge,
  unit: string,
  since: string,
): string {
  const moved = steps.filter((step) => Number(step.change) !== 0);
  const ends = `From ${bridgeFigure(from, unit)} at the ${cycleKeyInWords(since)} to ${bridgeFigure(to, unit)}`;
  if (moved.length === 0) return `${ends}: no input moved it.`;
  const largest = [...moved].sort((one, other) => size(other) - size(one)).slice(0, 3);
  const words = largest.map(
    (step) => `${step.inputs.map(inputInWords).join(" and ")} ${bridgeChange(step.change, unit)}`,
  );
  const rest = moved.length > largest.length ? ", and smaller ones" : "";
  return `${ends}, ${bridgeChange(change, unit)}: ${words.join(", ")}${rest}.`;
}

const size = ({ change }: BridgeStep): number => Math.abs(Number(change));

export type BridgeBar = {
  name: string;
  /** Where the bar begins and ends, lower one first. */
  span: [low: number, high: number];
  kind: "END" | "UP" | "DOWN";
  label: string;
};

/** The bars of the waterfall: where it began, each step from where the one before ended, and where it came to. */
export function bridgeBars(
  { from, to, steps }: TriggerBridge,
  unit: string,
  [before, now]: readonly [before: string, now: string],
): BridgeBar[] {
  const end = (name: string, decimal: string): BridgeBar => ({
    name,
    span: ordered(0, Number(decimal)),
    kind: "END",
    label: bridgeLabel(decimal, unit, false),
  });
  const starts = [from, ...steps.map(({ after }) => after)].map(Number);
  return [
    end(before, from),
    ...steps.map(
      (step, index): BridgeBar => ({
        name: inputsInWords(step),
        span: ordered(starts[index] ?? 0, Number(step.after)),
        kind: Number(step.change) < 0 ? "DOWN" : "UP",
        label: bridgeLabel(step.change, unit, true),
      }),
    ),
    end(now, to),
  ];
}

const ordered = (one: number, other: number): [number, number] =>
  one <= other ? [one, other] : [other, one];
