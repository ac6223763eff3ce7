// Rows of each kind that are wrong, and files that leave a question open before a row is read.

export const OPEX = ["Month", "Function", "Fixed or variable", "Account", "Amount"];
const opex = (changes: Partial<Record<"month" | "team" | "account" | "amount", string>>) => [
  changes.month ?? "2026-03",
  changes.team ?? "R&D",
  "fixed",
  changes.account ?? "6100",
  changes.amount ?? "1.50",
];
const DEAL = ["Deal ID", "Name", "Stage", "Kind", "Created", "Qualified on", "Closed", "Won", "Customer"];
const deal = (id: string, created: string, qualified: string, closed: string, won: string, customer = "") => [
  id,
  "A deal",
  "qualified",
  "new business",
  created,
  qualified,
  closed,
  won,
  customer,
];
export const BRIDGE = ["Month", "Movement", "Customer", "ARR"];
const SPEND = ["Date", "Channel", "Spend", "New customers", "CAC"];
const TARGET = ["Month", "Metric", "Low", "Target", "High"];

type Lines = readonly (readonly (string | number)[])[];

/** Files whose rows are read, each with what is wrong in it. */
export const FAULTY_ROWS: readonly (readonly [what: string, kind: string, lines: Lines])[] = [
  [
    "amounts",
    "opex",
    [
      OPEX,
      ...["", "€ 5", "5%", "1.23E+05", "n/a", "1..5", "2000000000000"].map((amount) => opex({ amount })),
    ],
  ],
  [
    "months",
    "opex",
    [OPEX, ...["31.12.26", "1999-12", "2026-12", "2026-13"].map((month) => opex({ month }))],
  ],
  [
    "words and text",
    "opex",
    [
      OPEX,
      opex({ team: "Sales team" }),
      opex({ team: "" }),
      opex({ account: "x".repeat(301) }),
      opex({ account: "*" }),
    ],
  ],
  ["the shape of rows", "opex", [OPEX, [...opex({}), "more"], OPEX, opex({ amount: "-5.50" })]],
  ["the same figure twice", "opex", [OPEX, opex({}), opex({})]],
  [
    "figures below zero and no whole number",
    "headcount",
    [
      ["Month", "Function", "FTE", "Open roles", "Loaded cost"],
      ["2026-03", "R&D", "3", "1.5", "-1"],
    ],
  ],
  [
    "the ARR bridge's rows",
    "arr-bridge",
    [
      BRIDGE,
      ["2026-03", "new", "", 5],
      ["2026-03", "new", "Amber", -5],
      ["2026-03", "closing balance", "Amber", 5],
    ],
  ],
  [
    "a bridge that does not add up, and opens elsewhere than it closed",
    "arr-bridge",
    [
      BRIDGE,
      ["2026-01", "opening balance", "", 100],
      ["2026-01", "opening balance", "Birch", 40],
      ["2026-01", "new", "Copper", 10],
      ["2026-01", "closing balance", "", 150],
      ["2026-02", "opening balance", "", 90],
    ],
  ],
  ["a customer who is known", "arr-bridge", [BRIDGE, ["2026-04", "opening balance", "Known Ltd", 40]]],
  [
    "capital expenditure",
    "cash-flow",
    [
      ["Month", "Line", "Amount"],
      ["2026-03", "capex", -5],
    ],
  ],
  [
    "the days and the end of deals",
    "pipeline",
    [
      DEAL,
      deal("D-1", "2026-03-02", "2026-03-01", "", ""),
      deal("D-2", "2026-03-02", "", "2026-03-01", "yes"),
      deal("D-3", "2026-03-02", "", "2026-11-01", "yes"),
      deal("D-4", "2026-03-02", "", "2026-03-09", ""),
      deal("D-5", "2026-03-02", "", "", "yes"),
      deal("D-6", "2026-03-02", "", "", "maybe"),
      deal("D-7", "2026-03-02", "", "", "", "Twin"),
    ],
  ],
  [
    "a closed deal in a file without its outcome",
    "pipeline",
    [DEAL.filter((name) => name !== "Won"), deal("D-1", "2026-03-02", "", "2026-03-09", "").toSpliced(7, 1)],
  ],
  [
    "what a customer cost",
    "spend",
    [SPEND, ["2026-03-14", "events", 100, 0, 50], ["2026-03-15", "events", 100, 2, 90]],
  ],
  [
    "targets",
    "targets",
    [
      TARGET,
      ["0", "FCF", 5, "", 5],
      ["1", "FCF", 5, 9, 6],
      ["soon", "FCF", 5, "", 6],
      ["2019-01", "FCF", 5, "", 6],
      ["121", "FCF", 5, "", 6],
    ],
  ],
  [
    "quarters",
    "bookings-targets",
    [
      ["Quarter", "Target"],
      ["Q5 2026", 5],
    ],
  ],
  [
    "a part of a total",
    "cogs",
    [
      ["Month", "Component", "Account", "Amount"],
      ["2026-03", "cloud", "5100", 60],
    ],
  ],
  [
    "a column that is missing",
    "cogs",
    [
      ["Month", "Component", "Note"],
      ["2026-03", "cloud", "x"],
    ],
  ],
  [
    "thousands",
    "cogs",
    [
      ["Month", "Component", "Amount ($k)"],
      ["2026-03", "cloud", 1],
    ],
  ],
  [
    "another currency",
    "cogs",
    [
      ["Month", "Component", "Amount (EUR)"],
      ["2026-03", "cloud", 1],
    ],
  ],
  [
    "points or commas",
    "cogs",
    [
      ["Month", "Component", "Amount"],
      ["2026-03", "cloud", "1.234"],
    ],
  ],
  [
    "points and commas",
    "cogs",
    [
      ["Month", "Component", "Amount"],
      ["2026-03", "cloud", "1.234,5"],
      ["2026-04", "cloud", "1,234.5"],
    ],
  ],
  [
    "day or month first",
    "spend",
    [SPEND.slice(0, 3), ["03/04/2026", "events", 1], ["05/05/2026", "events", 1]],
  ],
  [
    "day and month first",
    "spend",
    [SPEND.slice(0, 3), ["31/03/2026", "events", 1], ["03/31/2026", "events", 1]],
  ],
];
