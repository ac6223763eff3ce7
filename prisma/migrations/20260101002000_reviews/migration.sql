-- The weekly operating review: who was there, what was noted under each item of the agenda, what was taken on, and the
-- minutes, which are made from all of that when the review is closed and never change again.

create table weekly_reviews (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- 2026-W47: the week in which it is held.
  week_key text not null,
  status text not null default 'OPEN',
  -- The agenda of the policy in force at the opening: [{"title": "…", "minutes": 15}].
  agenda jsonb not null,
  forum text not null,
  duration_minutes integer not null,
  policy_bundle_id uuid not null,
  opened_by uuid not null,
  opened_at timestamptz(3) not null default current_timestamp,
  -- The head of the decision log at the opening: what was decided during the review stands after it.
  opened_log_seq bigint not null,
  minutes jsonb,
  -- sha256 of the minutes' canonical JSON.
  minutes_sha256 text,
  closed_by uuid,
  closed_at timestamptz(3),
  -- The entry of the decision log that records the review.
  log_seq bigint,
  constraint weekly_reviews_pkey primary key (tenant_id, id),
  constraint weekly_reviews_policy_fkey foreign key (tenant_id, policy_bundle_id) references policy_bundles (tenant_id, id)
    on delete restrict on update restrict,
  constraint weekly_reviews_opener_fkey foreign key (tenant_id, opened_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint weekly_reviews_closer_fkey foreign key (tenant_id, closed_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint weekly_reviews_log_fkey foreign key (tenant_id, log_seq) references decision_log_entries (tenant_id, seq)
    on delete restrict on update restrict,
  constraint weekly_review_week check (week_key ~ '^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$'),
  constraint weekly_review_status check (status in ('OPEN', 'CLOSED')),
  constraint weekly_review_duration check (duration_minutes between 1 and 1440),
  constraint weekly_review_agenda check (jsonb_typeof(agenda) = 'array' and jsonb_array_length(agenda) between 1 and 40),
  constraint weekly_review_hash check (coalesce(minutes_sha256, repeat('0', 64)) ~ '^[0-9a-f]{64}$'),
  constraint weekly_review_held check (
    (status = 'CLOSED') = (minutes is not null and minutes_sha256 is not null and closed_by is not null
      and closed_at is not null and log_seq is not null))
);
create unique index weekly_reviews_week on weekly_reviews (tenant_id, week_key);
create unique index weekly_reviews_one_open on weekly_reviews (tenant_id) where status = 'OPEN';
select secure_tenant_table('weekly_reviews');

-- One note per item of the agenda; a revision that is not the next one was written against another text.
create table review_notes (
  tenant_id uuid not null,
  review_id uuid not null,
  item integer not null,
  body text not null,
  revision integer not null,
  updated_by uuid not null,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint review_notes_pkey primary key (tenant_id, review_id, item),
  constraint review_notes_review_fkey foreign key (tenant_id, review_id) references weekly_reviews (tenant_id, id)
    on delete restrict on update restrict,
  constraint review_notes_author_fkey foreign key (tenant_id, updated_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint review_note_item check (item between 0 and 39),
  constraint review_note_length check (length(body) <= 10000)
);
select secure_tenant_table('review_notes');

create table review_attendance (
  tenant_id uuid not null,
  review_id uuid not null,
  user_id uuid not null,
  is_present boolean not null,
  noted_by uuid not null,
  noted_at timestamptz(3) not null default current_timestamp,
  constraint review_attendance_pkey primary key (tenant_id, review_id, user_id),
  constraint review_attendance_review_fkey foreign key (tenant_id, review_id) references weekly_reviews (tenant_id, id)
    on delete restrict on update restrict,
  constraint review_attendance_person_fkey foreign key (tenant_id, user_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint review_attendance_noter_fkey foreign key (tenant_id, noted_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict
);
select secure_tenant_table('review_attendance');

-- What somebody took on in a review. It lives on until it is done or dropped; each state of it is kept.
create table review_actions (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  raised_in uuid not null,
  body text not null,
  owner_id uuid not null,
  due_on date not null,
  status text not null default 'OPEN',
  note text,
  revision integer not null default 1,
  created_by uuid not null,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp,
  ended_at timestamptz(3),
  constraint review_actions_pkey primary key (tenant_id, id),
  constraint review_actions_review_fkey foreign key (tenant_id, raised_in) references weekly_reviews (tenant_id, id)
    on delete restrict on update restrict,
  constraint review_actions_owner_fkey foreign key (tenant_id, owner_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint review_actions_creator_fkey foreign key (tenant_id, created_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint review_action_status check (status in ('OPEN', 'DONE', 'DROPPED')),
  constraint review_action_body check (length(btrim(body)) between 1 and 500),
  constraint review_action_note check (length(coalesce(note, '')) <= 2000),
  constraint review_action_ended check (
    (status = 'OPEN') = (ended_at is null) and (status = 'OPEN' or length(btrim(coalesce(note, ''))) > 0))
);
create index review_actions_status_idx on review_actions (tenant_id, status, due_on);
select secure_tenant_table('review_actions');

create table review_action_changes (
  tenant_id uuid not null,
  action_id uuid not null,
  revision integer not null,
  -- The review that was open at the time; null between two.
  review_id uuid,
  body text not null,
  owner_id uuid not null,
  due_on date not null,
  status text not null,
  note text,
  changed_by uuid not null,
  changed_at timestamptz(3) not null default current_timestamp,
  constraint review_action_changes_pkey primary key (tenant_id, action_id, revision),
  constraint review_action_changes_action_fkey foreign key (tenant_id, action_id) references review_actions (tenant_id, id)
    on delete restrict on update restrict,
  constraint review_action_changes_review_fkey foreign key (tenant_id, review_id) references weekly_reviews (tenant_id, id)
    on delete restrict on update restrict,
  constraint review_action_changes_person_fkey foreign key (tenant_id, changed_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict
);
create index review_action_changes_review_idx on review_action_changes (tenant_id, review_id);
select secure_tenant_table('review_action_changes');
select make_append_only('review_action_changes');

-- A review is opened once and closed once, together with the log entry that names the hash of its minutes.
create function guard_weekly_review() returns trigger language plpgsql as $$
declare
  entry decision_log_entries%rowtype;
begin
  if tg_op = 'DELETE' then
    raise exception 'a weekly review is never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'OPEN' then
      raise exception 'a weekly review begins open' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if old.status = 'CLOSED' then
    raise exception 'the minutes of a review that was held never change' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.week_key, new.agenda, new.forum, new.duration_minutes, new.policy_bundle_id, new.opened_by,
      new.opened_at, new.opened_log_seq)
     is distinct from
     (old.tenant_id, old.id, old.week_key, old.agenda, old.forum, old.duration_minutes, old.policy_bundle_id, old.opened_by,
      old.opened_at, old.opened_log_seq) then
    raise exception 'how a review was opened never changes' using errcode = 'restrict_violation';
  end if;
  if new.status = 'CLOSED' then
    select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
    if entry.kind is distinct from 'review_held'
       or entry.content::jsonb ->> 'minutes_sha256' is distinct from new.minutes_sha256
       or entry.content::jsonb ->> 'review_id' is distinct from new.id::text then
      raise exception 'a review is closed together with the log entry that names the hash of its minutes'
        using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on weekly_reviews for each row execute function guard_weekly_review();
create trigger guard_truncate before truncate on weekly_reviews for each statement execute function refuse_change();

-- Notes and attendance belong to the minutes, and end with them.
create function guard_review_part() returns trigger language plpgsql as $$
declare
  state text;
begin
  if tg_op = 'DELETE' then
    raise exception 'what a review noted is changed, never deleted' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.tenant_id, new.review_id) is distinct from (old.tenant_id, old.review_id) then
    raise exception 'what a review noted stays with it' using errcode = 'restrict_violation';
  end if;
  select status into state from weekly_reviews where tenant_id = new.tenant_id and id = new.review_id for share;
  if state is distinct from 'OPEN' then
    raise exception 'the minutes of a review that was held never change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on review_notes for each row execute function guard_review_part();
create trigger guard_truncate before truncate on review_notes for each statement execute function refuse_change();
create trigger guard before insert or update or delete on review_attendance for each row execute function guard_review_part();
create trigger guard_truncate before truncate on review_attendance for each statement execute function refuse_change();

-- What was taken on is done or dropped, never deleted; what has ended stays as it ended.
create function guard_review_action() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an action is done or dropped, never deleted' using errcode = 'restrict_violation';
  end if;
  if old.status <> 'OPEN' then
    raise exception 'an action that has ended stays as it ended' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.raised_in, new.created_by, new.created_at)
     is distinct from (old.tenant_id, old.id, old.raised_in, old.created_by, old.created_at)
     or new.revision <> old.revision + 1 then
    raise exception 'an action changes one revision at a time' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on review_actions for each row execute function guard_review_action();
create trigger guard_truncate before truncate on review_actions for each statement execute function refuse_change();
