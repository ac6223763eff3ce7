import type { Cadence, Unit } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, addMonths, monthIndexOf, nextQuarter, type Period } from "./cycle-calendar";
import { type PipelineFact, type PipelineView, pipelineSnapshots } from "./pipeline-views";
import { CONFIG_KEYS, EVENTS } from "./spine-vocabulary";
import {
  bookInputs,
  burnInput,
  dollars,
  Months,
  monthsEnding,
  monthsOfBook,
  spanOf,
} from "./trigger-inputs-book";
import { type Configs, targetOf } from "./trigger-inputs-configs";
import { type CashFact, cashOn, monthFacts, newestPostedMonth, type Reading } from "./trigger-inputs-facts";

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

/** A cycle whose inputs are read again, on what is known by now. */
export type PastScope = CycleScope & {
  /** The last of the months of a week's burn, as they were then: a month that was posted later corrects none of them. */
  burnUntil: string | null;
  /** When it was evaluated (see `PipelineView`). */
  saidSince: Date | null;
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
  const burnUntil =
    scope.cadence === "weekly" ? await newestPostedMonth(tx, reading, scope.period.end) : null;
  const [inputs] = await inputsOfCycles(tx, reading, [{ ...scope, burnUntil, saidSince: null }], configs);
  return inputs ?? [];
}

/** The same for many cycles of a company at once, with as many statements as for one. */
export async function inputsOfCycles(
  tx: Transaction,
  reading: Reading,
  scopes: readonly PastScope[],
  configs: Configs,
): Promise<TriggerInput[][]> {
  if (scopes.length === 0) return [];
  const months = scopes.flatMap((scope) =>
    scope.cadence === "weekly" ? burnMonths(scope) : monthsOfBook(scope.cycleKey),
  );
  const facts = new Months(await monthFacts(tx, reading, spanOf(months.sort())));
  const monthly = scopes.filter(({ cadence }) => cadence === "monthly_close");
  const closes = [...new Set(monthly.map(({ cycleKey }) => cycleKey))];
  const books = await bookInputs(tx, reading, facts, closes);
  const cash = await cashOn(
    tx,
    reading,
    scopes.map(({ period }) => period.end),
  );
  const views = scopes.map(pipelineViews);
  const snapshots = await pipelineSnapshots(tx, reading.tenantId, views.flat());
  return scopes.map((scope, at) => {
    const { end } = scope.period;
    const first = at * SNAPSHOT_DAYS.length;
    const pipeline = pipelineInputs(snapshots.slice(first, first + SNAPSHOT_DAYS.length), end, configs);
    const held = cashInput(cash[at], end);
    if (scope.cadence === "weekly") return [held, weeklyBurn(facts, scope), ...pipeline];
    return [...(books[closes.indexOf(scope.cycleKey)] ?? []), ...targets(configs, scope), held, ...pipeline];
  });
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

function cashInput(fact: CashFact | undefined, day: string): TriggerInput {
  const { accounts, fresh, total: balance } = fact ?? { accounts: 0, fresh: 0, total: null };
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

/** The last month posted, or the one before the week's where none is. */
const newestOf = ({ burnUntil, period }: PastScope): string =>
  burnUntil ?? addMonths(period.end.slice(0, 7), -1);
const burnMonths = (scope: PastScope): string[] => monthsEnding(newestOf(scope), 3);

/** The last three months posted; a newest one older than two months is no burn of today. */
function weeklyBurn(facts: Months, scope: PastScope): TriggerInput {
  const input = burnInput(facts, burnMonths(scope));
  const isOld = monthIndexOf(newestOf(scope), scope.period.end.slice(0, 7)) > 2;
  return isOld ? { ...input, value: null } : input;
}

/** Four weekly snapshots, the last one on the day itself. */
const SNAPSHOT_DAYS = [-21, -14, -7, 0];

function pipelineViews({ period: { end }, saidSince }: PastScope): PipelineView[] {
  const quarter = nextQuarter(end);
  return SNAPSHOT_DAYS.map((days) => ({ day: addDays(end, days), quarter, saidSince }));
}

function pipelineInputs(snapshots: readonly PipelineFact[], day: string, configs: Configs): TriggerInput[] {
  const quarter = nextQuarter(day);
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
        period: { start: addDays(day, -21), end: day },
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
