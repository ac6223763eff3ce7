-- Whose hand it was. What a record says about who brought figures, certified a month, released a pack or held a review is
-- said by that person's own session, past the commands too; and what an import or a second factor rests on stays.

-- The column that names who acts, given to the trigger, names whoever acts.
create function guard_own_hand() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) ->> tg_argv[0])::uuid is distinct from app_user_id() then
    raise exception 'a row of % is written in one''s own name', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- 1. Imports. An API key has no person: both sides are null then.
create trigger own_hand before insert on imports for each row execute function guard_own_hand('created_by');
create trigger own_hand_applies before update on imports for each row
  when (new.status = 'APPLIED' and old.status <> 'APPLIED') execute function guard_own_hand('applied_by');
create trigger own_hand_undoes before update on imports for each row
  when (new.status = 'UNDONE' and old.status <> 'UNDONE') execute function guard_own_hand('undone_by');

create function guard_import_lineage() returns trigger language plpgsql as $$
declare
  may_change text[] := case when old.status = 'APPLIED' then array['status', 'undone_by', 'undone_at', 'undo_reason'] else '{}' end;
begin
  if tg_op = 'INSERT' then
    if new.status <> 'READING' then
      raise exception 'an import begins unread' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if old.status in ('APPLIED', 'UNDONE') and to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
    raise exception 'what an applied import was, and who brought it, never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger lineage before insert or update on imports for each row execute function guard_import_lineage();

-- 2. Closes that are certified as final, by those who may.
create function guard_certifier() returns trigger language plpgsql as $$
begin
  if new.evaluated_by is distinct from app_user_id() or not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.evaluated_by and m.role in ('FP&A', 'CFO') and m.ended_at is null
  ) then
    raise exception 'only FP&A or the CFO certifies a close as final, in their own name' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger own_hand before insert on evaluation_cycles for each row
  when (new.certified_final) execute function guard_certifier();

-- 3. Board packs, released by the CFO.
create function guard_releaser() returns trigger language plpgsql as $$
begin
  if new.released_by is distinct from app_user_id() or not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.released_by and m.role = 'CFO' and m.ended_at is null
  ) then
    raise exception 'only the CFO releases a board pack' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
-- After `guard`, which asks for the log entry first.
create trigger own_hand before update on board_packs for each row
  when (new.status = 'RELEASED' and old.status <> 'RELEASED') execute function guard_releaser();

-- 4. The weekly review and its actions.
create trigger own_hand before insert on weekly_reviews for each row execute function guard_own_hand('opened_by');
create trigger own_hand_closes before update on weekly_reviews for each row
  when (new.status = 'CLOSED' and old.status <> 'CLOSED') execute function guard_own_hand('closed_by');
create trigger own_hand before insert or update on review_notes for each row execute function guard_own_hand('updated_by');
create trigger own_hand before insert or update on review_attendance for each row execute function guard_own_hand('noted_by');
create trigger own_hand before insert on review_actions for each row execute function guard_own_hand('created_by');
create trigger own_hand before insert on review_action_changes for each row execute function guard_own_hand('changed_by');

-- 5. A second factor begins unconfirmed and unused. That it was used stands only beside what was used up: a later time
-- step, or a recovery code of that moment.
create function guard_factor_use() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if num_nonnulls(new.confirmed_at, new.last_step, new.last_used_at) > 0 then
      raise exception 'a second factor begins unconfirmed and unused' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (new.last_used_at, new.last_used_how) is not distinct from (old.last_used_at, old.last_used_how) then
    return new;
  end if;
  if new.confirmed_at is null
     or (new.last_used_how = 'totp' and new.last_step is not distinct from old.last_step)
     or (new.last_used_how = 'recovery_code' and not exists (
       select from user_recovery_codes c where c.user_id = new.user_id and c.used_at = new.last_used_at)) then
    raise exception 'a code counts once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger factor_use before insert or update on user_second_factors for each row execute function guard_factor_use();
