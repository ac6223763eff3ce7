/** What a row of a kind is made of, how it is read, and how it becomes a figure of the spine. */
export type FieldType =
  | "month"
  | "day"
  /** A day or a month: what is stated is the total of either. */
  | "period"
  | "quarter"
  /** The index of a month of the plan, or the calendar month itself. */
  | "planMonth"
  /** US dollars, to the cent. */
  | "amount"
  | "number"
  | "count"
  /** One of a closed list, or of the other words for it. */
  | "word"
  | "text"
  | "yesNo";

export type Field = {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  /** Other names by which files call the column. */
  headers: readonly string[];
  /** The words that are kept, each with the others that mean it. */
  words?: Readonly<Record<string, readonly string[]>>;
  /** Whether a figure may be below zero. */
  belowZero?: boolean;
  /** What is wrong with one that is, where it has a reason of its own. */
  belowZeroRemedy?: string;
  /** A day or month of the future is a plan, and no figure. */
  mayLieAhead?: boolean;
  examples: readonly [string, string];
  help: string;
};

export type Value = string | number | boolean | null;
/** Values by field; null where the cell is blank or the file has no such column. */
export type Values = Readonly<Record<string, Value>>;

/** What is wrong with a row: in which field, what, and what would be right. */
export type RowFault = { field: string | null; what: string; remedy: string };

export type NamedAccount = {
  id: string;
  name: string;
  segment: string | null;
  status: "customer" | "prospect";
  since: string;
};

/** One entry of a setting that holds many: its value by the entry's name. */
export type ConfigEntry = { config: string; entry: string; value: unknown };

export type Stated = {
  /** The key under which the row states its figure; what stands under it now is what the row restates. */
  key: string;
  /** Keys of totals that this key is a part of. */
  wider: readonly string[];
  /** What it says, by the names of `says` of the kind's side of the spine. */
  says: Readonly<Record<string, Value>>;
  /** The row of the spine, by column; the company, the moment and the import are added when it is applied. */
  row?: Readonly<Record<string, unknown>>;
  account?: NamedAccount;
  entries?: readonly ConfigEntry[];
  /** What the kind's cross-row checks group by. */
  check?: Readonly<Record<string, string | number>>;
};

/** What a row cannot say of itself. */
export type RowContext = {
  /** Whether the file has a column for the field. */
  has(field: string): boolean;
  /** The customer of a name or id; a fault where the name belongs to several. */
  account(name: string): { id: string; name: string } | RowFault;
  /** The id of the campaign of that name, or the name itself. */
  campaign(name: string): string;
  opportunity(dealId: string): string;
  /** The index of a calendar month in the company's plan. */
  monthIndex(month: string): number;
  today: string;
};

/** A part of the key by which a file without its column states a total. */
export type Total = { field: string; part: number };

export type SpineSide =
  | {
      table: "events_raw" | "revenue_events" | "spine_opportunities";
      /** `event_type`; none for deals. */
      types: readonly string[];
      /** The key's parts behind the kind's name, as SQL over the row `s`. */
      parts: readonly string[];
      totals: readonly Total[];
      /** What the rows of one key say together, as aggregates over `s`. */
      says: Readonly<Record<string, string>>;
    }
  | {
      table: "optimizer_configs";
      configs: readonly string[];
      /** SQL that gives `key` and `says` of every entry; $1 is the company. */
      entries: string;
    };

/** SQL that gives `row_number`, `what` and `remedy`; $1 is the company, $2 the import. */
export type CrossCheck = { name: string; sql: string };

export type Kind = {
  id: string;
  title: string;
  /** What a row states, in a sentence. */
  help: string;
  fields: readonly Field[];
  state(values: Values, context: RowContext): Stated | RowFault[];
  spine: SpineSide;
  checks: readonly CrossCheck[];
};

/** As `jsonb_build_array(…)::text` writes it, so that rows of a file and rows of the spine meet under one text. */
export function keyOf(kind: string, parts: readonly string[]): string {
  return `[${[kind, ...parts].map((part) => JSON.stringify(part)).join(", ")}]`;
}

/** Stands in a key for a part that the file does not break down. */
export const ALL = "*";

/** The keys of the totals that a key is part of: each choice of its broken-down parts, taken together. */
export function widerKeys(kind: string, parts: readonly string[], totals: readonly Total[]): string[] {
  const open = totals.filter(({ part }) => parts[part] !== ALL).map(({ part }) => part);
  return Array.from({ length: 2 ** open.length - 1 }, (_, choice) => {
    const together = open.filter((_part, index) => ((choice + 1) >> index) & 1);
    return keyOf(
      kind,
      parts.map((part, index) => (together.includes(index) ? ALL : part)),
    );
  });
}

export const isFaults = (stated: Stated | RowFault[]): stated is RowFault[] => Array.isArray(stated);
export const textOf = (value: Value | undefined): string => (typeof value === "string" ? value : "");
export const numberOf = (value: Value | undefined): number => (typeof value === "number" ? value : 0);
