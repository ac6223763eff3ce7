-- What the board was shown: the data of a month or quarter, frozen when the pack was made, a memo that may be edited
-- until it is released, and the very bytes that were released. A pack that was wrong is followed by another edition.

create table board_packs (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- 2026-03 or 2026-Q1.
  period_key text not null,
  edition integer not null,
  status text not null default 'DRAFT',
  -- Everything the pack shows but its memo, as lib/board-pack/content.ts shapes it.
  content jsonb not null,
  -- sha256 of the content's canonical JSON.
  content_sha256 text not null,
  memo jsonb not null,
  made_by uuid not null,
  made_at timestamptz(3) not null default current_timestamp,
  updated_by uuid,
  updated_at timestamptz(3) not null default current_timestamp,
  -- The edition that this one puts right, and why.
  corrects uuid,
  correction_reason text,
  -- sha256 of content and memo together, set when released.
  data_sha256 text,
  pdf bytea,
  pdf_sha256 text,
  released_by uuid,
  released_at timestamptz(3),
  -- The entry of the decision log that records the release.
  log_seq bigint,
  constraint board_packs_pkey primary key (tenant_id, id),
  constraint board_packs_maker_fkey foreign key (tenant_id, made_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint board_packs_releaser_fkey foreign key (tenant_id, released_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint board_packs_corrects_fkey foreign key (tenant_id, corrects) references board_packs (tenant_id, id)
    on delete restrict on update restrict,
  constraint board_packs_log_fkey foreign key (tenant_id, log_seq) references decision_log_entries (tenant_id, seq)
    on delete restrict on update restrict,
  constraint board_pack_period check (period_key ~ '^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$'),
  constraint board_pack_status check (status in ('DRAFT', 'RELEASED')),
  constraint board_pack_edition check (edition >= 1 and (edition = 1) = (corrects is null)),
  constraint board_pack_correction check (
    (corrects is null) = (correction_reason is null) and length(btrim(coalesce(correction_reason, '..........'))) >= 10),
  constraint board_pack_hashes check (
    content_sha256 ~ '^[0-9a-f]{64}$' and coalesce(data_sha256, content_sha256) ~ '^[0-9a-f]{64}$'),
  constraint board_pack_release check (
    (status = 'RELEASED') = (pdf is not null and pdf_sha256 is not null and data_sha256 is not null
      and released_by is not null and released_at is not null and log_seq is not null)),
  constraint board_pack_size check (pdf is null or octet_length(pdf) <= 10485760),
  constraint board_pack_bytes check (pdf is null or encode(sha256(pdf), 'hex') = pdf_sha256)
);
create unique index board_packs_edition on board_packs (tenant_id, period_key, edition);
create unique index board_packs_one_draft on board_packs (tenant_id, period_key) where status = 'DRAFT';
create index board_packs_tenant_id_made_at_idx on board_packs (tenant_id, made_at);
select secure_tenant_table('board_packs');

-- A draft may be edited and thrown away; its data never changes. What was released stays as it is, to the byte.
create function guard_board_pack() returns trigger language plpgsql as $$
declare
  earlier board_packs%rowtype;
  entry decision_log_entries%rowtype;
begin
  if tg_op = 'DELETE' then
    if old.status = 'RELEASED' then
      raise exception 'a released board pack stays' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'DRAFT' then
      raise exception 'a board pack begins as a draft' using errcode = 'restrict_violation';
    end if;
    if new.corrects is not null then
      select * into earlier from board_packs where tenant_id = new.tenant_id and id = new.corrects;
      if earlier.status is distinct from 'RELEASED' or earlier.period_key <> new.period_key
         or earlier.edition <> new.edition - 1 then
        raise exception 'an edition corrects the released one before it' using errcode = 'integrity_constraint_violation';
      end if;
    end if;
    return new;
  end if;
  if old.status = 'RELEASED' then
    raise exception 'a released board pack never changes: a correction is a new edition' using errcode = 'restrict_violation';
  end if;
  if (new.tenant_id, new.id, new.period_key, new.edition, new.content, new.content_sha256, new.made_by, new.made_at,
      new.corrects, new.correction_reason)
     is distinct from
     (old.tenant_id, old.id, old.period_key, old.edition, old.content, old.content_sha256, old.made_by, old.made_at,
      old.corrects, old.correction_reason) then
    raise exception 'the data of a board pack never change: it is made anew' using errcode = 'restrict_violation';
  end if;
  if new.status = 'RELEASED' then
    select * into entry from decision_log_entries where tenant_id = new.tenant_id and seq = new.log_seq;
    if entry.kind is distinct from 'board_pack'
       or entry.content::jsonb ->> 'pdf_sha256' is distinct from new.pdf_sha256
       or entry.content::jsonb ->> 'data_sha256' is distinct from new.data_sha256 then
      raise exception 'a board pack is released together with the log entry that names its hashes'
        using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on board_packs for each row execute function guard_board_pack();
create trigger guard_truncate before truncate on board_packs for each statement execute function refuse_change();
