-- Getting approvals done: who is mentioned in a comment, the files that a request rests on, what each person is told,
-- and the ways by which it reaches them outside of the application.

-- 1. Mentions ---------------------------------------------------------------------------------------------------
-- The comment says @[id]; here stands whose id it is, so that a name is shown only for people of the company.
create table comment_mentions (
  tenant_id uuid not null,
  comment_id uuid not null,
  user_id uuid not null,
  constraint comment_mentions_pkey primary key (tenant_id, comment_id, user_id),
  constraint comment_mentions_tenant_id_comment_id_fkey foreign key (tenant_id, comment_id) references request_comments (tenant_id, id)
    on delete restrict on update restrict,
  constraint comment_mentions_tenant_id_user_id_fkey foreign key (tenant_id, user_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict
);
select secure_tenant_table('comment_mentions');
select make_append_only('comment_mentions');

create function guard_mention() returns trigger language plpgsql as $$
begin
  if not exists (
    select from memberships m
    where m.tenant_id = new.tenant_id and m.user_id = new.user_id and m.ended_at is null and m.role <> 'Optimizer'
  ) then
    raise exception 'only present members of the company are mentioned' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from request_comments c
    where c.tenant_id = new.tenant_id and c.id = new.comment_id and strpos(c.body, '@[' || new.user_id || ']') > 0
  ) then
    raise exception 'the comment does not mention this person' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert on comment_mentions for each row execute function guard_mention();

-- 2. Attachments ------------------------------------------------------------------------------------------------
create table request_attachments (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  request_id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  added_by uuid not null,
  added_at timestamptz(3) not null default current_timestamp,
  -- The first revision that it belongs to; null until the request is submitted with it. Nobody else sees it until then.
  from_revision integer,
  -- To be left out of the next revision.
  leaving boolean not null default false,
  -- The first revision without it.
  removed_revision integer,
  constraint request_attachments_pkey primary key (tenant_id, id),
  constraint request_attachments_tenant_id_request_id_fkey foreign key (tenant_id, request_id) references requests (tenant_id, id)
    on delete cascade on update restrict,
  constraint request_attachments_tenant_id_added_by_fkey foreign key (tenant_id, added_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint attachment_name check (length(name) between 1 and 120 and name !~ '[[:cntrl:]/\\]'),
  constraint attachment_type check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'text/csv', 'text/plain',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
  constraint attachment_size check (size_bytes between 1 and 10485760),
  constraint attachment_hash check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint attachment_stretch check (removed_revision is null or removed_revision > from_revision),
  constraint attachment_leaving check (not leaving or (from_revision is not null and removed_revision is null))
);
create index request_attachments_tenant_id_request_id_added_at_idx on request_attachments (tenant_id, request_id, added_at);
select secure_tenant_table('request_attachments');

create table attachment_contents (
  tenant_id uuid not null,
  attachment_id uuid not null,
  content bytea not null,
  constraint attachment_contents_pkey primary key (tenant_id, attachment_id),
  constraint attachment_contents_tenant_id_attachment_id_fkey foreign key (tenant_id, attachment_id) references request_attachments (tenant_id, id)
    on delete cascade on update restrict
);
-- Pictures, PDF and Office files are compressed already.
alter table attachment_contents alter column content set storage external;
select secure_tenant_table('attachment_contents');

create function guard_attachment() returns trigger language plpgsql as $$
declare
  request requests%rowtype;
begin
  if tg_op = 'DELETE' then
    if old.from_revision is not null then
      raise exception 'a file that was submitted stays on record' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  select * into request from requests where tenant_id = new.tenant_id and id = new.request_id for update;
  if tg_op = 'INSERT' then
    if request.requested_by is distinct from new.added_by or new.added_by is distinct from app_user_id() then
      raise exception 'only whoever asks attaches files' using errcode = 'insufficient_privilege';
    end if;
    if request.status not in ('DRAFT', 'PENDING', 'BLOCKED', 'STALE') then
      raise exception 'request % is closed' , request.reference using errcode = 'integrity_constraint_violation';
    end if;
    if new.from_revision is not null or new.removed_revision is not null or new.leaving then
      raise exception 'a file is attached first and submitted then' using errcode = 'restrict_violation';
    end if;
    if (select count(*) from request_attachments a
        where a.tenant_id = new.tenant_id and a.request_id = new.request_id and a.removed_revision is null and not a.leaving) >= 10 then
      raise exception 'a request holds ten files at most' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  if (new.tenant_id, new.id, new.request_id, new.name, new.media_type, new.size_bytes, new.sha256, new.added_by, new.added_at)
     is distinct from
     (old.tenant_id, old.id, old.request_id, old.name, old.media_type, old.size_bytes, old.sha256, old.added_by, old.added_at)
     or (new.from_revision is distinct from old.from_revision
         and (old.from_revision is not null or new.from_revision is distinct from request.revision))
     or (new.removed_revision is distinct from old.removed_revision
         and (old.removed_revision is not null or not old.leaving or new.removed_revision is distinct from request.revision))
     or (old.removed_revision is not null and new.leaving) then
    raise exception 'a file enters and leaves a request once, with a revision of it' using errcode = 'restrict_violation';
  end if;
  if old.leaving and not new.leaving and new.removed_revision is null
     and (select count(*) from request_attachments a
          where a.tenant_id = new.tenant_id and a.request_id = new.request_id and a.id <> new.id
            and a.removed_revision is null and not a.leaving) >= 10 then
    raise exception 'a request holds ten files at most' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on request_attachments for each row execute function guard_attachment();
create trigger append_only_truncate before truncate on request_attachments for each statement execute function refuse_change();

create function guard_attachment_content() returns trigger language plpgsql as $$
declare
  attachment request_attachments%rowtype;
begin
  if tg_op = 'UPDATE' then
    raise exception 'the content of a file never changes' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then
    if exists (select from request_attachments a
               where a.tenant_id = old.tenant_id and a.id = old.attachment_id and a.from_revision is not null) then
      raise exception 'a file that was submitted stays on record' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  select * into attachment from request_attachments where tenant_id = new.tenant_id and id = new.attachment_id;
  if attachment.from_revision is not null or octet_length(new.content) is distinct from attachment.size_bytes
     or encode(sha256(new.content), 'hex') is distinct from attachment.sha256 then
    raise exception 'the content is not what its hash says' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on attachment_contents for each row execute function guard_attachment_content();
create trigger append_only_truncate before truncate on attachment_contents for each statement execute function refuse_change();

-- 3. Notices ----------------------------------------------------------------------------------------------------
create table notices (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  kind text not null,
  -- What it is about: a request, a version of the policy, an escalation.
  reference text not null,
  -- What happened, once: nobody is told twice of one thing, and those who were told of it together share it.
  cause text not null,
  -- The data of its words; lib/queries/notice-words.ts makes sentences of them.
  words jsonb not null,
  created_at timestamptz(3) not null default current_timestamp,
  read_at timestamptz(3),
  constraint notices_pkey primary key (tenant_id, id),
  constraint notices_tenant_id_user_id_fkey foreign key (tenant_id, user_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint notice_kind check (kind in ('signature_awaited', 'signature_overdue', 'request_signed', 'request_approved',
    'request_denied', 'request_stale', 'request_open_again', 'mention', 'policy_proposed', 'escalation_raised')),
  constraint notice_cause check (length(cause) between 1 and 200)
);
create unique index notices_tenant_id_user_id_cause_key on notices (tenant_id, user_id, cause);
create index notices_tenant_id_user_id_created_at_idx on notices (tenant_id, user_id, created_at);
create index notices_unread_idx on notices (tenant_id, user_id) where read_at is null;
select secure_tenant_table('notices');

create function guard_notice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a notice is read, never deleted' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.user_id, new.kind, new.reference, new.cause, new.words, new.created_at)
     is distinct from
     (old.tenant_id, old.id, old.user_id, old.kind, old.reference, old.cause, old.words, old.created_at)
     or (old.read_at is not null and new.read_at is distinct from old.read_at) then
    raise exception 'a notice is read once and changes in nothing else' using errcode = 'restrict_violation';
  end if;
  if new.read_at is distinct from old.read_at and new.user_id is distinct from app_user_id() then
    raise exception 'nobody reads a notice for somebody else' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update or delete on notices for each row execute function guard_notice();

-- How a person wants e-mail of their notices; without a row, at once.
create table notice_preferences (
  tenant_id uuid not null,
  user_id uuid not null,
  email text not null,
  updated_at timestamptz(3) not null default current_timestamp,
  constraint notice_preferences_pkey primary key (tenant_id, user_id),
  constraint notice_preferences_tenant_id_user_id_fkey foreign key (tenant_id, user_id) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint notice_preference check (email in ('at_once', 'daily', 'off'))
);
select secure_tenant_table('notice_preferences');

-- Where the company's notices go beside e-mail. Address and secret are encrypted with a key that is not in the database.
create table notice_channels (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null,
  name text not null,
  -- For people to know it by; the address itself may hold a secret.
  host text not null,
  sealed_address text,
  sealed_secret text,
  created_by uuid not null,
  created_at timestamptz(3) not null default current_timestamp,
  removed_at timestamptz(3),
  removed_by uuid,
  constraint notice_channels_pkey primary key (tenant_id, id),
  constraint notice_channels_tenant_id_created_by_fkey foreign key (tenant_id, created_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint notice_channel_kind check (kind in ('webhook', 'slack')),
  constraint notice_channel_name check (length(name) between 3 and 80),
  -- What was removed keeps its name for the record, and neither address nor secret.
  constraint notice_channel_end check ((removed_at is null) = (removed_by is null) and (removed_at is null) = (sealed_address is not null)
    and (sealed_secret is not null) = (kind = 'webhook' and removed_at is null))
);
create index notice_channels_tenant_id_created_at_idx on notice_channels (tenant_id, created_at);
select secure_tenant_table('notice_channels');

-- Each way that a notice goes, once: without a channel, by e-mail to its person; with one, for all who share its cause.
create table notice_deliveries (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  notice_id uuid not null,
  channel_id uuid,
  status text not null default 'waiting',
  attempts integer not null default 0,
  next_try_at timestamptz(3) not null,
  tried_at timestamptz(3),
  sent_at timestamptz(3),
  -- Why it did not go, in words and never the other side's own.
  reason text,
  constraint notice_deliveries_pkey primary key (tenant_id, id),
  constraint notice_deliveries_tenant_id_notice_id_fkey foreign key (tenant_id, notice_id) references notices (tenant_id, id)
    on delete restrict on update restrict,
  constraint notice_deliveries_tenant_id_channel_id_fkey foreign key (tenant_id, channel_id) references notice_channels (tenant_id, id)
    on delete restrict on update restrict,
  constraint notice_delivery_status check (status in ('waiting', 'sent', 'failed', 'skipped')),
  constraint notice_delivery_sent check ((status = 'sent') = (sent_at is not null)),
  constraint notice_delivery_reason check (status not in ('failed', 'skipped') or reason is not null)
);
create unique index notice_deliveries_once on notice_deliveries (tenant_id, notice_id, channel_id) nulls not distinct;
create index notice_deliveries_waiting_idx on notice_deliveries (tenant_id, next_try_at) where status = 'waiting';
create index notice_deliveries_tenant_id_tried_at_idx on notice_deliveries (tenant_id, tried_at);
select secure_tenant_table('notice_deliveries');

create function guard_notice_delivery() returns trigger language plpgsql as $$
begin
  if old.status <> 'waiting'
     or (new.tenant_id, new.id, new.notice_id, new.channel_id) is distinct from (old.tenant_id, old.id, old.notice_id, old.channel_id) then
    raise exception 'what has gone, or was given up, does not go again' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update on notice_deliveries for each row execute function guard_notice_delivery();
