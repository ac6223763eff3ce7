-- The Revenue OS kernel on the spine: what a cycle rested on, the life of an action, jobs that run once, the weekly
-- digest, and the few rows that the platform's operator may read in every company.

-- 1. Cycles and actions -----------------------------------------------------------------------------------
alter table optimization_cycles
  add column trigger_source text not null default '',
  add column binding_constraint text not null,
  add column priority_metric text not null,
  add column confidence numeric(6,4) not null,
  add column mode text not null,
  add column evaluation_cycle_id uuid,
  add column policy_version text not null,
  add column policy_hash text not null,
  -- catalogue, or model when a language model's proposals were taken; and why not, where they were not.
  add column proposer text not null default 'catalogue',
  add column proposer_note text,
  add constraint optimization_cycle_trigger check (trigger_type in ('scheduled', 'metric_deviation', 'lifecycle_event', 'manual')),
  add constraint optimization_cycle_constraint check (binding_constraint in ('demand', 'conversion', 'economics', 'data_quality')),
  add constraint optimization_cycle_mode check (mode in ('NORMAL', 'DEFENSIVE')),
  add constraint optimization_cycle_confidence check (confidence between 0 and 1),
  add constraint optimization_cycle_proposer check (proposer in ('catalogue', 'model')),
  add constraint optimization_cycles_evaluation_cycle_fkey foreign key (tenant_id, evaluation_cycle_id)
    references evaluation_cycles (tenant_id, id);

alter table optimization_actions
  add column lens text not null,
  add column target_metric text not null,
  add column entity_type text not null,
  add column entity_id text not null,
  add column field text not null,
  -- What stood in the changed field before, as the executor found it; what revert puts back.
  add column old_value jsonb,
  add column new_value jsonb,
  add column request_id uuid,
  add column started_at timestamptz(3),
  add column window_ends_on date,
  add column finished_at timestamptz(3),
  add column status_reason text,
  add column attempts integer not null default 0,
  add constraint optimization_action_status check (status in
    ('pending', 'awaiting_signoff', 'executing', 'completed', 'failed', 'aborted', 'reverted')),
  add constraint optimization_action_type check (action_type in ('config_change', 'experiment', 'pause', 'scale', 'revert')),
  add constraint optimization_action_subsystem check (owner_subsystem in ('campaigns', 'crm', 'pricing', 'routing', 'content')),
  add constraint optimization_action_lens check (lens in ('cmo', 'cro', 'cfo', 'blended')),
  add constraint optimization_action_priority check (priority between 1 and 7),
  add constraint optimization_action_started check (
    status in ('pending', 'awaiting_signoff', 'failed') or (started_at is not null and old_value is not null)),
  add constraint optimization_actions_request_fkey foreign key (tenant_id, request_id) references requests (tenant_id, id);
create unique index optimization_actions_key on optimization_actions (tenant_id, cycle_id, action_key);
create unique index optimization_actions_request on optimization_actions (tenant_id, request_id);
create index optimization_actions_entity on optimization_actions (tenant_id, entity_type, entity_id, field);

alter table optimization_action_results
  add column role text not null,
  -- improved, no_change or hurt, once observed.
  add column outcome text,
  add constraint action_result_role check (role in ('target', 'economic')),
  add constraint action_result_outcome check (outcome in ('improved', 'no_change', 'hurt')),
  add constraint action_result_observed check ((observed_at is null) = (outcome is null));

select make_append_only('optimization_cycles');

-- An action keeps what the cycle said, moves along its states only, and takes effect only once it is signed.
create function guard_optimization_action() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an action is never deleted: results and the log name it' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.status not in ('pending', 'awaiting_signoff') then
      raise exception 'an action begins as pending or awaiting_signoff' using errcode = 'restrict_violation';
    end if;
    if (new.status = 'awaiting_signoff') <> (new.request_id is not null) then
      raise exception 'what awaits a signature names its request' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (new.tenant_id, new.id, new.cycle_id, new.action_key, new.action, new.priority, new.request_id, new.entity_type, new.entity_id, new.field)
     is distinct from (old.tenant_id, old.id, old.cycle_id, old.action_key, old.action, old.priority, old.request_id, old.entity_type, old.entity_id, old.field) then
    raise exception 'what a cycle asked for does not change' using errcode = 'restrict_violation';
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
    ('pending', 'executing'), ('pending', 'failed'),
    ('awaiting_signoff', 'executing'), ('awaiting_signoff', 'failed'),
    ('executing', 'completed'), ('executing', 'failed'), ('executing', 'aborted'), ('executing', 'reverted'),
    ('completed', 'reverted'), ('failed', 'reverted')) then
    raise exception 'an action does not go from % to %', old.status, new.status using errcode = 'restrict_violation';
  end if;
  if new.status = 'executing' and new.request_id is not null and not exists (
    select from requests r where r.tenant_id = new.tenant_id and r.id = new.request_id and r.status = 'APPROVED'
  ) then
    raise exception 'action % is not signed', new.action_key using errcode = 'insufficient_privilege';
  end if;
  if old.old_value is not null and new.old_value is distinct from old.old_value then
    raise exception 'the value that a revert puts back does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on optimization_actions
  for each row execute function guard_optimization_action();

-- A baseline is measured once, an observation once.
create function guard_action_result() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a measured result is never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.action_id, new.metric_id, new.role, new.baseline_value, new.baseline_at)
     is distinct from (old.tenant_id, old.id, old.action_id, old.metric_id, old.role, old.baseline_value, old.baseline_at) then
    raise exception 'a baseline does not change' using errcode = 'restrict_violation';
  end if;
  if old.observed_at is not null then
    raise exception 'what was observed does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on optimization_action_results
  for each row execute function guard_action_result();

alter table spine_campaigns add constraint campaign_status check (status in ('running', 'paused', 'ended'));
alter table spine_campaign_channels add constraint campaign_channel_status check (status in ('running', 'paused', 'ended'));

-- Late events are found by when they arrived.
create index events_raw_received on events_raw (tenant_id, received_at);
create index revenue_events_received on revenue_events (tenant_id, received_at);

-- The kernel asks at the gates as a member of its own, who signs nothing and cannot sign in.
alter table memberships drop constraint membership_role;
alter table memberships add constraint membership_role check (role in (
  'CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO', 'Team lead', 'FP&A', 'Auditor', 'Administrator', 'Optimizer'));
create unique index one_optimizer on memberships (tenant_id) where role = 'Optimizer';
alter table signoffs add constraint a_person_signs check (role <> 'Optimizer');

-- 2. Jobs -------------------------------------------------------------------------------------------------
-- One row per company, job and what it was for (a day, a week, a campaign): the row that makes it happen once.
create table job_runs (
  tenant_id uuid not null references tenants (id),
  id uuid not null default gen_random_uuid(),
  job text not null,
  run_for text not null,
  status text not null,
  attempts integer not null default 1,
  queued_at timestamptz(3) not null default now(),
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  error text,
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  constraint job_run_status check (status in ('running', 'completed', 'failed')),
  constraint job_run_finished check ((status = 'running') = (finished_at is null)),
  constraint job_run_failed check ((status = 'failed') = (error is not null))
);
create unique index job_runs_once on job_runs (tenant_id, job, run_for);
create index job_runs_newest on job_runs (tenant_id, started_at);
select secure_tenant_table('job_runs');

-- 3. The weekly digest ------------------------------------------------------------------------------------
create table weekly_cfo_snapshots (
  tenant_id uuid not null references tenants (id),
  week_start date not null,
  computed_at timestamptz(3) not null,
  payback_months numeric(24,6),
  cac_blended numeric(24,6),
  gross_margin_pct numeric(24,6),
  contribution_margin_pct numeric(24,6),
  revenue_per_fte numeric(24,6),
  cash_runway_months numeric(24,6),
  actions_total integer not null,
  actions_improved integer not null,
  actions_hurt integer not null,
  gates_triggered text[] not null,
  mode text not null,
  open_escalations integer not null,
  primary key (tenant_id, week_start),
  constraint snapshot_week_begins_on_monday check (extract(isodow from week_start) = 1),
  constraint snapshot_mode check (mode in ('NORMAL', 'DEFENSIVE', 'UNKNOWN'))
);
select secure_tenant_table('weekly_cfo_snapshots');

-- 4. The operator -----------------------------------------------------------------------------------------
-- Runs the platform for many companies: sees which there are, how their jobs went and their weekly figures. Nothing else.
create function app_is_operator() returns boolean language sql stable parallel safe
  return exists (select from users u where u.id = app_user_id() and u.is_operator and u.disabled_at is null);
create policy operator_select on tenants for select using ((select app_is_operator()));
create policy operator_select on job_runs for select using ((select app_is_operator()));
create policy operator_select on weekly_cfo_snapshots for select using ((select app_is_operator()));
