import * as z from "zod";
import type { CfoGate } from "../../kernel/revenue/contract";
import { CFO_GATES } from "../../kernel/revenue/contract";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { type Metric, metric } from "../../kernel/revenue/metrics";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate, startOfDay } from "./cycle-calendar";

/** The figures of the digest, in its order; name, unit and direction come from the dictionary of metrics. */
export const CFO_FIGURES = [
  "payback_months",
  "cac_blended",
  "gross_margin_pct",
  "contribution_margin_pct",
  "revenue_per_fte",
  "cash_runway_months",
] as const satisfies readonly MetricId[];
export type CfoFigureId = (typeof CFO_FIGURES)[number];

export type CfoFigure = Pick<Metric, "name" | "unit" | "direction"> & {
  id: CfoFigureId;
  value: number | null;
  /** The day of the week that the value speaks of; null when the week has no row of this metric. */
  asOf: string | null;
  valueBefore: number | null;
  asOfBefore: string | null;
};

export type WeekMode = "NORMAL" | "DEFENSIVE" | "UNKNOWN";

/** A company's week as the function get_weekly_cfo_snapshot computes it. */
export type CfoWeek = {
  weekStart: string;
  weekEnd: string;
  figures: CfoFigure[];
  /** `askedFor`, `atWork` and `measured` overlap; `improved` and `hurt` are among the measured. */
  actions: {
    total: number;
    improved: number;
    hurt: number;
    askedFor: number;
    atWork: number;
    measured: number;
  };
  gates: { gate: CfoGate; observed: number; threshold: number; cycleId: string; executedAt: Date }[];
  cyclesRun: number;
  mode: WeekMode;
  openEscalations: number;
};

const modeWord = z.enum(["NORMAL", "DEFENSIVE", "UNKNOWN"]);

const row = z.object({
  weekStart: z.iso.date(),
  weekEnd: z.iso.date(),
  figures: z.array(
    z.object({
      metric_id: z.enum(CFO_FIGURES),
      value: z.number().nullable(),
      as_of: z.iso.date().nullable(),
      value_before: z.number().nullable(),
      as_of_before: z.iso.date().nullable(),
    }),
  ),
  total: z.int(),
  improved: z.int(),
  hurt: z.int(),
  askedFor: z.int(),
  atWork: z.int(),
  measured: z.int(),
  gates: z.array(
    z.object({
      gate: z.enum(CFO_GATES),
      observed: z.number(),
      threshold: z.number(),
      cycle_id: z.guid(),
      executed_at: z.iso.datetime({ offset: true }),
    }),
  ),
  cyclesRun: z.int(),
  mode: modeWord,
  openEscalations: z.int(),
});

/** Null for a company that the transaction is not for. `weekStart` is a Monday. */
export async function loadCfoWeek(
  tx: Transaction,
  tenantId: string,
  weekStart: string,
): Promise<CfoWeek | null> {
  const rows = await tx.$queryRaw<unknown[]>`
    select week_start::text as "weekStart", week_end::text as "weekEnd", figures,
      actions_total as total, actions_improved as improved, actions_hurt as hurt,
      actions_asked_for as "askedFor", actions_at_work as "atWork", actions_measured as measured,
      gates, cycles_run as "cyclesRun", mode, open_escalations as "openEscalations"
    from get_weekly_cfo_snapshot(${tenantId}::uuid, ${weekStart}::date)`;
  if (rows[0] === undefined) return null;
  const { total, improved, hurt, askedFor, atWork, measured, ...week } = row.parse(rows[0]);
  return {
    ...week,
    actions: { total, improved, hurt, askedFor, atWork, measured },
    figures: week.figures.map((figure) => {
      const { name, unit, direction } = metric(figure.metric_id);
      return {
        id: figure.metric_id,
        name,
        unit,
        direction,
        value: figure.value,
        asOf: figure.as_of,
        valueBefore: figure.value_before,
        asOfBefore: figure.as_of_before,
      };
    }),
    gates: week.gates.map(({ gate, observed, threshold, cycle_id, executed_at }) => ({
      gate,
      observed,
      threshold,
      cycleId: cycle_id,
      executedAt: new Date(executed_at),
    })),
  };
}

/** The Monday of the week that a day stands in. */
export function mondayOf(day: string): string {
  const weekday = (startOfDay(day).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The Monday of the newest week that is over: what a digest speaks of unless it is asked for another. */
export function newestWholeWeek(present: Date): string {
  return addDays(mondayOf(isoDate(present)), -7);
}

/** The Monday that an address names; null for anything that is no day. A day inside a week stands for its week. */
export function weekInAddress(text: unknown): string | null {
  const parsed = z.iso.date().safeParse(text);
  return parsed.success ? mondayOf(parsed.data) : null;
}
