-- Nobody makes themselves the platform's operator. The application adds and changes people, so its role may write the
-- rows of users; the mark that shows every company's name, jobs and weekly figures is for the owner of the tables to
-- give. The demonstration comes with an operator and is written as the application: a demo account may be one from its
-- first moment, because it signs in nowhere in production, and for that reason it stays a demo account.

-- Not security definer: current_user has to be whoever writes. Whoever has the rights of the owner could drop the
-- trigger as well, so it says nothing to them; one role for both goes on working. The search path keeps a temporary
-- table by the name of pg_class from answering.
create function guard_user() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'USAGE') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.is_operator and not new.is_demo then
      raise exception 'only the owner of the tables makes an operator' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if new.is_operator and not old.is_operator then
    raise exception 'only the owner of the tables makes an operator' using errcode = 'insufficient_privilege';
  end if;
  if new.is_demo is distinct from old.is_demo then
    raise exception 'a demo account stays one, and no other becomes one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update on users for each row execute function guard_user();
