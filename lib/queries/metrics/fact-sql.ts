import { PAID_CHANNELS } from "../spine-vocabulary";

/**
 * A metric is made of facts. A fact is one row of the spine that counts on certain days: a lead on its own day, a
 * deal won on the ninety days from its signature on, an open deal on every day until it closes. What a metric needs of
 * a day is then a running sum over where facts begin and end, for any number of days in one statement; and the rows
 * that a figure was counted from are the facts that count on its day.
 *
 * Statements take three parameters: $1 the company, $2 and $3 the first and last day.
 */
export const COMPANY = "$1::uuid";
export const FIRST_DAY = "$2::date";
export const LAST_DAY = "$3::date";

/** Only words of this code are written into statements; what comes from outside travels as a parameter. */
export const text = (word: string): string => `'${word.replaceAll("'", "''")}'`;
export const texts = (words: readonly string[]): string => `array[${words.map(text).join(", ")}]`;

/** The UTC day of a moment, and the moment at which a day begins. */
export const dayOf = (moment: string): string => `(${moment} at time zone 'UTC')::date`;
export const startOf = (day: string): string => `((${day})::timestamp at time zone 'UTC')`;

/** A field of a payload as text, shortened; null where it is absent or blank. */
export const word = (field: string): string => `nullif(left(btrim(payload ->> ${text(field)}), 100), '')`;
/** A field of a payload as a number; null for anything else. */
export const figure = (field: string): string =>
  `case when jsonb_typeof(payload -> ${text(field)}) = 'number' then (payload ->> ${text(field)})::numeric end`;

export const IS_PAID = `(campaign is not null or channel = any(${texts(PAID_CHANNELS)}))`;

/** The days on which a fact counts, both included, as SQL. */
export type Days = readonly [from: string, to: string];
export const ON_ITS_DAY: Days = ["day", "day"];
/** From its day on, so that it is in every window of so many days that reaches back to it. */
export const trailing = (days: number, from = "day"): Days => [from, `day + ${days - 1}`];
export const FOREVER = "date '9999-12-30'";

export interface FactSql {
  /** What the fact is to a metric; formulas name its sum `part` and its number of rows `part_n`. */
  part: string;
  /** The relation that it is read from, with the columns id, day, channel, campaign, segment and source. */
  of: string;
  /** Where the relation has rows of several tables, its column `tbl` says which. */
  table?: string;
  counts: Days;
  /** 1 where only the number of rows matters. */
  amount?: string;
  where?: string;
}

export function factSql({ part, of, table, counts: [from, to], amount = "1", where }: FactSql): string {
  return `select ${text(part)} as part, ${table === undefined ? "tbl" : text(table)} as tbl, id, day, ${from} as from_day, ${to} as to_day,
      (${amount})::numeric as amount, channel, campaign, segment, source
    from ${of}${where ? ` where ${where}` : ""}`;
}
