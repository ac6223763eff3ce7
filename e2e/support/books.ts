// The books of a company that begins today, as its finance system exports them: a plan, twelve months of figures and
// the pipeline, in comma-separated files and workbooks. All of it is reckoned from the month that is to be closed.
import { stringify } from "csv-stringify/sync";
import writeExcelFile from "write-excel-file/node";

type Cell = string | number;
type Lines = Cell[][];

/** `title` is what the list of kinds calls it. */
export type Book = { title: string; name: string; mimeType: string; buffer: Buffer };

const MONTHS_OF_THE_PLAN = 12;
/** In the last three, cash flow falls behind the plan: the first close has something to say. */
const GOOD_MONTHS = 9;
const QUARTERS_AHEAD = [0, 1, 2];

export function addMonths(month: string, count: number): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + count);
  return day.toISOString().slice(0, 7);
}

/** The first month of the plan, when `close` is its twelfth. */
export const planStartOf = (close: string): string => addMonths(close, 1 - MONTHS_OF_THE_PLAN);

function lastDay(month: string): string {
  const day = new Date(`${addMonths(month, 1)}-01T00:00:00Z`);
  day.setUTCDate(0);
  return day.toISOString().slice(0, 10);
}

/** The quarter of a month, and its last month. */
function quarterOf(month: string): { name: string; end: string } {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const quarter = Math.ceil(number / 3);
  return { name: `${year}-Q${quarter}`, end: `${year}-${String(quarter * 3).padStart(2, "0")}` };
}

const csv = (title: string, name: string, lines: Lines, delimiter = ","): Book => ({
  title,
  name: `${name}.csv`,
  mimeType: "text/csv",
  buffer: Buffer.from(stringify(lines, { delimiter, record_delimiter: "windows" }), "utf8"),
});

const workbook = async (title: string, name: string, lines: Lines): Promise<Book> => ({
  title,
  name: `${name}.xlsx`,
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer: await writeExcelFile([{ data: lines, sheet: "Figures" }]).toBuffer(),
});

/** 200 k won, 100 k grown and 20 k lost a month, from 9 million on. */
function arrBridge(months: readonly string[]): Lines {
  const first = months[0] ?? "";
  return [
    ["Month", "Movement", "Customer", "ARR (USD)", "Segment"],
    [first, "opening balance", "", 9_000_000, ""],
    [first, "opening balance", "Amber Labs", 6_000_000, "Enterprise"],
    [first, "opening balance", "Copper Rail", 3_000_000, "Mid-market"],
    ...months.flatMap((month, index) => [
      [month, "new", `Won in ${month}`, 200_000, "SMB"],
      [month, "expansion", "Amber Labs", 100_000, "Enterprise"],
      [month, "contraction", "Copper Rail", 5_000, "Mid-market"],
      [month, "churn", "Copper Rail", 15_000, "Mid-market"],
      [month, "closing balance", "", 9_000_000 + (index + 1) * 280_000, ""],
    ]),
  ];
}

/** The plan, and which stages count: what the figures are judged against. */
function plan(close: string): Book[] {
  const quarters = QUARTERS_AHEAD.map((ahead) => quarterOf(addMonths(close, 1 + 3 * ahead)).name);
  return [
    csv("Target trajectory", "plan", [
      ["Month of the plan", "Metric", "Low", "Target", "High"],
      ...[...Array(MONTHS_OF_THE_PLAN).keys()].flatMap((index) => [
        [index, "FCF", -150_000, -100_000, -50_000],
        [index, "EBITDA", -50_000, "", 50_000],
      ]),
    ]),
    csv("Bookings targets", "bookings", [
      ["Quarter", "Target"],
      ...quarters.map((name) => [name, 2_000_000]),
    ]),
    csv("Pipeline stages", "stages", [
      ["Stage", "Definition", "Qualified"],
      ["discovery", "A first talk has taken place", "no"],
      ["qualified", "Budget and date are known", "yes"],
    ]),
  ];
}

async function figures(months: readonly string[]): Promise<Book[]> {
  const monthly = (header: Cell[], rows: Cell[][]): Lines => [
    ["Month", ...header],
    ...months.flatMap((month) => rows.map((row) => [month, ...row])),
  ];
  return [
    await workbook("ARR bridge", "arr-bridge", arrBridge(months)),
    csv("Recognised revenue", "revenue", monthly(["Revenue"], [[800_000]])),
    csv(
      "COGS breakdown",
      "cogs",
      monthly(
        ["Component", "Amount"],
        [
          ["hosting", 100_000],
          ["customer support", 60_000],
          ["other", 40_000],
        ],
      ),
    ),
    await workbook(
      "Operating expense by function",
      "opex",
      monthly(
        ["Department", "Fixed or variable", "Purpose", "Amount"],
        [
          ["S&M", "variable", "acquisition", 200_000],
          ["R&D", "fixed", "", 200_000],
          ["G&A", "fixed", "", 200_000],
        ],
      ),
    ),
    csv("Operating cash flow and capex", "cash-flow", [
      ["Month", "Line", "Amount"],
      ...months.flatMap((month, index) => [
        [month, "operating cash flow", index < GOOD_MONTHS ? 30_000 : -170_000],
        [month, "capex", 130_000],
      ]),
    ]),
    // As a bank in much of Europe writes it.
    csv(
      "Cash and bank balances",
      "bank",
      [
        ["Date", "Bank account", "Balance"],
        ...months.flatMap((month) =>
          ["operating", "reserve"].map((account) => [lastDay(month), account, "2900000,00"]),
        ),
      ],
      ";",
    ),
    csv(
      "Headcount with loaded cost",
      "staff",
      monthly(
        ["Function", "FTE", "Loaded cost"],
        [
          ["R&D", 8, 90_000],
          ["S&M", 8, 90_000],
          ["G&A", 6, 70_000],
        ],
      ),
    ),
  ];
}

/** Deals that were there all along, so that every week's look at the quarter ahead finds them. */
function selling(close: string, months: readonly string[]): Book[] {
  const opened = addMonths(close, -5);
  return [
    csv("Pipeline", "deals", [
      ["Deal ID", "Name", "Stage", "Kind", "Amount", "Expected close", "Owner", "Created", "Qualified"],
      ...QUARTERS_AHEAD.map((ahead) => {
        const { name, end } = quarterOf(addMonths(close, 1 + 3 * ahead));
        return [
          `D-${name}`,
          `Expected in ${name}`,
          "qualified",
          "new business",
          7_000_000,
          lastDay(end),
          "Ana Duarte",
          `${opened}-12`,
          `${opened}-20`,
        ];
      }),
    ]),
    csv("CAC and spend by channel", "spend", [
      ["Month", "Channel", "Spend", "Leads", "New customers"],
      ...months.flatMap((month) => [
        [month, "paid search", 120_000, 60, 3],
        [month, "events", 80_000, 25, 2],
      ]),
    ]),
  ];
}

/** One file of each kind, in the order in which a new company brings them. */
export async function booksFor(close: string): Promise<Book[]> {
  const months = [...Array(MONTHS_OF_THE_PLAN).keys()].map((index) => addMonths(planStartOf(close), index));
  return [...plan(close), ...(await figures(months)), ...selling(close, months)];
}
