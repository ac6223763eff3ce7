-- What those who sign a policy rest on, held by the database: that they signed themselves, that the hash they signed is the
-- hash of what is stored, and that neither the reason nor the class of the change is another one afterwards.

-- 1. Nobody signs for somebody else, as with requests ------------------------------------------------------------
create or replace function guard_policy_signoff() returns trigger language plpgsql as $$
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

-- 2. What was proposed stays as it was proposed -------------------------------------------------------------------
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
     or (old.ended_at is not null and new.ended_at is distinct from old.ended_at) then
    raise exception 'when policy version % began and ended never changes', old.version using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_proposal before update on policy_bundles for each row execute function guard_policy_proposal();
