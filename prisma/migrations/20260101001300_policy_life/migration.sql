-- The life of a policy: draft, validated, proposed, active, superseded; or discarded before it was ever in force. What a
-- person may change, which step follows which, and that a version comes into force only with the signatures of two
-- people, holds here whatever program writes.

-- 1. What is known of a version ------------------------------------------------------------------------------
alter table policy_bundles
  add column title text not null default '',
  -- The version that it was edited from.
  add column based_on uuid,
  add column change_class text,
  add column updated_at timestamptz(3) not null default current_timestamp,
  add column updated_by uuid,
  add column proposed_by uuid,
  add column proposed_at timestamptz(3),
  -- Why it is proposed, in the words of whoever proposes it.
  add column reason text,
  -- When it was superseded or discarded; who discarded it, and why, if it was a proposal that was taken back.
  add column ended_at timestamptz(3),
  add column ended_by uuid,
  add column ended_reason text,
  add constraint policy_bundles_based_on_fkey foreign key (tenant_id, based_on) references policy_bundles (tenant_id, id),
  add constraint policy_change_class check (change_class in ('patch', 'minor', 'breaking')),
  add constraint policy_title check (length(title) <= 200),
  drop constraint policy_status,
  add constraint policy_status check (
    status in ('DRAFT', 'VALIDATED', 'PROPOSED', 'ACTIVE', 'SUPERSEDED', 'DISCARDED')),
  add constraint proposed_with_reason check (
    status <> 'PROPOSED'
    or (proposed_by is not null and proposed_at is not null and change_class is not null
        and length(btrim(coalesce(reason, ''))) >= 10));

-- A version that was discarded gives its number back; nothing was ever decided under it.
drop index policy_bundles_tenant_id_version_key;
create unique index policy_bundles_version on policy_bundles (tenant_id, version) where status <> 'DISCARDED';
create unique index policy_bundles_one_active on policy_bundles (tenant_id) where status = 'ACTIVE';
create unique index policy_bundles_one_proposed on policy_bundles (tenant_id) where status = 'PROPOSED';
create index policy_bundles_tenant_id_created_at_idx on policy_bundles (tenant_id, created_at);

-- 2. Signatures ----------------------------------------------------------------------------------------------
create table policy_signoffs (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  bundle_id uuid not null,
  role text not null,
  signed_by uuid not null,
  verdict text not null,
  -- The content that was signed.
  hash text not null,
  reason text,
  signed_at timestamptz(3) not null default current_timestamp,
  constraint policy_signoffs_pkey primary key (tenant_id, id),
  constraint policy_signoffs_bundle_fkey foreign key (tenant_id, bundle_id) references policy_bundles (tenant_id, id)
    on delete restrict on update restrict,
  constraint policy_signoffs_signer_fkey foreign key (tenant_id, signed_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint policy_signoff_role check (role in ('CFO', 'CEO')),
  constraint policy_signoff_verdict check (verdict in ('APPROVE', 'DECLINE')),
  constraint decline_has_reason check (verdict <> 'DECLINE' or length(btrim(coalesce(reason, ''))) >= 10)
);
create unique index policy_signoffs_one_per_role on policy_signoffs (tenant_id, bundle_id, role);
create unique index policy_signoffs_one_per_person on policy_signoffs (tenant_id, bundle_id, signed_by);
select secure_tenant_table('policy_signoffs');
select make_append_only('policy_signoffs');

-- Signed is what lies on the table, by the signer in person, who holds the role at that moment.
create function guard_policy_signoff() returns trigger language plpgsql as $$
declare
  bundle policy_bundles%rowtype;
begin
  select * into bundle from policy_bundles where tenant_id = new.tenant_id and id = new.bundle_id for share;
  if bundle.status is distinct from 'PROPOSED' then
    raise exception 'only a proposed policy version is signed' using errcode = 'integrity_constraint_violation';
  end if;
  if bundle.hash <> new.hash then
    raise exception 'the signature is for another content than the one proposed' using errcode = 'integrity_constraint_violation';
  end if;
  if new.signed_by is distinct from app_user_id() then
    raise exception 'nobody signs for somebody else' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from memberships m where m.tenant_id = new.tenant_id and m.user_id = new.signed_by and m.role = new.role
      and m.ended_at is null) then
    raise exception 'the signer does not hold the role %', new.role using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on policy_signoffs for each row execute function guard_policy_signoff();

-- 3. Steps ---------------------------------------------------------------------------------------------------
create or replace function guard_policy_bundle() returns trigger language plpgsql as $$
declare
  approvals bigint;
begin
  if tg_op = 'DELETE' then
    raise exception 'a policy version is never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    -- A company begins with a policy in force; every later one begins as a draft.
    if new.status not in ('DRAFT', 'VALIDATED')
       and exists (select from policy_bundles b where b.tenant_id = new.tenant_id) then
      raise exception 'a policy version begins as a draft' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (new.tenant_id, new.id, new.created_at, new.created_by, new.based_on)
     is distinct from (old.tenant_id, old.id, old.created_at, old.created_by, old.based_on) then
    raise exception 'where policy version % comes from never changes', old.version using errcode = 'restrict_violation';
  end if;
  if (new.version, new.hash, new.artifacts) is distinct from (old.version, old.hash, old.artifacts)
     and old.status not in ('DRAFT', 'VALIDATED') then
    raise exception 'the content of policy version % never changes', old.version using errcode = 'restrict_violation';
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
    ('DRAFT', 'VALIDATED'), ('VALIDATED', 'DRAFT'), ('DRAFT', 'DISCARDED'), ('VALIDATED', 'DISCARDED'),
    ('VALIDATED', 'PROPOSED'), ('PROPOSED', 'DISCARDED'), ('PROPOSED', 'ACTIVE'), ('ACTIVE', 'SUPERSEDED')) then
    raise exception 'policy version % is %, which is not followed by %', old.version, old.status, new.status
      using errcode = 'restrict_violation';
  end if;
  if new.status = 'ACTIVE' and old.status = 'PROPOSED' then
    select count(distinct s.signed_by) into approvals
    from policy_signoffs s
    where s.tenant_id = new.tenant_id and s.bundle_id = new.id and s.verdict = 'APPROVE' and s.hash = new.hash
      and s.role in ('CFO', 'CEO');
    if approvals < 2 then
      raise exception 'policy version % has not been signed by the CFO and the CEO', new.version
        using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  return new;
end $$;
drop trigger guard on policy_bundles;
create trigger guard before insert or update or delete on policy_bundles for each row execute function guard_policy_bundle();

-- What was proposed stays as it was proposed: its hash is that of what is stored, and neither the reason nor the class of
-- the change is another one afterwards.
create function guard_policy_proposal() returns trigger language plpgsql as $$
begin
  if new.status = 'PROPOSED' and old.status <> 'PROPOSED' then
    if new.hash <> 'sha256:' || encode(sha256(convert_to(canonical_json(new.artifacts), 'UTF8')), 'hex') then
      raise exception 'the hash of policy version % is not that of its content', new.version
        using errcode = 'integrity_constraint_violation';
    end if;
  elsif old.status not in ('DRAFT', 'VALIDATED')
     and (new.title, new.change_class, new.proposed_by, new.proposed_at, new.reason)
         is distinct from (old.title, old.change_class, old.proposed_by, old.proposed_at, old.reason) then
    raise exception 'why and by whom policy version % was proposed never changes', old.version
      using errcode = 'restrict_violation';
  end if;
  if (old.activated_at is not null and new.activated_at is distinct from old.activated_at)
     or (old.ended_at is not null
         and (new.ended_at, new.ended_by, new.ended_reason) is distinct from (old.ended_at, old.ended_by, old.ended_reason)) then
    raise exception 'when policy version % began and ended never changes', old.version using errcode = 'restrict_violation';
  end if;
  if new.status = 'DISCARDED' and old.status <> 'DISCARDED'
     and (new.ended_at is null or new.ended_by is distinct from app_user_id()) then
    raise exception 'policy version % is discarded in one''s own name', old.version using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_proposal before update on policy_bundles for each row execute function guard_policy_proposal();

-- A cycle that closes, closes under a policy that is or was in force.
create function guard_cycle_policy() returns trigger language plpgsql as $$
begin
  if new.status = 'CLOSED' and not exists (
    select from policy_bundles b where b.tenant_id = new.tenant_id and b.id = new.policy_bundle_id
      and b.status in ('ACTIVE', 'SUPERSEDED')) then
    raise exception 'cycle % would close under a policy that is not in force', new.cycle_key
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard_policy before insert on evaluation_cycles for each row execute function guard_cycle_policy();

-- 4. What was asked, as the gate read it -----------------------------------------------------------------------
-- A request may be revised; a decision keeps the facts it was made on, so that it can be made again under another policy.
-- Decisions from before this column have none, and are told apart by that.
alter table gate_decisions add column asked_for jsonb;

-- 5. Scenarios -----------------------------------------------------------------------------------------------
-- Assumed figures for the inputs of the triggers, month by month. Nothing that decides reads them.
create table what_if_scenarios (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  content jsonb not null,
  created_by uuid not null,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint what_if_scenarios_pkey primary key (tenant_id, id),
  constraint what_if_scenarios_author_fkey foreign key (tenant_id, created_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint scenario_name check (length(btrim(name)) between 1 and 120)
);
create index what_if_scenarios_tenant_id_updated_at_idx on what_if_scenarios (tenant_id, updated_at);
select secure_tenant_table('what_if_scenarios');
