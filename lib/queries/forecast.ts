// The forecast of free cash flow and EBITDA: plain arithmetic over stated drivers, month by month, twice per scenario
// (every driver at its worse end, every driver at its better end). docs/specs/trajectory.md writes the same in words.

/** What moves the forecast. One spread each; operating expense has one driver for every function. */
export const DRIVER_KINDS = [
  "new_arr",
  "expansion",
  "contraction",
  "churn",
  "recognised",
  "gross_margin",
  "opex_growth",
  "collections",
  "capex",
] as const;
export type DriverKind = (typeof DRIVER_KINDS)[number];

/** How a driver is measured, what its spread counts in, and which way is better. */
export const DRIVER_RULES: Record<
  DriverKind,
  { unit: "USD" | "percent"; spread: "percent of the value" | "points"; better: 1 | -1 }
> = {
  new_arr: { unit: "USD", spread: "percent of the value", better: 1 },
  expansion: { unit: "percent", spread: "percent of the value", better: 1 },
  contraction: { unit: "percent", spread: "percent of the value", better: -1 },
  churn: { unit: "percent", spread: "percent of the value", better: -1 },
  recognised: { unit: "percent", spread: "points", better: 1 },
  gross_margin: { unit: "percent", spread: "points", better: 1 },
  opex_growth: { unit: "percent", spread: "points", better: -1 },
  collections: { unit: "percent", spread: "points", better: 1 },
  capex: { unit: "USD", spread: "percent of the value", better: -1 },
};

/** How far each scenario reaches from the measured value; base to both sides, the others from where base ends. */
export type Spread = { base: number; downside: number; upside: number };
export type Spreads = Record<DriverKind, Spread>;

export const SCENARIOS = ["downside", "base", "upside"] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** One month of the books, as the newest close knew it. `opex` is by function. */
export type BookMonth = {
  month: string;
  openingArr: number;
  closingArr: number;
  newArr: number;
  expansion: number;
  contraction: number;
  churn: number;
  revenue: number;
  cogs: number;
  opex: Record<string, number>;
  operatingCashFlow: number;
  capex: number;
};

export type Driver = { kind: DriverKind; function: string | null; value: number };

/** Where the forecast starts from: the last month's ARR, and each function's level of expense. */
export type Opening = { arr: number; opex: Record<string, number> };

export type DriverRange = Driver & { ranges: Record<Scenario, readonly [low: number, high: number]> };

export type ForecastMonth = { ebitda: number; freeCashFlow: number };

const add = (sum: number, value: number): number => sum + value;
const total = (values: readonly number[]): number => values.reduce(add, 0);
const mean = (values: readonly number[]): number => total(values) / values.length;
const cents = (value: number): number => Math.round(value * 100) / 100;
const places = (value: number): number => Math.round(value * 1e4) / 1e4;

export const ebitdaOf = ({ revenue, cogs, opex }: BookMonth): number =>
  revenue - cogs - total(Object.values(opex));

/** The drivers of the last months. Null when a month earned no revenue or had no ARR: then shares of it mean nothing. */
export function driversOf(months: readonly BookMonth[]): Driver[] | null {
  const over = (read: (month: BookMonth) => number) => total(months.map(read));
  const revenue = over((month) => month.revenue);
  const opening = over((month) => month.openingArr);
  const runRate = over((month) => (month.openingArr + month.closingArr) / 2 / 12);
  if (months.length < 2 || revenue <= 0 || opening <= 0 || runRate <= 0) return null;
  const share = (part: number, whole: number) => places((part / whole) * 100);
  const one = (kind: DriverKind, value: number): Driver => ({ kind, function: null, value });
  return [
    one("new_arr", cents(mean(months.map((month) => month.newArr)))),
    one(
      "expansion",
      share(
        over((month) => month.expansion),
        opening,
      ),
    ),
    one(
      "contraction",
      share(
        over((month) => month.contraction),
        opening,
      ),
    ),
    one(
      "churn",
      share(
        over((month) => month.churn),
        opening,
      ),
    ),
    one("recognised", share(revenue, runRate)),
    one("gross_margin", share(revenue - over((month) => month.cogs), revenue)),
    ...functionsOf(months).map(
      (name): Driver => ({
        kind: "opex_growth",
        function: name,
        value: growthOf(months.map(({ opex }) => opex[name] ?? 0)),
      }),
    ),
    one("collections", share(over((month) => month.operatingCashFlow) - over(ebitdaOf), revenue)),
    one("capex", cents(mean(months.map((month) => month.capex)))),
  ];
}

export function openingOf(months: readonly BookMonth[]): Opening {
  const newest = months.slice(-3);
  return {
    arr: months.at(-1)?.closingArr ?? 0,
    opex: Object.fromEntries(
      functionsOf(months).map((name) => [name, cents(mean(newest.map(({ opex }) => opex[name] ?? 0)))]),
    ),
  };
}

const functionsOf = (months: readonly BookMonth[]): string[] =>
  [...new Set(months.flatMap(({ opex }) => Object.keys(opex)))].sort();

/**
 * Percent a month, straight: the second half's mean against the first half's, over the months between their middles.
 * Nothing spent in the first half has no rate of growth; the level alone says what is spent now.
 */
function growthOf(amounts: readonly number[]): number {
  const half = Math.floor(amounts.length / 2);
  const [first, second] = [mean(amounts.slice(0, half)), mean(amounts.slice(-half))];
  return first > 0 ? places(((second / first - 1) * 100) / (amounts.length - half)) : 0;
}

/** The end of a scenario's range: `reach` is signed, above zero for the better side. */
function reached({ kind, value }: Driver, reach: number): number {
  const { spread, better } = DRIVER_RULES[kind];
  const signed = reach * better;
  return spread === "points" ? value + signed : value * (1 + signed / 100);
}

const ends = ({ base, downside, upside }: Spread, scenario: Scenario): readonly [number, number] =>
  ({ downside: [-downside, -base], base: [-base, base], upside: [base, upside] })[scenario] as [
    number,
    number,
  ];

/** Each driver with its range in each scenario, the worse end for cash first. */
export function driverRanges(drivers: readonly Driver[], spreads: Spreads): DriverRange[] {
  return drivers.map((driver) => {
    const range = (scenario: Scenario) => {
      const [worse, better] = ends(spreads[driver.kind], scenario);
      return [places(reached(driver, worse)), places(reached(driver, better))] as const;
    };
    return {
      ...driver,
      ranges: { downside: range("downside"), base: range("base"), upside: range("upside") },
    };
  });
}

/** So many months from the opening on, every driver at the same end of its range. */
function run(opening: Opening, drivers: readonly Driver[], months: number): ForecastMonth[] {
  const driver = (kind: DriverKind, name: string | null = null) =>
    drivers.find((driver) => driver.kind === kind && driver.function === name)?.value ?? 0;
  let { arr } = opening;
  const opex = new Map(Object.entries(opening.opex));
  return Array.from({ length: months }, () => {
    const before = arr;
    arr += driver("new_arr") + (arr * (driver("expansion") - driver("contraction") - driver("churn"))) / 100;
    for (const [name, level] of opex) opex.set(name, level * (1 + driver("opex_growth", name) / 100));
    const revenue = ((before + arr) / 2 / 12) * (driver("recognised") / 100);
    const ebitda = revenue * (driver("gross_margin") / 100) - total([...opex.values()]);
    const operatingCashFlow = ebitda + (revenue * driver("collections")) / 100;
    return { ebitda: cents(ebitda), freeCashFlow: cents(operatingCashFlow - driver("capex")) };
  });
}

/** The two edges of a scenario, month by month. */
export type ScenarioRun = { worse: ForecastMonth[]; better: ForecastMonth[] };

export function forecast(
  opening: Opening,
  ranges: readonly DriverRange[],
  months: number,
): Record<Scenario, ScenarioRun> {
  const edge = (scenario: Scenario, end: 0 | 1) =>
    run(
      opening,
      ranges.map((driver) => ({ ...driver, value: driver.ranges[scenario][end] })),
      months,
    );
  const of = (scenario: Scenario): ScenarioRun => ({ worse: edge(scenario, 0), better: edge(scenario, 1) });
  return { downside: of("downside"), base: of("base"), upside: of("upside") };
}

/** Three-month averages that go on from the actual months before them. */
export function averagesAfter(actual: readonly number[], ahead: readonly number[]): number[] {
  const months = [...actual.slice(-2), ...ahead];
  return ahead.map((_, at) => cents(mean(months.slice(at, at + 3))));
}

export type Breakeven = {
  /** Month of the plan in which the three-month average is first at or above zero; null: not within the horizon. */
  reachedAt: number | null;
  /** Whether that month is an actual one. */
  isActual: boolean;
  /** The month in which it falls below zero again, if the forecast sees one. */
  lostAt: number | null;
};

export type IndexedValue = { index: number; value: number };

/** Breakeven as the contract defines it: the trailing three-month average at or above zero. Both lists oldest first. */
export function breakevenOf(actual: readonly IndexedValue[], ahead: readonly IndexedValue[]): Breakeven {
  const standing = actual.slice(actual.findLastIndex(({ value }) => value < 0) + 1);
  const isActual = standing.length > 0;
  const reached = isActual ? standing[0] : ahead.find(({ value }) => value >= 0);
  const lost = reached && ahead.find(({ index, value }) => index > reached.index && value < 0);
  return { reachedAt: reached?.index ?? null, isActual, lostAt: lost?.index ?? null };
}
