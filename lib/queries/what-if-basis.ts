import {
  type AskedInput,
  askedInputs,
  type Cadence,
  type CompiledPolicy,
  type HistoryEntry,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";
import { addMonths, isoDate, monthIndexOf, nextQuarter, periodOf } from "./cycle-calendar";
import { type ClosedCycle, historyOf } from "./cycle-history";
import type { ScenarioContent } from "./scenario-content";
import { MOST_MONTHS, type StartingFigure } from "./scenario-figures";
import { type Configs, loadConfigs, targetOf } from "./trigger-inputs-configs";

export type CycleName = { cadence: Cadence; cycleKey: string; periodEnd: string };

export type StartingInput = AskedInput &
  StartingFigure & {
    /** What really was in the months before the first assumed one; empty for what is no monthly series. */
    past: number[];
    source: (CycleName & { table: string }) | null;
  };

/** What the kernel in the browser needs to answer, and where the figures begin. */
export type WhatIfBasis = {
  start: ScenarioContent["start"];
  policy: CompiledPolicy;
  history: HistoryEntry[];
  /** As many as a scenario may have. */
  months: { key: string; monthIndex: number }[];
  inputs: StartingInput[];
};

/** Where a scenario begins under a policy, after the cycles that have closed. */
export async function basisOn(
  tx: Transaction,
  tenantId: string,
  { bundleId, version, compiled }: ActivePolicy,
  closed: readonly ClosedCycle[],
  at: Date,
): Promise<WhatIfBasis> {
  const newest = closed.at(-1) ?? null;
  const close = closed.findLast(({ cadence }) => cadence === "monthly_close") ?? null;
  const { planStart } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true },
  });
  const months = monthsAfter(close, isoDate(planStart), at);
  const given = await inputsOf(tx, tenantId, close, newest);
  const configs = await loadConfigs(tx, tenantId);
  return {
    start: {
      policyBundleId: bundleId,
      policyVersion: version,
      cycle: newest && {
        cadence: newest.cadence,
        cycleKey: newest.cycleKey,
        version: newest.version,
      },
    },
    policy: compiled,
    history: historyOf(closed),
    months,
    inputs: askedInputs(compiled).map((asked) =>
      startingInput(asked, given, planned(asked.name, configs, months)),
    ),
  };
}

/** The months after the newest close; before the first close, the plan's months that have not begun to pass. */
function monthsAfter(close: ClosedCycle | null, planStart: string, at: Date): WhatIfBasis["months"] {
  const present = isoDate(at).slice(0, 7);
  const begin = planStart.slice(0, 7);
  const first = close ? addMonths(close.cycleKey, 1) : [begin, present].sort()[1];
  return Array.from({ length: MOST_MONTHS }, (_, month) => {
    const key = addMonths(first ?? present, month);
    return { key, monthIndex: monthIndexOf(planStart, key) };
  });
}

type GivenInput = { name: string; value: unknown; table: string; cycle: ClosedCycle };

/** By name: of a monthly series the close's own, of everything else what the newest cycle has. */
type Given = { ofClose: Map<string, GivenInput>; newest: Map<string, GivenInput> };

async function inputsOf(
  tx: Transaction,
  tenantId: string,
  close: ClosedCycle | null,
  newest: ClosedCycle | null,
): Promise<Given> {
  const cycles = [close, newest].filter((cycle) => cycle !== null);
  const rows = await tx.cycleInput.findMany({
    where: { tenantId, cycleId: { in: cycles.map(({ id }) => id) } },
    select: { cycleId: true, name: true, value: true, sourceTable: true },
  });
  const of = (cycle: ClosedCycle | null) =>
    rows.flatMap(({ cycleId, name, value, sourceTable }): [string, GivenInput][] =>
      cycle?.id === cycleId && value !== null ? [[name, { name, value, table: sourceTable, cycle }]] : [],
    );
  return { ofClose: new Map(of(close)), newest: new Map([...of(close), ...of(newest)]) };
}

function startingInput(asked: AskedInput, given: Given, plan: (number | null)[] | null): StartingInput {
  const found = (asked.kind === "monthly" ? given.ofClose : given.newest).get(asked.name);
  const series = Array.isArray(found?.value) ? found.value.filter((each) => typeof each === "number") : [];
  return {
    ...asked,
    past: asked.kind === "monthly" ? series : [],
    today: todaysFigure(asked, found?.value, series),
    plan,
    source: found ? { ...cycleName(found.cycle), table: found.table } : null,
  };
}

/** The newest month of a series; of weekly snapshots the average of four, which is what their trigger counts. */
function todaysFigure({ kind }: AskedInput, value: unknown, series: readonly number[]): number | null {
  if (typeof value === "number") return value;
  if (kind !== "weekly") return series.at(-1) ?? null;
  const counted = series.slice(-4);
  if (counted.length === 0) return null;
  return Math.round((counted.reduce((sum, each) => sum + each, 0) / counted.length) * 100) / 100;
}

/** What the plan says of an input, month by month; null for one that the plan does not speak of. */
function planned(
  name: string,
  { fcfTargets, ebitdaTargets, bookingsTargets }: Configs,
  months: WhatIfBasis["months"],
): (number | null)[] | null {
  const ofMonth = (targets: Record<string, number>) =>
    months.map(({ monthIndex }) => targetOf(targets, String(monthIndex)));
  if (name === "TargetFCF_3mo_avg") return ofMonth(fcfTargets);
  if (name === "TargetEBITDA_3mo_avg") return ofMonth(ebitdaTargets);
  if (name !== "BookingsTarget_next_quarter") return null;
  return months.map(({ key }) =>
    targetOf(bookingsTargets, nextQuarter(periodOf("monthly_close", key)?.end ?? `${key}-01`).key),
  );
}

export const cycleName = ({ cadence, cycleKey, periodEnd }: ClosedCycle): CycleName => ({
  cadence,
  cycleKey,
  periodEnd: isoDate(periodEnd),
});
