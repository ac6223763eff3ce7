-- The monthly close: what is certified as final stays as it is until the CFO reopens it with a reason; who supplies
-- which figure; and what was said about a trigger whose state changed.

create table close_reopenings (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- 2026-10
  cycle_key text not null,
  -- The certified version that is final no longer.
  version integer not null,
  reason text not null,
  reopened_by uuid not null,
  reopened_at timestamptz(3) not null,
  -- The entry of the decision log that records it.
  log_seq bigint not null,
  constraint close_reopenings_pkey primary key (tenant_id, id),
  constraint close_reopenings_person_fkey foreign key (tenant_id, reopened_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint close_reopenings_log_fkey foreign key (tenant_id, log_seq) references decision_log_entries (tenant_id, seq)
    on delete restrict on update restrict,
  constraint close_reopenings_version unique (tenant_id, cycle_key, version),
  constraint close_reopening_reason check (length(btrim(reason)) >= 10)
);
select secure_tenant_table('close_reopenings');
select make_append_only('close_reopenings');

create table close_commentaries (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_key text not null,
  trigger_id text not null,
  -- The change that it explains; another change needs another word.
  state_before text,
  state_now text not null,
  body text not null,
  written_by uuid not null,
  written_at timestamptz(3) not null,
  log_seq bigint not null,
  constraint close_commentaries_pkey primary key (tenant_id, id),
  constraint close_commentaries_person_fkey foreign key (tenant_id, written_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint close_commentaries_log_fkey foreign key (tenant_id, log_seq) references decision_log_entries (tenant_id, seq)
    on delete restrict on update restrict,
  constraint close_commentary_states check (
    state_now in ('PASS', 'WATCH', 'FAIL', 'UNKNOWN')
    and coalesce(state_before, state_now) in ('PASS', 'WATCH', 'FAIL', 'UNKNOWN')),
  constraint close_commentary_body check (length(btrim(body)) between 20 and 4000)
);
create index close_commentaries_month_idx on close_commentaries (tenant_id, cycle_key, trigger_id, written_at);
select secure_tenant_table('close_commentaries');
select make_append_only('close_commentaries');

-- Who supplies an input, or a minimum field; the newest row of a name counts, and null gives it back to the owner whom
-- the outcome contract names.
create table close_input_owners (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  input_name text not null,
  owner_id uuid,
  assigned_by uuid not null,
  assigned_at timestamptz(3) not null,
  log_seq bigint not null,
  constraint close_input_owners_pkey primary key (tenant_id, id),
  constraint close_input_owners_owner_fkey foreign key (tenant_id, owner_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint close_input_owners_person_fkey foreign key (tenant_id, assigned_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint close_input_owners_log_fkey foreign key (tenant_id, log_seq) references decision_log_entries (tenant_id, seq)
    on delete restrict on update restrict,
  constraint close_input_name check (length(input_name) between 1 and 200)
);
create index close_input_owners_name_idx on close_input_owners (tenant_id, input_name, assigned_at);
select secure_tenant_table('close_input_owners');
select make_append_only('close_input_owners');

-- The newest closed version of a cycle where it is final; no row where it is not.
create function certified_version(tenant uuid, of_cadence text, key text) returns setof evaluation_cycles
language sql stable as $$
  select * from (
    select * from evaluation_cycles c
    where c.tenant_id = tenant and c.cadence = of_cadence and c.cycle_key = key and c.status = 'CLOSED'
    order by c.version desc limit 1
  ) as newest where newest.certified_final
$$;

-- A certified month takes a further version only where it is run again on a corrected history with the very same
-- document, or where a reopening begins with the figures that were certified.
create function guard_certified_close() returns trigger language plpgsql as $$
declare
  standing evaluation_cycles%rowtype;
begin
  if new.certified_final and (new.status <> 'CLOSED' or new.cadence <> 'monthly_close' or new.delivered_at is null) then
    raise exception 'only a monthly close that has closed and says when it was delivered is final'
      using errcode = 'integrity_constraint_violation';
  end if;
  select * into standing from certified_version(new.tenant_id, new.cadence, new.cycle_key);
  if not found then return new; end if;
  if new.certified_final and new.document = standing.document then return new; end if;
  if not exists (
    select from close_reopenings r
    where r.tenant_id = new.tenant_id and r.cycle_key = new.cycle_key and r.version = standing.version
  ) then
    raise exception 'the close of % is certified as final: the CFO may reopen it', new.cycle_key
      using errcode = 'restrict_violation';
  end if;
  if new.status <> 'CLOSED' or new.certified_final
     or new.document #- '{close,certify_final}' is distinct from standing.document #- '{close,certify_final}' then
    raise exception 'a reopened close begins with the figures on which % was certified', new.cycle_key
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard_certified before insert on evaluation_cycles for each row execute function guard_certified_close();

create function guard_override_of_certified() returns trigger language plpgsql as $$
begin
  -- A certification under way is waited for.
  perform pg_advisory_xact_lock(hashtextextended('cycles:' || new.tenant_id, 0));
  if exists (select from certified_version(new.tenant_id, new.cadence, new.cycle_key)) then
    raise exception 'the close of % is certified as final: its figures stand', new.cycle_key
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_certified before insert on input_overrides for each row execute function guard_override_of_certified();

-- Only the CFO reopens, in the own name, what is certified now, together with the log entry that says so.
create function guard_close_reopening() returns trigger language plpgsql as $$
declare
  standing evaluation_cycles%rowtype;
  entry decision_log_entries%rowtype;
begin
  select * into standing from certified_version(new.tenant_id, 'monthly_close', new.cycle_key);
  if standing.version is distinct from new.version then
    raise exception 'version % of the close of % is not the certified one', new.version, new.cycle_key
      using errcode = 'integrity_constraint_violation';
  end if;
  if new.reopened_by is distinct from app_user_id() or not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.reopened_by and m.role = 'CFO' and m.ended_at is null
  ) then
    raise exception 'only the CFO reopens a certified close' using errcode = 'insufficient_privilege';
  end if;
  select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
  if entry.kind is distinct from 'close_reopened'
     or entry.content::jsonb ->> 'cycle_id' is distinct from new.cycle_key
     or (entry.content::jsonb ->> 'version')::integer is distinct from new.version
     or entry.content::jsonb ->> 'rationale' is distinct from new.reason then
    raise exception 'a close is reopened together with its entry of the decision log'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on close_reopenings for each row execute function guard_close_reopening();

-- And by the time of commit the reopened close is a version of its own, which is not final.
create function guard_reopened_version() returns trigger language plpgsql as $$
begin
  if not exists (
    select from evaluation_cycles c
    where c.tenant_id = new.tenant_id and c.cadence = 'monthly_close' and c.cycle_key = new.cycle_key
      and c.version > new.version and c.status = 'CLOSED' and not c.certified_final
  ) then
    raise exception 'reopening the close of % begins a version of its own', new.cycle_key
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger begins_a_version after insert on close_reopenings
  deferrable initially deferred for each row execute function guard_reopened_version();

-- Nobody writes a commentary, or assigns an input, for somebody else; both have their log entry.
create function guard_close_commentary() returns trigger language plpgsql as $$
declare
  entry decision_log_entries%rowtype;
begin
  if new.written_by is distinct from app_user_id() then
    raise exception 'nobody comments for somebody else' using errcode = 'insufficient_privilege';
  end if;
  select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
  if entry.kind is distinct from 'close_commentary'
     or entry.content::jsonb ->> 'cycle_id' is distinct from new.cycle_key
     or entry.content::jsonb ->> 'trigger_id' is distinct from new.trigger_id
     or entry.content::jsonb ->> 'commentary' is distinct from new.body then
    raise exception 'a commentary stands in the decision log' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on close_commentaries for each row execute function guard_close_commentary();

create function guard_close_input_owner() returns trigger language plpgsql as $$
declare
  entry decision_log_entries%rowtype;
begin
  if new.assigned_by is distinct from app_user_id() then
    raise exception 'nobody assigns for somebody else' using errcode = 'insufficient_privilege';
  end if;
  select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
  if entry.kind is distinct from 'close_setting' or entry.content::jsonb ->> 'input' is distinct from new.input_name then
    raise exception 'an owner of a figure stands in the decision log' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on close_input_owners for each row execute function guard_close_input_owner();

-- Holidays move the last day of a close: by the time of commit they are what the newest entry of the log says they are.
create function guard_holidays() returns trigger language plpgsql as $$
declare
  said jsonb;
begin
  select e.content::jsonb -> 'days' into said from decision_log_entries e
  where e.tenant_id = new.id and e.kind = 'close_setting' and e.content::jsonb ->> 'setting' = 'holidays'
  order by e.seq desc limit 1;
  if said is distinct from (
    select coalesce(jsonb_agg(to_char(day, 'YYYY-MM-DD') order by day), '[]') from unnest(new.holidays) as day
  ) then
    raise exception 'holidays change together with their entry of the decision log'
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger holidays_are_logged after update on tenants deferrable initially deferred
  for each row when (old.holidays is distinct from new.holidays) execute function guard_holidays();
