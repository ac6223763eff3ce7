-- Signing for somebody who is away, and a second factor at signing: who may stand in for whom and for how long, that four
-- eyes stay the eyes of two people, and that a signature above the company's amount was given with a code.

-- 1. Delegations -----------------------------------------------------------------------------------------------
create table signing_delegations (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  delegator uuid not null,
  -- The role of the delegator that is signed for; a delegation holds for no other.
  role text not null,
  delegate uuid not null,
  -- Days in UTC, both included.
  from_on date not null,
  until_on date not null,
  reason text not null,
  created_at timestamptz(3) not null default current_timestamp,
  -- Taken back by the delegator, or given back by the delegate.
  ended_at timestamptz(3),
  ended_by uuid,
  -- Either of the two has left or changed role since.
  lapsed_at timestamptz(3),
  constraint signing_delegations_pkey primary key (tenant_id, id),
  constraint signing_delegations_tenant_id_delegator_fkey foreign key (tenant_id, delegator) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint signing_delegations_tenant_id_delegate_fkey foreign key (tenant_id, delegate) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint delegation_role check (role in ('CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO')),
  constraint delegation_to_another check (delegator <> delegate),
  constraint delegation_days check (until_on >= from_on and until_on - from_on < 60),
  constraint delegation_reason check (length(btrim(reason)) between 10 and 500),
  constraint delegation_end check ((ended_at is null) = (ended_by is null))
);
create index signing_delegations_delegate_idx on signing_delegations (tenant_id, delegate, until_on);
create index signing_delegations_delegator_idx on signing_delegations (tenant_id, delegator, until_on);
select secure_tenant_table('signing_delegations');

create function guard_delegation() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a delegation is ended, never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' then
    if (new.tenant_id, new.id, new.delegator, new.role, new.delegate, new.from_on, new.until_on, new.reason, new.created_at)
       is distinct from
       (old.tenant_id, old.id, old.delegator, old.role, old.delegate, old.from_on, old.until_on, old.reason, old.created_at)
       or (old.ended_at is not null and (new.ended_at, new.ended_by) is distinct from (old.ended_at, old.ended_by))
       or (old.lapsed_at is not null and new.lapsed_at is distinct from old.lapsed_at) then
      raise exception 'a delegation is ended once and changes in nothing else' using errcode = 'restrict_violation';
    end if;
    if old.ended_at is null and new.ended_at is not null
       and (new.ended_by is distinct from app_user_id() or new.ended_by not in (new.delegator, new.delegate)) then
      raise exception 'a delegation is ended by one of the two people' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if new.delegator is distinct from app_user_id() then
    raise exception 'nobody delegates for somebody else' using errcode = 'insufficient_privilege';
  end if;
  if new.ended_at is not null or new.lapsed_at is not null then
    raise exception 'a delegation begins in force' using errcode = 'restrict_violation';
  end if;
  -- One's own role and no other: what was delegated to somebody they cannot hand on. The row is held, so that of two
  -- delegations made at once the second sees the first.
  perform from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.delegator and m.role = new.role and m.ended_at is null for update;
  if not found then
    raise exception 'nobody delegates a role that they do not hold themselves' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.delegate and m.ended_at is null and m.role <> new.role
      and m.role in ('CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO')
  ) then
    raise exception 'only a member of another signing role stands in' using errcode = 'insufficient_privilege';
  end if;
  if new.from_on < (new.created_at at time zone 'UTC')::date then
    raise exception 'a delegation does not begin in the past' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select from signing_delegations d
    where d.tenant_id = new.tenant_id and d.delegator = new.delegator and d.ended_at is null and d.lapsed_at is null
      and d.from_on <= new.until_on and d.until_on >= new.from_on
  ) then
    raise exception 'one person stands in at a time' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on signing_delegations for each row execute function guard_delegation();

-- A delegation is between two people as they stood: it does not come back to life with a role that comes back.
create function lapse_delegations() returns trigger language plpgsql as $$
begin
  update signing_delegations set lapsed_at = current_timestamp
  where tenant_id = new.tenant_id and (delegator = new.user_id or delegate = new.user_id)
    and ended_at is null and lapsed_at is null;
  return null;
end $$;
create trigger lapse_delegations after update on memberships for each row
  when (new.role is distinct from old.role or new.ended_at is distinct from old.ended_at)
  execute function lapse_delegations();

-- 2. A second factor --------------------------------------------------------------------------------------------
-- Of the person and of no company, like their sessions.
create table user_second_factors (
  user_id uuid not null,
  -- Encrypted with a key that is not in the database.
  sealed_secret text not null,
  created_at timestamptz(3) not null default current_timestamp,
  -- Null until a code has shown that the person's device holds the secret.
  confirmed_at timestamptz(3),
  -- The time step of the newest code that was taken; neither it nor an earlier one counts again.
  last_step bigint,
  last_used_at timestamptz(3),
  last_used_how text,
  constraint user_second_factors_pkey primary key (user_id),
  constraint user_second_factors_user_id_fkey foreign key (user_id) references users (id) on delete restrict on update restrict,
  constraint second_factor_use check (
    (last_used_at is null) = (last_used_how is null) and (last_used_how is null or last_used_how in ('totp', 'recovery_code')))
);

create table user_recovery_codes (
  user_id uuid not null,
  -- The first group of the code, by which its hash is found.
  selector text not null,
  code_hash text not null,
  created_at timestamptz(3) not null default current_timestamp,
  used_at timestamptz(3),
  constraint user_recovery_codes_pkey primary key (user_id, selector),
  constraint user_recovery_codes_user_id_fkey foreign key (user_id) references user_second_factors (user_id)
    on delete cascade on update restrict,
  constraint recovery_code_is_hashed check (code_hash like '$argon2id$%')
);

do $$
declare
  mine constant text := '(user_id = (select app_user_id()))';
  target text;
begin
  foreach target in array array['user_second_factors', 'user_recovery_codes'] loop
    execute format('alter table %I enable row level security', target);
    execute format('alter table %I force row level security', target);
    execute format('create policy user_select on %I for select using %s', target, mine);
    execute format('create policy user_insert on %I for insert with check %s', target, mine);
    execute format('create policy user_update on %I for update using %s with check %s', target, mine, mine);
    execute format('create policy user_delete on %I for delete using %s', target, mine);
  end loop;
end $$;

create function guard_second_factor() returns trigger language plpgsql as $$
begin
  if new.user_id <> old.user_id or (old.confirmed_at is not null
     and (new.sealed_secret, new.confirmed_at) is distinct from (old.sealed_secret, old.confirmed_at)) then
    raise exception 'a second factor that is in use is removed, not exchanged' using errcode = 'restrict_violation';
  end if;
  if old.last_step is not null and (new.last_step is null or new.last_step < old.last_step) then
    raise exception 'a code counts once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on user_second_factors for each row execute function guard_second_factor();

create function guard_recovery_code() returns trigger language plpgsql as $$
begin
  if old.used_at is not null
     or (new.user_id, new.selector, new.code_hash) is distinct from (old.user_id, old.selector, old.code_hash) then
    raise exception 'a recovery code counts once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on user_recovery_codes for each row execute function guard_recovery_code();

-- 3. Signatures -------------------------------------------------------------------------------------------------
alter table signoffs
  -- Who is stood in for; signed_by stays the person who signs.
  add column on_behalf_of uuid,
  add column delegation_id uuid,
  -- With what kind of code, where one was asked for.
  add column second_factor text,
  add constraint signoffs_tenant_id_on_behalf_of_fkey foreign key (tenant_id, on_behalf_of) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  add constraint signoffs_tenant_id_delegation_id_fkey foreign key (tenant_id, delegation_id) references signing_delegations (tenant_id, id)
    on delete restrict on update restrict,
  add constraint signoff_for_somebody check ((on_behalf_of is null) = (delegation_id is null)),
  add constraint signoff_second_factor check (second_factor in ('totp', 'recovery_code'));

-- What a signature would commit in twelve months; null when the request states no amount.
create function amount_at_stake(details jsonb, amount_usd numeric) returns numeric language sql immutable parallel safe
  return case when details ? 'amount_usd_per_month' then amount_usd * 12 else amount_usd end;

-- Nobody signs their own request, for a role that neither they nor whoever they stand in for holds, or what is not up for
-- signature; nobody fills two roles of one request, whether with their own hand or with another's.
create or replace function guard_signoff() returns trigger language plpgsql as $$
declare
  request requests%rowtype;
  delegation signing_delegations%rowtype;
  amount_limit jsonb;
begin
  select * into request from requests where tenant_id = new.tenant_id and id = new.request_id for update;
  if request.status <> 'PENDING' or request.revision <> new.revision then
    raise exception 'request % is not up for signature', request.reference using errcode = 'integrity_constraint_violation';
  end if;
  if request.requested_by = new.signed_by then
    raise exception 'nobody signs their own request' using errcode = 'insufficient_privilege';
  end if;
  if request.requested_by = new.on_behalf_of then
    raise exception 'nobody signs their own request with the hand of somebody who stands in' using errcode = 'insufficient_privilege';
  end if;
  if new.signed_by is distinct from app_user_id() then
    raise exception 'nobody signs for somebody else' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = coalesce(new.on_behalf_of, new.signed_by) and m.role = new.role
      and m.ended_at is null
  ) then
    raise exception 'nobody signs for a role they do not hold' using errcode = 'insufficient_privilege';
  end if;
  if exists (
    select from signoffs s
    where s.tenant_id = new.tenant_id and s.request_id = new.request_id and s.revision = new.revision
      and (s.on_behalf_of = new.signed_by or s.on_behalf_of = new.on_behalf_of or s.signed_by = new.on_behalf_of)
  ) then
    raise exception 'one person never fills two roles of one request' using errcode = 'insufficient_privilege';
  end if;
  if new.delegation_id is not null then
    select * into delegation from signing_delegations
      where tenant_id = new.tenant_id and id = new.delegation_id for share;
    if (delegation.delegator, delegation.delegate, delegation.role)
       is distinct from (new.on_behalf_of, new.signed_by, new.role) then
      raise exception 'the delegation is of other people or another role' using errcode = 'insufficient_privilege';
    end if;
    if delegation.ended_at is not null or delegation.lapsed_at is not null
       or new.signed_at < delegation.created_at
       or (new.signed_at at time zone 'UTC')::date not between delegation.from_on and delegation.until_on then
      raise exception 'the delegation is not in force' using errcode = 'insufficient_privilege';
    end if;
    if not exists (
      select from memberships m
      where m.tenant_id = new.tenant_id and m.user_id = new.signed_by and m.ended_at is null
        and m.role in ('CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO')
    ) then
      raise exception 'whoever stands in signs in their own right too' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if new.verdict = 'APPROVE' then
    select value into amount_limit from optimizer_configs
      where tenant_id = new.tenant_id and key = 'signing.second_factor_above_usd';
    -- What cannot be read as an amount lets nothing through, and neither does a request that states none.
    if found and coalesce(amount_at_stake(request.details, request.amount_usd)
         > case when jsonb_typeof(amount_limit) = 'number' then (amount_limit #>> '{}')::numeric else -1 end, true)
       and not exists (
         select from user_second_factors f
         where f.user_id = new.signed_by and f.confirmed_at is not null and f.last_used_at = new.signed_at
           and f.last_used_how = new.second_factor
       ) then
      raise exception 'a signature above the company''s amount needs a second factor' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;

-- The inbox takes what is up for signature by how long it has waited.
create index requests_pending_idx on requests (tenant_id, submitted_at, id) where status = 'PENDING';
