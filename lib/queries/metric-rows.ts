import * as z from "zod";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import { metric as described } from "../../kernel/revenue/metrics";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { factsSql } from "./metrics/statement";
import { METRIC_STATEMENTS } from "./metrics/statements";

/** A row of the spine that a figure was counted from. */
export type MetricRow = {
  part: string;
  /** What the row is to the figure, from the metric's own words. */
  words: string;
  table: string;
  id: string;
  /** What the row itself is: a deal's name, a customer's, the kind of event. */
  label: string;
  day: string;
  amount: number;
};

/** All rows of one part together. For rows that are only counted, the sum is their number. */
export type MetricPart = { part: string; words: string; count: number; sum: number };

export type MetricRowsPage = {
  metric: MetricId;
  day: string;
  dimension: string;
  /** As the analytics job stored it; null where it could not be computed, or has not been yet. */
  value: number | null;
  computedAt: Date | null;
  parts: MetricPart[];
  /** Metrics that go into this one and have rows of their own. */
  from: MetricId[];
  rows: MetricRow[];
  /** Give it back to get the rows after these; null after the last. */
  next: string | null;
};

export type MetricRowsQuestion = {
  metric: MetricId;
  /** `YYYY-MM-DD` */
  day: string;
  /** '' for the whole company. */
  dimension?: string;
  /** Only the rows of this part. */
  part?: string;
  after?: string;
  limit?: number;
};

const USUAL_ROWS = 50;
const MOST_ROWS = 200;

/** PostgreSQL holds no NUL, so nothing that has one can be found. */
const findable = z.string().refine((text) => !text.includes("\0"));
const cursorSchema = z.tuple([z.iso.date(), findable, findable, findable]);
type Cursor = z.infer<typeof cursorSchema>;
const FIRST_PAGE: Cursor = ["9999-12-31", "", "", ""];

/** The rows that a metric's value of a day was counted from, newest first, and how many they are. */
export function loadMetricRows(
  viewer: { tenantId: string; userId?: string },
  question: MetricRowsQuestion,
): Promise<MetricRowsPage> {
  return inTenant(viewer, (tx) => metricRows(tx, viewer.tenantId, question));
}

export async function metricRows(
  tx: Transaction,
  tenantId: string,
  { metric, day, dimension = "", part, after, limit = USUAL_ROWS }: MetricRowsQuestion,
): Promise<MetricRowsPage> {
  const { statement, rows: words, from } = readingOf(metric);
  const parts = Object.keys(words).filter((each) => part === undefined || each === part);
  const most = Math.min(Math.max(1, Math.trunc(limit)), MOST_ROWS);
  const named = dimension.replaceAll("\0", "\ufffd");
  const counting = [tenantId, day, day, named] as const;
  const facts = `${factsSql(statement)}, counted as (${COUNTED(described(metric).dimension)})`;
  const sums = await tx.$queryRawUnsafe<Omit<MetricPart, "words">[]>(
    `${facts} select part, count(*)::int as count, sum(amount)::float8 as sum from counted group by part`,
    ...counting,
    Object.keys(words),
  );
  const found = await tx.$queryRawUnsafe<Omit<MetricRow, "words">[]>(
    `${facts} ${PAGE}`,
    ...counting,
    parts,
    ...readCursor(after),
    most + 1,
  );
  const page = found.slice(0, most);
  return {
    metric,
    day,
    dimension,
    ...(await storedValue(tx, tenantId, { metric, day, dimension: named })),
    parts: Object.entries(words).map(([each, said]) => {
      const { count = 0, sum = 0 } = sums.find((row) => row.part === each) ?? {};
      return { part: each, words: said, count, sum };
    }),
    from: [...from],
    rows: page.map((row) => ({ ...row, words: words[row.part] ?? row.part })),
    next: found.length > most ? writeCursor(page.at(-1)) : null,
  };
}

function readingOf(id: MetricId) {
  for (const statement of METRIC_STATEMENTS) {
    const found = statement.metrics[id];
    if (found) return { statement, rows: found.rows, from: found.from ?? [] };
  }
  throw new Error(`no statement computes ${id}`);
}

/** The facts that count on the day, $4 the dimension and $5 the parts; the column's name comes from the dictionary. */
const COUNTED = (column: string | null) => `
  select part, tbl, id, day, amount from facts
  where from_day <= to_day and $2::date between from_day and to_day and amount is not null
    and part = any($5::text[]) and ($4::text = '' or ${column ?? "null::text"} = $4::text)`;

const PAGE = `
  select page.part, page.tbl as "table", page.id, page.day::text as day, page.amount::float8 as amount,
    coalesce(case page.tbl
      when 'events_raw' then (select concat_ws(' ', e.event_type, e.entity_type, left(e.entity_id, 80))
        from events_raw e where e.tenant_id = $1::uuid and e.event_id = page.id)
      when 'revenue_events' then (select concat_ws(': ', r.event_type, coalesce(a.name, r.segment))
        from revenue_events r left join spine_accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id
        where r.tenant_id = $1::uuid and r.event_id = page.id)
      when 'spine_opportunities' then (select o.name from spine_opportunities o
        where o.tenant_id = $1::uuid and o.id = page.id::uuid)
      when 'spine_crm_activities' then (select concat_ws(': ', c.activity_type, c.outcome)
        from spine_crm_activities c where c.tenant_id = $1::uuid and c.id = page.id::uuid)
    end, page.id) as label
  from (
    select * from counted
    where day < $6::date or (day = $6::date and (part, tbl, id) > ($7::text, $8::text, $9::text))
    order by day desc, part, tbl, id limit $10::int
  ) as page
  order by page.day desc, page.part, page.tbl, page.id`;

/** A cursor that somebody has written by hand begins at the top. */
function readCursor(after: string | undefined): Cursor {
  if (after === undefined) return FIRST_PAGE;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(after, "base64url").toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return FIRST_PAGE;
    throw error;
  }
}

function writeCursor(row: Omit<MetricRow, "words"> | undefined): string | null {
  if (row === undefined) return null;
  return Buffer.from(JSON.stringify([row.day, row.part, row.table, row.id])).toString("base64url");
}

async function storedValue(
  tx: Transaction,
  tenantId: string,
  { metric, day, dimension }: { metric: MetricId; day: string; dimension: string },
): Promise<{ value: number | null; computedAt: Date | null }> {
  const [row] = await tx.$queryRaw<{ value: number | null; computedAt: Date }[]>`
    select value::float8 as value, computed_at as "computedAt" from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid and date = ${day}::date and metric_id = ${metric}
      and dimension = ${dimension}`;
  return row ?? { value: null, computedAt: null };
}
