// Two years of a company so small that its figures can be followed with a pencil: a few leads, deals, customers and
// postings, written as tables. What is not written down here does not exist; a dash stands for what is not known.
import { addMonths, periodOf } from "../../cycle-calendar";
import { REVENUE_EVENTS } from "../../spine-vocabulary";

export const SEARCH = "11111111-1111-4111-8111-111111111111";
export const GUIDES = "22222222-2222-4222-8222-222222222222";
const CAMPAIGNS: Record<string, string> = { SEARCH, GUIDES };

type Cells = Record<string, string | null>;

/** The lines of a table under the names of its first line. */
function table<Row>(text: string, read: (cells: Cells) => Row): Row[] {
  const [names = [], ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return lines.map((cells) =>
    read(Object.fromEntries(names.map((name, at) => [name, cells[at] === "-" ? null : (cells[at] ?? null)]))),
  );
}
const said = (cell: string | null | undefined): string => cell ?? "";
const figure = (cell: string | null | undefined): number | null =>
  cell === null || cell === undefined ? null : Number(cell);
const attributed = ({ channel, segment, campaign }: Cells) => ({
  channel: channel ?? null,
  segment: segment ?? null,
  campaign: campaign ? (CAMPAIGNS[campaign] ?? null) : null,
});

/** Leads come in at 09:00; the steps after it are taken at 15:00 of their days, the first contact so many hours later. */
export const LEADS = table(
  `id | day        | channel     | segment    | campaign | contact | qualified  | accepted   | contacted | booked
   l1 | 2026-03-02 | organic     | SMB        | -        | ann     | 2026-03-04 | 2026-03-10 | 4         | 2026-03-06
   l2 | 2026-04-20 | paid search | SMB        | SEARCH   | bob     | 2026-04-22 | -          | 30        | -
   l3 | 2026-05-28 | paid search | Enterprise | SEARCH   | cid     | -          | -          | 2         | -
   l4 | 2026-06-05 | email       | SMB        | -        | ann     | 2026-06-09 | 2026-06-20 | 12        | 2026-06-12
   l5 | 2026-06-18 | paid social | SMB        | GUIDES   | dee     | 2026-06-21 | -          | 60        | 2026-06-29
   l6 | 2026-06-18 | paid social | Enterprise | -        | bob     | -          | -          | -         | -
   l7 | 2026-06-30 | paid search | Enterprise | SEARCH   | eva     | 2026-07-01 | -          | 1         | -
   l8 | 2026-07-01 | -           | SMB        | -        | -       | -          | -          | -         | -`,
  (cells) => ({
    ...attributed(cells),
    id: said(cells.id),
    day: said(cells.day),
    contact: cells.contact ?? null,
    qualified: cells.qualified ?? null,
    accepted: cells.accepted ?? null,
    contactedAfter: figure(cells.contacted),
    booked: cells.booked ?? null,
  }),
);

export const ADS = table(
  `day        | channel     | segment    | campaign | usd  | impressions | clicks
   2026-03-20 | paid search | SMB        | SEARCH   | 900  | 20000       | 400
   2026-05-10 | paid search | SMB        | SEARCH   | 1000 | 20000       | 500
   2026-06-10 | paid social | SMB        | GUIDES   | 600  | 60000       | 300
   2026-06-25 | events      | Enterprise | -        | 2000 | -           | -
   2026-06-30 | paid search | Enterprise | SEARCH   | 800  | 16000       | 250
   2026-06-30 | paid social | SMB        | GUIDES   | 200  | 25000       | 90`,
  (cells) => ({
    ...attributed(cells),
    day: said(cells.day),
    usd: Number(cells.usd),
    impressions: figure(cells.impressions),
    clicks: figure(cells.clicks),
  }),
);

export const MAILINGS = table(
  `day        | delivered | replied
   2026-06-04 | 1000      | 30
   2026-06-25 | 500       | 5
   2026-06-26 | 800       | -`,
  ({ day, delivered, replied }) => ({
    day: said(day),
    delivered: Number(delivered),
    replied: figure(replied),
  }),
);

/** A renewal is no booking, and counts nowhere. */
export const DEALS = table(
  `number | kind         | opened     | qualified  | due        | closed     | won | usd   | channel     | segment    | campaign
   1      | new_business | 2026-01-05 | 2026-01-20 | 2026-04-10 | 2026-04-12 | yes | 12000 | organic     | SMB        | -
   2      | new_business | 2026-02-01 | 2026-02-15 | 2026-05-01 | 2026-05-20 | no  | 20000 | paid search | SMB        | SEARCH
   3      | new_business | 2026-03-01 | 2026-03-31 | 2026-06-15 | 2026-06-10 | yes | 24000 | paid search | Enterprise | SEARCH
   4      | new_business | 2026-04-01 | 2026-04-15 | 2026-07-20 | -          | no  | 30000 | organic     | Enterprise | -
   5      | new_business | 2026-05-01 | 2026-06-08 | 2026-08-31 | -          | no  | 18000 | paid social | SMB        | GUIDES
   6      | new_business | 2026-05-15 | -          | -          | 2026-06-20 | no  | 9000  | -           | SMB        | -
   7      | new_business | 2026-06-01 | 2026-06-10 | 2026-12-01 | -          | no  | -     | events      | SMB        | -
   8      | new_business | 2026-06-02 | 2026-06-12 | 2026-07-01 | 2026-07-02 | yes | 15000 | paid social | SMB        | -
   9      | expansion    | 2026-05-01 | 2026-05-02 | 2026-06-30 | 2026-06-28 | yes | 6000  | -           | SMB        | -
   10     | renewal      | 2026-05-01 | 2026-05-02 | 2026-06-30 | 2026-06-28 | yes | 99000 | organic     | SMB        | -`,
  (cells) => ({
    ...attributed(cells),
    number: Number(cells.number),
    kind: said(cells.kind),
    opened: said(cells.opened),
    qualified: cells.qualified ?? null,
    due: cells.due ?? null,
    closed: cells.closed ?? null,
    won: cells.won === "yes",
    usd: figure(cells.usd),
  }),
);

export const MEETINGS = table(
  `number | day        | type     | outcome          | deal
   1      | 2026-06-05 | meeting  | held             | 3
   2      | 2026-06-15 | demo     | no show          | 5
   3      | 2026-06-16 | meeting  | moved            | 5
   4      | 2026-06-17 | demo     | next step agreed | 4
   5      | 2026-06-18 | call     | no show          | 4
   6      | 2026-06-19 | meeting  | -                | 4
   7      | 2026-05-02 | proposal | sent             | 2
   8      | 2026-05-20 | proposal | sent             | 3
   9      | 2026-06-25 | proposal | sent             | 8`,
  ({ number, day, type, outcome, deal }) => ({
    number: Number(number),
    day: said(day),
    type: said(type),
    outcome: outcome ?? null,
    deal: Number(deal),
  }),
);

export const MOVEMENTS = table(
  `id  | day        | type        | customer | usd   | channel     | segment    | campaign
   m1  | 2024-10-01 | new         | 1        | 60000 | -           | SMB        | -
   m2  | 2024-11-15 | new         | 2        | 40000 | -           | SMB        | -
   m3  | 2025-06-10 | new         | 3        | 20000 | -           | Enterprise | -
   m4  | 2025-09-01 | expansion   | 1        | 6000  | -           | SMB        | -
   m5  | 2026-01-20 | contraction | 2        | 4000  | -           | SMB        | -
   m6  | 2026-03-05 | churn       | 3        | 20000 | -           | Enterprise | -
   m7  | 2026-04-12 | new         | 4        | 12000 | organic     | SMB        | -
   m8  | 2026-05-20 | expansion   | 4        | 3000  | -           | SMB        | -
   m9  | 2026-06-10 | new         | 5        | 24000 | paid search | Enterprise | SEARCH
   m10 | 2026-06-28 | expansion   | 1        | 6000  | -           | SMB        | -
   m11 | 2026-07-02 | new         | 6        | 15000 | paid social | SMB        | -
   m12 | 2026-07-03 | churn       | 2        | 36000 | -           | SMB        | -`,
  (cells) => ({
    ...attributed(cells),
    id: said(cells.id),
    day: said(cells.day),
    type: `arr.${cells.type}`,
    customer: Number(cells.customer),
    usd: Number(cells.usd),
  }),
);
export type Movement = (typeof MOVEMENTS)[number];

/** What a movement adds to ARR. */
export const signed = ({ type, usd }: Movement): number =>
  type === REVENUE_EVENTS.new || type === REVENUE_EVENTS.expansion ? usd : -usd;

/** What billing states at the end of each month: the sum of the movements up to it. */
export const BALANCES = monthsFrom("2024-12", "2026-06").map((month) => {
  const day = monthEnd(month);
  return {
    day,
    usd: MOVEMENTS.filter((each) => each.day <= day).reduce((sum, each) => sum + signed(each), 0),
  };
});

/** The ledger of each month. */
export const BOOKS = table(
  `month   | revenue | cogs | acquisition | selling | engineering | receipts | payments | capex | fte
   2026-01 | 10000   | 3000 | 4000        | 1000    | 3500        | 10000    | 13000    | 500   | 4
   2026-02 | 10000   | 3000 | 4000        | 1000    | 3500        | 10000    | 13000    | 500   | 4
   2026-03 | 10000   | 3000 | 4000        | 1000    | 3500        | 10000    | 13000    | 500   | 4
   2026-04 | 11000   | 3100 | 4000        | 1000    | 3500        | 11000    | 13000    | 500   | 4
   2026-05 | 10000   | 3000 | 4000        | 1000    | 3500        | 10000    | 13000    | 500   | 4
   2026-06 | 10000   | 3000 | 5000        | 1000    | 3500        | 10000    | 14000    | 800   | 5`,
  ({ month, ...figures }) => ({
    month: said(month),
    ...(Object.fromEntries(Object.entries(figures).map(([name, cell]) => [name, Number(cell)])) as Record<
      | "revenue"
      | "cogs"
      | "acquisition"
      | "selling"
      | "engineering"
      | "receipts"
      | "payments"
      | "capex"
      | "fte",
      number
    >),
  }),
);

/** Both banks report on the first, tenth and twentieth; in July the second one has nothing to say. */
export const CASH = monthsFrom("2026-01", "2026-07").flatMap((month) =>
  ["01", "10", "20"]
    .map((number) => `${month}-${number}`)
    .filter((day) => day <= "2026-07-05")
    .flatMap((day) => [
      { day, bank: "first", usd: 50_000 },
      ...(day < "2026-07-01" ? [{ day, bank: "second", usd: 20_000 }] : []),
    ]),
);

export const TARGETS: Record<string, number> = { "2026-Q3": 60_000, "2026-Q4": 80_000 };

function monthsFrom(first: string, last: string): string[] {
  const months = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}
export function monthEnd(month: string): string {
  return periodOf("monthly_close", month)?.end ?? month;
}
