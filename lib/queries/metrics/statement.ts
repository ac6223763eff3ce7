import type { MetricId } from "../../../kernel/revenue/metric-ids";
import { METRICS } from "../../../kernel/revenue/metrics";
import { COMPANY, type FactSql, FIRST_DAY, factSql, LAST_DAY, text } from "./fact-sql";

export interface MetricSql {
  /** Over `s`, the running sums of a day and dimension, and `w`, those of the whole company on that day. */
  value: string;
  /** The parts whose rows it was counted from, each with what its rows are. */
  rows: Readonly<Record<string, string>>;
  /** What else goes into it: metrics that are counted from rows of their own. */
  from?: readonly MetricId[];
}

/** The metrics that are counted from the same rows, in one statement. */
export interface MetricStatement {
  name: string;
  /** Common table expressions that the facts read. */
  reads: readonly string[];
  facts: readonly FactSql[];
  metrics: Readonly<Partial<Record<MetricId, MetricSql>>>;
}

/** Company-wide figures have the dimension ''. */
const WHOLE = "";
/** More channels, campaigns or segments than anybody looks at are not broken down. */
const MOST_DIMENSIONS = 300;
/** Beyond any company's figures; what is larger is a fault of the data, and unknown. */
const LARGEST = "1e15";

export const metricsOf = ({ metrics }: MetricStatement): MetricId[] =>
  METRICS.map(({ id }) => id).filter((id) => metrics[id] !== undefined);

const dimensionOf = (id: MetricId): string => METRICS.find((each) => each.id === id)?.dimension ?? WHOLE;

/** `with …, facts as (…)`: every fact of the statement. */
export function factsSql({ reads, facts }: MetricStatement): string {
  return `with ${[...reads, `facts as (\n    ${facts.map(factSql).join("\n    union all\n    ")}\n  )`].join(",\n  ")}`;
}

/** The rows that the statement's metrics have on the days: `computed (date, metric_id, dimension, value)`. */
export function computedSql(statement: MetricStatement): string {
  const ids = metricsOf(statement);
  const parts = [...new Set(statement.facts.map(({ part }) => part))];
  const kinds = [...new Set(ids.map(dimensionOf))].filter((kind) => kind !== WHOLE);
  const moved = parts.map(
    (part) => `sum(n) filter (where part = ${text(part)}) as ${part}_n,
      sum(amount) filter (where part = ${text(part)}) as ${part}`,
  );
  const running = parts.map(
    (part) =>
      `coalesce(sum(${part}_n) over so_far, 0) as ${part}_n, coalesce(sum(${part}) over so_far, 0) as ${part}`,
  );
  const values = ids.map(
    (id) => `(${text(id)}, ${text(dimensionOf(id))}, (${statement.metrics[id]?.value})::numeric)`,
  );
  const groups = [`(${text(WHOLE)}, ${text(WHOLE)})`, ...kinds.map((kind) => `(${text(kind)}, ${kind})`)];
  return `${factsSql(statement)},
  spread as (
    select kind, dim, part, moves.day, sum(moves.amount) as amount, sum(moves.n) as n
    from facts
    cross join lateral (values ${groups.join(", ")}) as g(kind, dim)
    cross join lateral (values (greatest(from_day, ${FIRST_DAY}), amount, 1), (to_day + 1, -amount, -1))
      as moves(day, amount, n)
    where dim is not null and facts.amount is not null and from_day <= to_day
      and from_day <= ${LAST_DAY} and to_day >= ${FIRST_DAY} and moves.day <= ${LAST_DAY}
    group by kind, dim, part, moves.day
  ),
  groups as (
    (select kind, dim from spread where kind <> '' group by kind, dim order by count(*) desc, kind, dim limit ${MOST_DIMENSIONS})
    union all select '', ''
  ),
  moved as (
    select kind, dim, day,
      ${moved.join(",\n      ")}
    from spread group by kind, dim, day
  ),
  standing as (
    select g.kind, g.dim, d.day::date as day,
      ${running.join(",\n      ")}
    from groups g
    cross join generate_series(${FIRST_DAY}::timestamp, ${LAST_DAY}::timestamp, interval '1 day') as d(day)
    left join moved m on m.kind = g.kind and m.dim = g.dim and m.day = d.day::date
    window so_far as (partition by g.kind, g.dim order by d.day)
  ),
  computed as (
    select s.day as date, v.metric_id, s.dim as dimension,
      case when abs(v.value) < ${LARGEST} then round(v.value, 6) end as value
    from standing s
    join standing w on w.kind = '' and w.day = s.day
    cross join lateral (values
      ${values.join(",\n      ")}
    ) as v(metric_id, kind, value)
    where s.kind = '' or (s.kind = v.kind and v.value is not null)
  )`;
}

/**
 * Computes and stores: writes what is new or differs, takes away what is no longer there, leaves the rest as it is.
 * $4 is the moment of computing.
 */
export function storeSql(statement: MetricStatement): string {
  const ids = metricsOf(statement).map(text).join(", ");
  return `${computedSql(statement)},
  gone as (
    delete from metric_snapshots_daily m
    where m.tenant_id = ${COMPANY} and m.date between ${FIRST_DAY} and ${LAST_DAY} and m.metric_id in (${ids})
      and not exists (select from computed c
        where c.date = m.date and c.metric_id = m.metric_id and c.dimension = m.dimension)
    returning 1
  ),
  stored as (
    insert into metric_snapshots_daily as m (tenant_id, date, metric_id, dimension, value, computed_at)
    select ${COMPANY}, date, metric_id, dimension, value, $4::timestamptz from computed
    on conflict (tenant_id, date, metric_id, dimension)
      do update set value = excluded.value, computed_at = excluded.computed_at
      where m.value is distinct from excluded.value
    returning 1
  )
  select (select count(*) from computed)::int as rows,
    ((select count(*) from stored) + (select count(*) from gone))::int as changed`;
}
