-- The log checks a batch of entries as one, and is searched by the words of an entry.

-- 1. One check a statement --------------------------------------------------------------------------------
-- The same conditions as entry by entry, but the head moves once a statement: moved once a row, the ten
-- thousand decisions of one run left ten thousand versions of one head row, each read through by the next.
drop trigger chain on decision_log_entries;
drop function chain_log_entry();

-- Security definer, because the application may read the head but not write it.
create function chain_log_entries() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  batch record;
  wrong record;
  head decision_log_heads%rowtype;
begin
  for batch in
    select tenant_id, min(seq) as first, max(seq) as last, count(*) as entries, max(occurred_at) as moment
    from added group by tenant_id
  loop
    select * into head from decision_log_heads where tenant_id = batch.tenant_id for update;
    if batch.first <> coalesce(head.seq, 0) + 1 then
      raise exception 'log entry % does not follow entry %', batch.first, coalesce(head.seq, 0) using errcode = 'serialization_failure';
    end if;
    if batch.last - batch.first + 1 <> batch.entries then
      raise exception 'there is a gap between log entries % and %', batch.first, batch.last using errcode = 'serialization_failure';
    end if;
    select fault.* into wrong from (
      select entry.seq,
        entry.prev_hash <> coalesce(entry.hash_before, head.hash, repeat('0', 64)) as unchained,
        entry.hash <> encode(sha256(convert_to(entry.content, 'UTF8')), 'hex') as mishashed,
        (body ->> 'tenant_id')::uuid is distinct from entry.tenant_id
          or (body ->> 'seq')::bigint is distinct from entry.seq
          or body ->> 'prev_hash' is distinct from entry.prev_hash
          or body ->> 'kind' is distinct from entry.kind
          or (body ->> 'occurred_at')::timestamptz is distinct from entry.occurred_at
          or body -> 'actor' ->> 'name' is distinct from entry.actor
          or body ->> 'source' is distinct from entry.source
          or body ->> 'title' is distinct from entry.title
          or body ->> 'request_id' is distinct from entry.request_ref
          or body ->> 'gate_id' is distinct from entry.gate_id
          or body ->> 'outcome' is distinct from entry.outcome
          or (body ->> 'decision_id')::uuid is distinct from entry.decision_id
          or coalesce(body -> 'reason_codes', '[]') <> to_jsonb(entry.reason_codes) as disagrees
      from (
        select added.*, added.content::jsonb as body, lag(added.hash) over (order by added.seq) as hash_before
        from added where added.tenant_id = batch.tenant_id
      ) as entry
    ) as fault
    where fault.unchained or fault.mishashed or fault.disagrees
    order by fault.seq limit 1;
    if wrong.unchained then
      raise exception 'log entry % is not chained to the entry before it', wrong.seq using errcode = 'integrity_constraint_violation';
    elsif wrong.mishashed then
      raise exception 'the hash of log entry % is not the hash of its content', wrong.seq using errcode = 'integrity_constraint_violation';
    elsif wrong.disagrees then
      raise exception 'the columns of log entry % disagree with its content', wrong.seq using errcode = 'integrity_constraint_violation';
    end if;
    insert into decision_log_heads (tenant_id, seq, hash, updated_at)
    select added.tenant_id, added.seq, added.hash, batch.moment from added
    where added.tenant_id = batch.tenant_id and added.seq = batch.last
    on conflict (tenant_id) do update set seq = excluded.seq, hash = excluded.hash, updated_at = excluded.updated_at;
  end loop;
  return null;
end $$;
create trigger chain after insert on decision_log_entries
  referencing new table as added for each statement execute function chain_log_entries();

-- 2. Words ------------------------------------------------------------------------------------------------
-- What an entry can be found by, in lower case, each word after one space. The index below and the check of a
-- found entry both take their words from here, so they cannot come to differ.
create function decision_log_words(request_ref text, reason_codes text[], actor text, title text)
returns text language sql stable parallel safe
return ' ' || regexp_replace(
  lower(concat_ws(' ', request_ref, array_to_string(reason_codes, ' '), actor, title)), '[^[:alnum:]-]+', ' ', 'g');

-- Bytewise order, so that the words with one beginning stand together whatever the database's language.
alter table decision_log_terms alter column term type text collate "C";

create or replace function index_log_terms() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into decision_log_terms (tenant_id, term, seq)
  select distinct entry.tenant_id, left(word, 60), entry.seq
  from added as entry,
    string_to_table(decision_log_words(entry.request_ref, entry.reason_codes, entry.actor, entry.title), ' ') as word
  where length(word) > 1;
  return null;
end $$;

-- 3. Filters of the log's screen --------------------------------------------------------------------------
-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_actor_seq_idx" ON "decision_log_entries"("tenant_id", "actor", "seq");

-- CreateIndex
CREATE INDEX "decision_log_entries_tenant_id_source_seq_idx" ON "decision_log_entries"("tenant_id", "source", "seq");
