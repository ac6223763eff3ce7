-- Who stands in signs while the delegation runs, and for people whose accounts are open, whatever program writes.

-- When the database itself took the delegation down; every other time of it is the application's word.
alter table signing_delegations add column recorded_at timestamptz(3) not null default clock_timestamp();

create function guard_delegation_people() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.recorded_at is distinct from old.recorded_at then
      raise exception 'when a delegation was recorded does not change' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  new.recorded_at := clock_timestamp();
  if exists (select from users u where u.id in (new.delegator, new.delegate) and u.disabled_at is not null) then
    raise exception 'nobody whose account is disabled stands in, or is stood in for' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger people before insert or update on signing_delegations for each row execute function guard_delegation_people();

-- Between making a delegation and signing by it, as the application dates the two, lies at least the time that has really
-- passed. So a signature that is dated back into days that are over is refused, and a history that is written in one go
-- (the demonstration, a test) is not. The hour is for a transaction that waits and for clocks that differ.
create function guard_signer_in_time() returns trigger language plpgsql as $$
declare
  delegation signing_delegations%rowtype;
begin
  if exists (select from users u where u.id in (new.signed_by, new.on_behalf_of) and u.disabled_at is not null) then
    raise exception 'nobody whose account is disabled signs, or is signed for' using errcode = 'insufficient_privilege';
  end if;
  if new.delegation_id is null then
    return new;
  end if;
  select * into delegation from signing_delegations where tenant_id = new.tenant_id and id = new.delegation_id;
  if new.signed_at - delegation.created_at < clock_timestamp() - delegation.recorded_at - interval '1 hour' then
    raise exception 'a signature for somebody else is dated when it is given' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
-- After `guard`, which knows the delegation to be of these two people.
create trigger in_time before insert on signoffs for each row execute function guard_signer_in_time();
