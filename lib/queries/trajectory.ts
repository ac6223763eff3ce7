import type { CompiledPolicy } from "../../kernel/enforcement";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addMonths, isoDate } from "./cycle-calendar";
import {
  averagesAfter,
  breakevenOf,
  driverRanges,
  driversOf,
  type ForecastMonth,
  forecast,
  openingOf,
  SCENARIOS,
  type Scenario,
  type ScenarioRun,
} from "./forecast";
import { forecastBooks } from "./forecast-facts";
import { type ForecastSettings, forecastSettingsSchema, USUAL_FORECAST } from "./forecast-settings";
import { type PlanOf, planTargets } from "./plan-targets";
import { type StoredConfig, storedConfigs } from "./revenue-configs";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { type CloseActual, closeActuals } from "./trajectory-actuals";
import type { Trajectory, TrajectoryMetric, TrajectoryMetricId, TrajectoryMonth } from "./trajectory-shape";
import type { Person } from "./waiting";

/** Breakeven is due at month 12 of the plan (contract: `by_month_12`). */
const DUE_INDEX = 12;
/** The forecast looks half a year further than that, and than the newest close. */
const FURTHER = 6;
const horizonOf = (close: CloseActual | null): number =>
  Math.max(DUE_INDEX, close?.monthIndex ?? 0) + FURTHER;

export type ForecastSetting = {
  settings: ForecastSettings;
  isUsual: boolean;
  lastSet: { at: Date; by: string | null } | null;
};

export type TrajectoryScreen = { trajectory: Trajectory; setting: ForecastSetting };

export function loadTrajectory(person: Person): Promise<Result<TrajectoryScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const policy = await loadActivePolicy(tx, person.tenantId);
      const setting = await forecastSetting(tx, person.tenantId);
      return {
        trajectory: await trajectoryOf(tx, person.tenantId, { policy: policy.compiled, setting }),
        setting,
      };
    }),
  );
}

/** A setting that cannot be read counts as not set: the form then asks for it anew. */
export async function forecastSetting(tx: Transaction, tenantId: string): Promise<ForecastSetting> {
  const [stored]: StoredConfig[] = await storedConfigs(tx, tenantId, [CONFIG_KEYS.forecastDrivers]);
  const parsed = forecastSettingsSchema.safeParse(stored?.value);
  return {
    settings: parsed.success ? parsed.data : USUAL_FORECAST,
    isUsual: !parsed.success,
    lastSet: stored ? { at: stored.updatedAt, by: stored.by } : null,
  };
}

type Basis = { policy: CompiledPolicy; setting: ForecastSetting; lastMonth?: string };

/** The path to breakeven up to a month (or the newest close), with the forecast from there. */
export async function trajectoryOf(
  tx: Transaction,
  tenantId: string,
  { policy, setting, lastMonth }: Basis,
): Promise<Trajectory> {
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true },
  });
  const planStart = isoDate(tenant.planStart).slice(0, 7);
  const plan = await planTargets(tx, tenantId);
  const closes = await closeActuals(tx, tenantId, lastMonth ?? null);
  const close = closes.at(-1) ?? null;
  const ahead = close && (await lookAhead(tx, tenantId, close, setting.settings));
  const metric = (id: TrajectoryMetricId) =>
    metricOf(id, { plan: plan[id], planStart, closes, runs: ahead?.runs ?? null, policy });
  return {
    planStart,
    dueIndex: DUE_INDEX,
    horizonIndex: horizonOf(close),
    close: close && {
      cycleKey: close.cycleKey,
      version: close.version,
      index: close.monthIndex,
      evaluatedAt: close.evaluatedAt.toISOString(),
    },
    metrics: { fcf: metric("fcf"), ebitda: metric("ebitda") },
    drivers: ahead?.drivers ?? [],
    window: ahead?.window ?? null,
    spreadsAreUsual: setting.isUsual,
    missing: ahead?.missing ?? ["A closed month of the plan"],
    unreadable: plan.unreadable,
  };
}

type Ahead = Pick<Trajectory, "drivers" | "window" | "missing"> & {
  runs: Record<Scenario, ScenarioRun> | null;
};

/** The books as the newest close knew them: the forecast begins from the figures that the states rest on. */
async function lookAhead(
  tx: Transaction,
  tenantId: string,
  close: CloseActual,
  settings: ForecastSettings,
): Promise<Ahead> {
  const count = settings.window_months;
  const reading = { tenantId, knownAt: close.evaluatedAt };
  const books = await forecastBooks(tx, reading, close.cycleKey, count);
  const window = { from: addMonths(close.cycleKey, 1 - count), to: close.cycleKey, months: count };
  const nothing = (missing: string[]): Ahead => ({ drivers: [], window, missing, runs: null });
  if (books.missing.length > 0) return nothing(books.missing);
  const drivers = driversOf(books.months);
  if (drivers === null) return nothing(["Revenue and ARR over zero in the months of the window"]);
  const ranges = driverRanges(drivers, settings.spreads);
  const runs = forecast(openingOf(books.months), ranges, horizonOf(close) - close.monthIndex);
  return { drivers: ranges.map(mutable), window, missing: [], runs };
}

const mutable = (driver: ReturnType<typeof driverRanges>[number]): Trajectory["drivers"][number] => ({
  ...driver,
  ranges: {
    downside: [...driver.ranges.downside],
    base: [...driver.ranges.base],
    upside: [...driver.ranges.upside],
  },
});

const AHEAD: Record<TrajectoryMetricId, (month: ForecastMonth) => number> = {
  fcf: ({ freeCashFlow }) => freeCashFlow,
  ebitda: ({ ebitda }) => ebitda,
};
const CRITERION = { fcf: "FCF_3mo_avg", ebitda: "EBITDA_3mo_avg" } as const;

type Parts = {
  plan: PlanOf;
  planStart: string;
  closes: readonly CloseActual[];
  runs: Record<Scenario, ScenarioRun> | null;
  policy: CompiledPolicy;
};

type Edge = { singles: number[]; averages: number[] };
type Edges = Record<Scenario, { worse: Edge; better: Edge }>;

function metricOf(id: TrajectoryMetricId, parts: Parts): TrajectoryMetric {
  const { closes, plan, planStart, policy } = parts;
  const averageOf = (close: CloseActual) => (id === "fcf" ? close.fcfAverage : close.ebitdaAverage);
  const singlesOf = (close: CloseActual) => (id === "fcf" ? close.fcf : close.ebitda);
  const newest = closes.at(-1);
  const edges = newest ? edgesOf(id, singlesOf(newest), parts.runs) : null;
  const from = (newest?.monthIndex ?? -1) + 1;
  const months = Array.from({ length: horizonOf(newest ?? null) + 1 }, (_, index): TrajectoryMonth => {
    const close = closes.find(({ monthIndex }) => monthIndex === index);
    const at = index - from;
    return {
      index,
      month: addMonths(planStart, index),
      band: pair(plan.bands[String(index)]),
      target: plan.points[String(index)] ?? null,
      average: (close && averageOf(close)) ?? null,
      single: close ? (singlesOf(close).at(-1) ?? null) : null,
      forecast: edges && at >= 0 ? rangesAt(edges, "averages", at) : null,
      forecastSingle: edges && at >= 0 ? rangesAt(edges, "singles", at) : null,
    };
  });
  const actual = closes.flatMap((close) => {
    const value = averageOf(close);
    return value === null ? [] : [{ index: close.monthIndex, value }];
  });
  const range = policy.successCriteria.find(
    ({ group, metric }) => group === `by_month_${DUE_INDEX}` && metric === CRITERION[id],
  )?.targetRange;
  const reached = ({ averages }: Edge) =>
    breakevenOf(
      actual,
      averages.map((value, at) => ({ index: from + at, value })),
    );
  return {
    id,
    months,
    dueRange: pair(range),
    breakeven:
      edges &&
      byScenario((scenario) => ({
        better: reached(edges[scenario].better),
        worse: reached(edges[scenario].worse),
      })),
  };
}

const pair = (band: readonly [number, number] | undefined): [number, number] | null =>
  band ? [band[0], band[1]] : null;

const byScenario = <T>(of: (scenario: Scenario) => T): Record<Scenario, T> => ({
  downside: of("downside"),
  base: of("base"),
  upside: of("upside"),
});

/** Averages go on from the last two actual months; without them there is nothing to go on from. */
function edgesOf(
  id: TrajectoryMetricId,
  singles: readonly (number | null)[],
  runs: Parts["runs"],
): Edges | null {
  const known = singles.filter((value) => value !== null);
  if (runs === null || known.length < 2) return null;
  const edge = (months: readonly ForecastMonth[]): Edge => {
    const ahead = months.map(AHEAD[id]);
    return { singles: ahead, averages: averagesAfter(known, ahead) };
  };
  return byScenario((scenario) => ({
    worse: edge(runs[scenario].worse),
    better: edge(runs[scenario].better),
  }));
}

function rangesAt(edges: Edges, of: keyof Edge, at: number): TrajectoryMonth["forecast"] {
  const range = (scenario: Scenario): [number, number] => {
    const [worse, better] = [edges[scenario].worse[of][at] ?? 0, edges[scenario].better[of][at] ?? 0];
    return [Math.min(worse, better), Math.max(worse, better)];
  };
  return byScenario(range);
}

export { SCENARIOS };
