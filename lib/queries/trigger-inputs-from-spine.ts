import type { Cadence, Unit } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, addMonths, monthIndexOf, nextQuarter, type Period } from "./cycle-calendar";
import { CONFIG_KEYS, EVENTS } from "./spine-vocabulary";
import { bookInputs, burnInput, dollars, Months, monthsEnding, spanOf } from "./trigger-inputs-book";
import { type Configs, targetOf } from "./trigger-inputs-configs";
import {
  type CashFact,
  cashAt,
  monthFacts,
  newestPostedMonth,
  type PipelineFact,
  pipelineSnapshots,
  type Reading,
} from "./trigger-inputs-facts";

export type InputValue = number | number[];

/** One input of docs/specs/decision-run.md 3, and where it comes from. Null is missing, never zero. */
export type TriggerInput = {
  name: string;
  value: InputValue | null;
  unit: Unit;
  source: { table: string; query: string; period: Period; rows: number };
  /** Set where the spine has no such figure and somebody must supply it; `series` is how many of them, for a series. */
  toSupply?: { series: number | null };
};

export type CycleScope = {
  tenantId: string;
  cadence: Cadence;
  cycleKey: string;
  period: Period;
  /** Null in a weekly cycle. */
  monthIndex: number | null;
};

/**
 * Every input of a cycle from the spine, as it was known at a moment. A weekly cycle has those of the triggers
 * that are measured weekly, runway and pipeline coverage; the others are left out, so that the kernel carries
 * their state from the newest close (docs/specs/decision-run.md 4, weekly cycles).
 */
export async function inputsFromSpine(
  tx: Transaction,
  scope: CycleScope,
  configs: Configs,
  knownAt: Date,
): Promise<TriggerInput[]> {
  const reading = { tenantId: scope.tenantId, knownAt };
  const cash = cashInput(await cashAt(tx, reading, scope.period.end), scope.period.end);
  const pipeline = await pipelineInputs(tx, reading, scope.period.end, configs);
  if (scope.cadence === "weekly") {
    return [cash, await weeklyBurn(tx, reading, scope.period.end), ...pipeline];
  }
  const book = await bookInputs(tx, reading, scope.cycleKey);
  return [...book, ...targets(configs, scope), cash, ...pipeline];
}

function targets(configs: Configs, { monthIndex, period }: CycleScope): TriggerInput[] {
  return (
    [
      ["TargetFCF_3mo_avg", CONFIG_KEYS.fcfTargets, configs.fcfTargets],
      ["TargetEBITDA_3mo_avg", CONFIG_KEYS.ebitdaTargets, configs.ebitdaTargets],
    ] as const
  ).map(([name, key, byMonth]) => {
    const value = monthIndex === null ? null : targetOf(byMonth, String(monthIndex));
    const query = `${key} for month ${monthIndex} of the plan`;
    return {
      name,
      value,
      unit: "USD",
      source: { table: "optimizer_configs", query, period, rows: value === null ? 0 : 1 },
    };
  });
}

function cashInput({ accounts, fresh, total: balance }: CashFact, day: string): TriggerInput {
  return {
    name: "CashBalance",
    value: accounts > 0 && fresh === accounts && balance !== null ? dollars(balance) : null,
    unit: "USD",
    source: {
      table: "events_raw",
      query: `Newest ${EVENTS.bankBalance} of each bank account, at most a week old`,
      period: { start: addDays(day, -6), end: day },
      rows: fresh,
    },
  };
}

/** The last three months posted by now; a newest one older than two months is no burn of today. */
async function weeklyBurn(tx: Transaction, reading: Reading, day: string): Promise<TriggerInput> {
  const thisMonth = day.slice(0, 7);
  const newest = (await newestPostedMonth(tx, reading, day)) ?? addMonths(thisMonth, -1);
  const quarter = monthsEnding(newest, 3);
  const input = burnInput(new Months(await monthFacts(tx, reading, spanOf(quarter))), quarter);
  return monthIndexOf(newest, thisMonth) > 2 ? { ...input, value: null } : input;
}

async function pipelineInputs(
  tx: Transaction,
  reading: Reading,
  day: string,
  configs: Configs,
): Promise<TriggerInput[]> {
  const quarter = nextQuarter(day);
  const days = [addDays(day, -21), addDays(day, -14), addDays(day, -7), day];
  const snapshots: PipelineFact[] = await pipelineSnapshots(tx, reading, days, quarter);
  const target = targetOf(configs.bookingsTargets, quarter.key);
  return [
    {
      name: "QualifiedPipelineAmount_next_quarter",
      value: snapshots.every(({ known }) => known)
        ? snapshots.map(({ total: amount }) => dollars(amount))
        : null,
      unit: "USD",
      source: {
        table: "spine_opportunities",
        query: `Sum of the amounts of qualified, open deals expected to close in ${quarter.key}, four weekly snapshots`,
        period: { start: days[0] ?? day, end: day },
        rows: snapshots.at(-1)?.deals ?? 0,
      },
    },
    {
      name: "BookingsTarget_next_quarter",
      value: target,
      unit: "USD",
      source: {
        table: "optimizer_configs",
        query: `${CONFIG_KEYS.bookingsTargets} for ${quarter.key}`,
        period: quarter,
        rows: target === null ? 0 : 1,
      },
    },
  ];
}
