import type { Transaction } from "../db/tenant-transaction";

/**
 * Relative gains by the part of the business that they show in: 0.2 is a fifth more. A tenant without gains goes on
 * as it went before.
 */
export type Gains = { demand: number; conversion: number; economics: number };
export const NO_GAINS: Gains = { demand: 0, conversion: 0, economics: 0 };

export type FeedWindow = {
  tenantId: string;
  /** The last day that has data, and the last one to be given some; YYYY-MM-DD. */
  from: string;
  to: string;
  /** The tenant's clock: nothing arrives after it. */
  clock: Date;
  gains: Gains;
};

/** Days that are repeated: four weeks, so that a Monday follows the pattern of a Monday. */
export const PATTERN_DAYS = 28;
/** In hours, so that no time zone of a session changes a moment. */
export const SHIFT = `b.number * interval '${PATTERN_DAYS * 24} hours'`;
/** The repetitions that reach from the last day with data to the last one wanted. */
export const BLOCKS = `generate_series(1, ceil(({to} - {from}) / ${PATTERN_DAYS}.0)::int) as b(number)`;

export const dayOf = (moment: string) => `(${moment} at time zone 'UTC')::date`;

/** The days of the pattern, and of each repetition those that are wanted. */
export const inPattern = (moment: string) =>
  `${dayOf(moment)} > {from} - ${PATTERN_DAYS} and ${dayOf(moment)} <= {from}
   and ${dayOf(`(${moment} + ${SHIFT})`)} <= {to}`;

/** An id of its own for what is repeated: the first one's, with the days since. */
export const repeatedId = (id: string, suffix = "") =>
  `regexp_replace(${id}, '\\+\\d+$', '') || '${suffix}+' ||
   (coalesce(substring(${id} from '\\+(\\d+)$')::int, 0) + b.number * ${PATTERN_DAYS})`;
export const repeatedUuid = (id: string) => `md5(${id}::text || ':' || b.number)::uuid`;

/** A number from 0 to 99 that follows from an id: chance that comes out the same each time. */
export const lotOf = (id: string) => `(('x' || substr(md5(${id}::text), 1, 7))::bit(28)::int % 100)`;

/** Names in braces are bound as parameters of these types. */
const TYPES = {
  tenant: "uuid",
  from: "date",
  to: "date",
  clock: "timestamptz",
  kind: "text",
  kinds: "text[]",
  demand: "numeric",
  conversion: "numeric",
  economics: "numeric",
} as const;
type Name = keyof typeof TYPES;

/** Runs one statement of a feeding; counts its rows. */
export function feedRows(
  tx: Transaction,
  { tenantId, from, to, clock, gains }: FeedWindow,
  statement: string,
  given: { kind?: string; kinds?: readonly string[] } = {},
): Promise<number> {
  const values: Partial<Record<Name, unknown>> = { tenant: tenantId, from, to, clock, ...gains, ...given };
  const bound: Name[] = [];
  const text = statement.replace(/\{(\w+)\}/g, (_, word: Name) => {
    if (values[word] === undefined) throw new Error(`${word} is not given`);
    if (!bound.includes(word)) bound.push(word);
    return `$${bound.indexOf(word) + 1}::${TYPES[word]}`;
  });
  return tx.$executeRawUnsafe(text, ...bound.map((name) => values[name]));
}
