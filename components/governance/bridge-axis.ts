import type { BridgeBar } from "./bridge-words";
import { roundStep } from "./trigger-axis";

/** Over and under the bars, for their figures. */
const ROOM = 0.25;
const STEPS = 4;
/** What fits under a bar on one line, in characters. */
const LINE = 16;

/** The name of a bar over as many lines as it needs: words are never broken, and none is left out. */
export function nameLines(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * The axis of a waterfall, in round steps. Ends stand on zero only where zero is near: a bridge from 104 % to 106 % would
 * show nothing otherwise.
 */
export function bridgeAxis(bars: readonly BridgeBar[]): { low: number; high: number; ticks: number[] } {
  const reached = bars.flatMap(({ span, kind }) =>
    kind === "END" ? [span[0] === 0 ? span[1] : span[0]] : span,
  );
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  const spread = most - least || Math.abs(most) || 1;
  const isNear = Math.min(Math.abs(least), Math.abs(most)) < spread * 2;
  // Where zero is near, the axis ends there on the side on which no bar stands.
  const from = isNear && least >= 0 ? 0 : least - spread * ROOM;
  const to = isNear && most <= 0 && least < 0 ? 0 : most + spread * ROOM;
  const step = roundStep((to - from) / STEPS);
  const [low, high] = [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, index) => low + index * step) };
}
