-- The weekly CFO digest as SQL: one company's week computed from what is on record, and the operator's roll-up of the
-- weeks that were stored. Both run as whoever calls them, so row-level security holds inside them too.

-- A week is named by its Monday; any other day is a mistake of the caller's, not a week of its own.
create function assert_monday(day date) returns void language plpgsql immutable as $$
begin
  if day is null or extract(isodow from day) <> 1 then
    raise exception 'a week is named by its Monday; % is none', coalesce(day::text, 'null') using errcode = 'invalid_parameter_value';
  end if;
end $$;

-- 1. A company's week -------------------------------------------------------------------------------------
-- Monday to Sunday, UTC. Each figure is the newest daily row of the week, with its day, and the newest row of the week
-- before beside it; a row without a value stays without one, because an older value would hide that it is unknown.
-- An action belongs to the week when a cycle of the week asked for it, when it ran on a day of the week, or when its
-- result was observed in it: so what improved and what hurt are always among the total.
-- Mode and escalations are those at the end of Sunday, or those of now while the week runs.
create function get_weekly_cfo_snapshot(p_tenant_id uuid, p_week_start date)
returns table (
  tenant_id uuid,
  week_start date,
  week_end date,
  payback_months numeric,
  cac_blended numeric,
  gross_margin_pct numeric,
  contribution_margin_pct numeric,
  revenue_per_fte numeric,
  cash_runway_months numeric,
  -- [{metric_id, value, as_of, value_before, as_of_before}], in the order of the columns above.
  figures jsonb,
  actions_total integer,
  actions_improved integer,
  actions_hurt integer,
  -- Parts of the total that overlap: asked for in the week, at work in it, measured in it.
  actions_asked_for integer,
  actions_at_work integer,
  actions_measured integer,
  gates_triggered text[],
  -- [{gate, observed, threshold, cycle_id, executed_at}], the newest time of the week for each gate.
  gates jsonb,
  cycles_run integer,
  mode text,
  open_escalations integer
) language plpgsql stable security invoker as $$
#variable_conflict use_column
declare
  week_begins constant timestamptz := p_week_start::timestamp at time zone 'UTC';
  week_is_over constant timestamptz := (p_week_start + 7)::timestamp at time zone 'UTC';
begin
  perform assert_monday(p_week_start);
  return query
  with figure as materialized (
    select wanted.position, wanted.metric_id,
      newest.value, newest.date as as_of, earlier.value as value_before, earlier.date as as_of_before
    from (values (1, 'payback_months'), (2, 'cac_blended'), (3, 'gross_margin_pct'), (4, 'contribution_margin_pct'),
      (5, 'revenue_per_fte'), (6, 'cash_runway_months')) as wanted (position, metric_id)
    left join lateral (
      select m.value, m.date from metric_snapshots_daily m
      where m.tenant_id = p_tenant_id and m.metric_id = wanted.metric_id and m.dimension = ''
        and m.date between p_week_start and p_week_start + 6
      order by m.date desc limit 1
    ) as newest on true
    left join lateral (
      select m.value, m.date from metric_snapshots_daily m
      where m.tenant_id = p_tenant_id and m.metric_id = wanted.metric_id and m.dimension = ''
        and m.date between p_week_start - 7 and p_week_start - 1
      order by m.date desc limit 1
    ) as earlier on true
  ), cycle as materialized (
    select c.id, c.executed_at, c.output from optimization_cycles c
    where c.tenant_id = p_tenant_id and c.executed_at >= week_begins and c.executed_at < week_is_over
  ), action as materialized (
    select asked.id is not null as asked_for,
      coalesce(a.started_at < week_is_over and (a.finished_at is null or a.finished_at >= week_begins), false) as at_work,
      result.outcome
    from optimization_actions a
    left join cycle asked on asked.id = a.cycle_id
    left join lateral (
      select r.outcome from optimization_action_results r
      where r.tenant_id = a.tenant_id and r.action_id = a.id and r.role = 'target'
        and r.observed_at >= week_begins and r.observed_at < week_is_over
      limit 1
    ) as result on true
    where a.tenant_id = p_tenant_id
  ), gate as materialized (
    select distinct on (fired ->> 'gate') fired ->> 'gate' as name, fired, cycle.id, cycle.executed_at
    from cycle, jsonb_path_query(cycle.output, '$.cycle_summary.cfo_gates_triggered[*]') as fired
    where fired ->> 'gate' is not null
    order by fired ->> 'gate', cycle.executed_at desc, cycle.id
  )
  select t.id, p_week_start, p_week_start + 6,
    f.payback_months, f.cac_blended, f.gross_margin_pct, f.contribution_margin_pct, f.revenue_per_fte, f.cash_runway_months,
    f.figures,
    a.total, a.improved, a.hurt, a.asked_for, a.at_work, a.measured,
    array(select gate.name from gate order by gate.name),
    coalesce((select jsonb_agg(jsonb_build_object('gate', gate.name, 'observed', gate.fired -> 'observed',
      'threshold', gate.fired -> 'threshold', 'cycle_id', gate.id, 'executed_at', gate.executed_at) order by gate.name)
      from gate), '[]'),
    (select count(*)::int from cycle),
    coalesce((
      select p.mode from mode_periods p
      where p.tenant_id = t.id and p.started_at < week_is_over and (p.ended_at is null or p.ended_at >= week_is_over)
      order by p.started_at desc limit 1), 'UNKNOWN'),
    (select count(*)::int from escalations e
      where e.tenant_id = t.id and e.raised_at < week_is_over and (e.resolved_at is null or e.resolved_at >= week_is_over))
  from tenants t, (
    select max(figure.value) filter (where figure.metric_id = 'payback_months') as payback_months,
      max(figure.value) filter (where figure.metric_id = 'cac_blended') as cac_blended,
      max(figure.value) filter (where figure.metric_id = 'gross_margin_pct') as gross_margin_pct,
      max(figure.value) filter (where figure.metric_id = 'contribution_margin_pct') as contribution_margin_pct,
      max(figure.value) filter (where figure.metric_id = 'revenue_per_fte') as revenue_per_fte,
      max(figure.value) filter (where figure.metric_id = 'cash_runway_months') as cash_runway_months,
      jsonb_agg(to_jsonb(figure) - 'position' order by figure.position) as figures
    from figure
  ) as f, (
    select count(*) filter (where asked_for or at_work or outcome is not null)::int as total,
      count(*) filter (where outcome = 'improved')::int as improved,
      count(*) filter (where outcome = 'hurt')::int as hurt,
      count(*) filter (where asked_for)::int as asked_for,
      count(*) filter (where at_work)::int as at_work,
      count(*) filter (where outcome is not null)::int as measured
    from action
  ) as a
  -- The names of other companies may be visible to a person who belongs to several, or to the operator; their week
  -- is not, so that a row of noughts is never taken for one.
  where t.id = p_tenant_id and t.id = app_tenant_id();
end $$;

-- 2. The portfolio ----------------------------------------------------------------------------------------
-- One row per company (row_kind 'company'), a company whose week was not stored among them with nothing in its figures,
-- and one for all of them (row_kind 'portfolio').
-- The figures of the whole are medians: they are ratios of companies of different sizes, so their sum means nothing, and
-- one company with a payback of 300 months would carry a mean away from every real company. A median leaves companies
-- without the figure out; `reported` says how many had it. Actions and escalations are counts, so they are added up.
create function get_weekly_cfo_portfolio_summary(p_week_start date)
returns table (
  row_kind text,
  tenant_id uuid,
  company text,
  company_slug text,
  computed_at timestamptz,
  payback_months numeric,
  cac_blended numeric,
  gross_margin_pct numeric,
  contribution_margin_pct numeric,
  revenue_per_fte numeric,
  cash_runway_months numeric,
  actions_total integer,
  actions_improved integer,
  actions_hurt integer,
  gates_triggered text[],
  mode text,
  open_escalations integer,
  -- The rest is for the row of the whole portfolio.
  companies integer,
  companies_stored integer,
  companies_normal integer,
  companies_defensive integer,
  companies_unknown integer,
  reported jsonb
) language plpgsql stable security invoker as $$
#variable_conflict use_column
begin
  if not app_is_operator() then
    raise exception 'the portfolio is for the operator of the platform alone' using errcode = 'insufficient_privilege';
  end if;
  perform assert_monday(p_week_start);
  return query
  with week as materialized (
    select t.id, t.name, t.slug, s.*
    from tenants t left join weekly_cfo_snapshots s on s.tenant_id = t.id and s.week_start = p_week_start
  )
  select 'company', week.id, week.name, week.slug, week.computed_at,
    week.payback_months, week.cac_blended, week.gross_margin_pct, week.contribution_margin_pct, week.revenue_per_fte,
    week.cash_runway_months, week.actions_total, week.actions_improved, week.actions_hurt, week.gates_triggered,
    week.mode, week.open_escalations, null::int, null::int, null::int, null::int, null::int, null::jsonb
  from week
  union all
  select 'portfolio', null, null, null, max(week.computed_at),
    (percentile_cont(0.5) within group (order by week.payback_months))::numeric(24,6),
    (percentile_cont(0.5) within group (order by week.cac_blended))::numeric(24,6),
    (percentile_cont(0.5) within group (order by week.gross_margin_pct))::numeric(24,6),
    (percentile_cont(0.5) within group (order by week.contribution_margin_pct))::numeric(24,6),
    (percentile_cont(0.5) within group (order by week.revenue_per_fte))::numeric(24,6),
    (percentile_cont(0.5) within group (order by week.cash_runway_months))::numeric(24,6),
    -- No company stored its week: then nothing is known, which is not the same as nought.
    sum(week.actions_total)::int, sum(week.actions_improved)::int, sum(week.actions_hurt)::int,
    array(select distinct fired.gate from week, unnest(week.gates_triggered) as fired (gate) order by fired.gate),
    null, sum(week.open_escalations)::int,
    count(*)::int, count(week.computed_at)::int,
    count(*) filter (where week.mode = 'NORMAL')::int,
    count(*) filter (where week.mode = 'DEFENSIVE')::int,
    count(*) filter (where week.mode = 'UNKNOWN')::int,
    jsonb_build_object('payback_months', count(week.payback_months), 'cac_blended', count(week.cac_blended),
      'gross_margin_pct', count(week.gross_margin_pct), 'contribution_margin_pct', count(week.contribution_margin_pct),
      'revenue_per_fte', count(week.revenue_per_fte), 'cash_runway_months', count(week.cash_runway_months))
  from week;
end $$;
