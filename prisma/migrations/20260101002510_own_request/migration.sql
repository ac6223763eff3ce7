-- Who signs did not ask: so nobody files a request in another's name, submits it, or rewrites what another asked for, past
-- the commands too. What the kernel asks for in the name of its own member is filed by whoever runs it, and by the clock.
create function guard_requester() returns trigger language plpgsql as $$
begin
  if new.requested_by is distinct from app_user_id() and not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.requested_by and m.role = 'Optimizer'
  ) then
    raise exception 'nobody asks in the name of somebody else' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger own_hand before insert on requests for each row execute function guard_requester();
create trigger own_hand_rewrites before update on requests for each row
  when ((new.revision, new.title, new.details, new.amount_usd) is distinct from (old.revision, old.title, old.details, old.amount_usd)
    or (old.status = 'DRAFT' and new.status <> 'DRAFT'))
  execute function guard_requester();
