import { addMonths } from "./cycle-calendar";
import type { Breakeven } from "./forecast";
import type { ScenarioBreakeven, Trajectory, TrajectoryMetricId } from "./trajectory-shape";

export const METRIC_WORDS: Record<TrajectoryMetricId, { name: string; short: string; trigger: string }> = {
  fcf: { name: "Free cash flow", short: "FCF", trigger: "T1" },
  ebitda: { name: "EBITDA", short: "EBITDA", trigger: "T2" },
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Mar 2026` of `2026-03`. */
export function monthName(key: string): string {
  const [year, month = "1"] = key.split("-");
  return `${MONTHS[Number(month) - 1]} ${year}`;
}

type Frame = Pick<Trajectory, "planStart" | "horizonIndex">;

/** `month 14 (Jan 2027)` */
export const monthOfPlan = ({ planStart }: Frame, index: number): string =>
  `month ${index} (${monthName(addMonths(planStart, index))})`;

/** When one end of a scenario reaches breakeven. */
export function reachedInWords(frame: Frame, { reachedAt, isActual, lostAt }: Breakeven): string {
  if (reachedAt === null) return `not by month ${frame.horizonIndex}`;
  const reached = `${isActual ? "held since " : ""}${monthOfPlan(frame, reachedAt)}`;
  return lostAt === null ? reached : `${reached}, lost again in ${monthOfPlan(frame, lostAt)}`;
}

/** `month 13 (Dec 2026) at the better end, not by month 18 at the worse` */
export function breakevenInWords(frame: Frame, { better, worse }: ScenarioBreakeven): string {
  const [early, late] = [reachedInWords(frame, better), reachedInWords(frame, worse)];
  return early === late ? early : `${early} at the better end, ${late} at the worse`;
}
