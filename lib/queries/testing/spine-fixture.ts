// A small company's books, round figures a person can add up in their head, for tests of what is read from them.
import { randomUUID } from "node:crypto";
import { inTenant } from "../../db/tenant-transaction";
import { addDays, addMonths, periodOf } from "../cycle-calendar";
import { CONFIG_KEYS, EVENTS, REVENUE_EVENTS } from "../spine-vocabulary";

/** Figures of one month, USD. EBITDA is zero, free cash flow −$100k, gross margin 75 %. */
const USUAL = {
  revenue: 800_000,
  cogs: { cloud: 100_000, support: 60_000, other: 40_000 } as Record<string, number>,
  acquisition: 200_000,
  otherOpex: 400_000,
  operatingCashFlow: 30_000,
  capex: 130_000,
  newArr: 200_000,
  /** Of the customers who were there from the beginning. */
  expansion: 100_000,
  contraction: 10_000,
  churn: 15_000,
  /** Of a customer won along the way: no part of the cohort. */
  laterExpansion: 5_000,
  /** In each of two bank accounts; null when the bank reported nothing. */
  cash: 900_000 as number | null,
  headcount: true,
};
export type MonthFigures = typeof USUAL;

const OPENING_ARR = 9_000_000;
export const BASE_MONTH = "2025-06";

/** Months of books, the first with the opening ARR. What a month's changes set to NaN is left out. */
export async function writeMonths(
  tenantId: string,
  first: string,
  last: string,
  changes: (month: string) => Partial<MonthFigures> = () => ({}),
): Promise<void> {
  const events: object[] = [];
  const revenue: object[] = [];
  const [base, later] = [randomUUID(), randomUUID()];
  let arr = OPENING_ARR;
  revenue.push(revenueRow(tenantId, "opening", REVENUE_EVENTS.new, "2024-01-15", OPENING_ARR, base));
  for (let month = first; month <= last; month = addMonths(month, 1)) {
    const figures = { ...USUAL, ...changes(month) };
    const end = periodOf("monthly_close", month)?.end ?? "";
    if (month !== first) arr += arrOf(figures);
    events.push(...ledgerOf(tenantId, month, end, figures));
    revenue.push(...revenueOf(tenantId, month, end, figures, arr, [base, later], month === first));
  }
  await inTenant({ tenantId }, async (tx) => {
    const accounts = [base, later].map((id) => ({
      tenant_id: tenantId,
      id,
      name: id,
      segment: "SMB",
      status: "customer",
      created_on: "2024-01-15",
    }));
    for (const [table, rows] of Object.entries({
      spine_accounts: accounts,
      events_raw: events,
      revenue_events: revenue,
    })) {
      await tx.$executeRawUnsafe(
        `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        JSON.stringify(rows),
      );
    }
  });
}

const arrOf = ({ newArr, expansion, contraction, churn, laterExpansion }: MonthFigures) =>
  newArr + expansion - contraction - (Number.isNaN(churn) ? 0 : churn) + laterExpansion;

function ledgerOf(tenantId: string, month: string, end: string, figures: MonthFigures): object[] {
  const row = (
    type: string,
    name: string,
    amount: number,
    payload: object = {},
    day = end,
    receivedOn = addDays(end, 3),
  ) => ({
    tenant_id: tenantId,
    event_id: `${type}-${name}-${day}`,
    event_type: type,
    source: "test",
    occurred_at: `${day}T12:00:00Z`,
    received_at: `${receivedOn}T04:00:00Z`,
    entity_type: null,
    entity_id: name,
    amount_usd: amount,
    payload,
  });
  const opex = (name: string, amount: number, payload: object) => row(EVENTS.opex, name, amount, payload);
  const { cash } = figures;
  const lines = [
    ...Object.entries(figures.cogs).map(([component, amount]) =>
      row(EVENTS.cogs, component, amount, { component }),
    ),
    opex("selling", figures.acquisition, { function: "S&M", behaviour: "variable", purpose: "acquisition" }),
    opex("engineering", figures.otherOpex / 2, { function: "R&D", behaviour: "fixed" }),
    opex("office", figures.otherOpex / 2, { function: "G&A", behaviour: "fixed" }),
    row(EVENTS.depreciation, "depreciation", 50_000),
    row(EVENTS.operatingCashFlow, "receipts", figures.operatingCashFlow + 700_000),
    row(EVENTS.operatingCashFlow, "payments", -700_000),
    row(EVENTS.capex, "capex", figures.capex),
    ...(figures.headcount
      ? ["R&D", "S&M", "G&A"].map((team) => row(EVENTS.headcount, team, 90_000, { function: team, fte: 8 }))
      : []),
  ];
  const sundays = Array.from({ length: 31 }, (_, offset) => addDays(`${month}-01`, offset)).filter(
    (day) => day <= end && (day === end || new Date(`${day}T00:00:00Z`).getUTCDay() === 0),
  );
  const balances = sundays.flatMap((day) =>
    cash === null
      ? []
      : ["first", "second"].map((name) => row(EVENTS.bankBalance, name, cash, {}, day, addDays(day, 1))),
  );
  return [...lines, ...balances].filter(({ amount_usd }) => !Number.isNaN(amount_usd));
}

function revenueOf(
  tenantId: string,
  month: string,
  end: string,
  figures: MonthFigures,
  arr: number,
  [base, later]: readonly string[],
  opening: boolean,
): object[] {
  const row = (type: string, amount: number, account?: string) =>
    revenueRow(tenantId, `${type}-${month}`, type, end, amount, account);
  const movements = [
    row(REVENUE_EVENTS.new, figures.newArr, later),
    row(REVENUE_EVENTS.expansion, figures.expansion, base),
    row(REVENUE_EVENTS.contraction, figures.contraction, base),
    row(REVENUE_EVENTS.churn, figures.churn, base),
    revenueRow(tenantId, `later-${month}`, REVENUE_EVENTS.expansion, end, figures.laterExpansion, later),
  ];
  return [
    ...(opening ? [] : movements),
    row(REVENUE_EVENTS.balance, arr),
    row(REVENUE_EVENTS.recognised, figures.revenue),
  ].filter(({ amount_usd }) => !Number.isNaN(amount_usd));
}

function revenueRow(
  tenantId: string,
  id: string,
  type: string,
  day: string,
  amount: number,
  account?: string,
) {
  return {
    tenant_id: tenantId,
    event_id: id,
    event_type: type,
    occurred_at: `${day}T10:00:00Z`,
    received_at: `${addDays(day, 3)}T04:00:00Z`,
    account_id: account ?? null,
    amount_usd: amount,
    payload: {},
  };
}

/** Targets at the usual figures, so that a usual month is on plan; bookings target $2m a quarter. */
export async function writeTargets(tenantId: string): Promise<void> {
  const months = Array.from({ length: 25 }, (_, index) => String(index));
  const values = {
    [CONFIG_KEYS.fcfTargets]: Object.fromEntries(months.map((month) => [month, -100_000])),
    [CONFIG_KEYS.ebitdaTargets]: Object.fromEntries(months.map((month) => [month, 0])),
    [CONFIG_KEYS.bookingsTargets]: { "2026-Q3": 2_000_000, "2026-Q4": 2_000_000, "2027-Q1": 2_000_000 },
    [CONFIG_KEYS.pipelineStages]: [
      { stage: "qualified", definition: "Budget and date are known", qualified: true },
    ],
  };
  await inTenant({ tenantId }, (tx) =>
    tx.optimizerConfig.createMany({
      data: Object.entries(values).map(([key, value]) => ({ tenantId, key, value })),
    }),
  );
}

type Deal = {
  amount: number | null;
  closes: string;
  qualified: string;
  closed?: string;
  owner?: string | null;
  stage?: string;
};

/** Deals of the pipeline; `createdAt` is the day before qualification. */
export async function writeDeals(tenantId: string, deals: readonly Deal[]): Promise<void> {
  await inTenant({ tenantId }, (tx) =>
    tx.spineOpportunity.createMany({
      data: deals.map(({ amount, closes, qualified, closed, owner = "Ana", stage = "qualified" }) => ({
        tenantId,
        name: "Deal",
        kind: "new_business",
        stage,
        amountUsd: amount,
        ownerName: owner,
        createdAt: new Date(`${addDays(qualified, -1)}T09:00:00Z`),
        qualifiedAt: new Date(`${qualified}T09:00:00Z`),
        expectedCloseDate: new Date(closes),
        closedAt: closed ? new Date(`${closed}T09:00:00Z`) : null,
      })),
    }),
  );
}

/** A company whose every trigger but CAC payback (WATCH) passes in mid-2026. */
export async function writeHealthySpine(
  tenantId: string,
  last: string,
  changes?: (month: string) => Partial<MonthFigures>,
  first = BASE_MONTH,
): Promise<void> {
  await writeMonths(tenantId, first, last, changes);
  await writeTargets(tenantId);
  await writeDeals(tenantId, [
    { amount: 4_000_000, closes: "2026-08-15", qualified: "2026-02-01" },
    { amount: 3_000_000, closes: "2026-09-15", qualified: "2026-02-01" },
    { amount: 7_000_000, closes: "2026-11-15", qualified: "2026-02-01" },
    { amount: 7_000_000, closes: "2027-02-15", qualified: "2026-02-01" },
  ]);
}
