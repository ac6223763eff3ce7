-- Imports by a program: an API key stands where a person does. Exactly one of the two brought the figures.
alter table imports alter column created_by drop not null, add column api_key_id uuid;
alter table imports add constraint imports_api_key_fkey foreign key (tenant_id, api_key_id)
  references api_keys (tenant_id, id) on delete restrict on update restrict;
alter table imports add constraint import_brought_by check (num_nonnulls(created_by, api_key_id) = 1);
alter table imports drop constraint import_applied;
alter table imports add constraint import_applied check (
  (status in ('APPLIED', 'UNDONE')) = (applied_at is not null and (applied_by is not null or api_key_id is not null)));

-- Whose turn a figure is in is asked by its key: lineage, and the later imports that stand in the way of undoing one.
create index import_rows_key_idx on import_rows (tenant_id, key) where key is not null;

-- A customer that an import named first; undoing the import takes it away again while nothing else speaks of it.
alter table spine_accounts add column import_id uuid, add column import_row integer;
create index spine_accounts_import_idx on spine_accounts (tenant_id, import_id) where import_id is not null;

-- Which column of a file is which field, remembered by the file's header for the next one like it.
create table import_mappings (
  tenant_id uuid not null,
  kind text not null,
  -- sha256 of the header's names.
  fingerprint text not null,
  mapping jsonb not null,
  -- Decimal marks and orders of day and month that a person has settled, by column.
  choices jsonb not null default '{}',
  updated_at timestamptz(3) not null default current_timestamp,
  updated_by uuid,
  constraint import_mappings_pkey primary key (tenant_id, kind, fingerprint),
  constraint import_mapping_fingerprint check (fingerprint ~ '^[0-9a-f]{64}$')
);
select secure_tenant_table('import_mappings');

-- A feed that sends an event again is told that it is known. An event that an import has put another figure in the
-- place of is known too, though it no longer stands in the spine: sent again, it would count beside its correction.
create index superseded_figures_event_idx on superseded_figures (tenant_id, source_table, (content ->> 'event_id'));
create function keep_superseded_out() returns trigger language plpgsql as $$
begin
  if new.import_id is null and coalesce(current_setting('app.restoring', true), '') <> 'on' and exists (
    select from superseded_figures f
    where f.tenant_id = new.tenant_id and f.source_table = tg_table_name and f.content ->> 'event_id' = new.event_id
  ) then
    return null;
  end if;
  return new;
end $$;
create trigger superseded before insert on events_raw for each row execute function keep_superseded_out();
create trigger superseded before insert on revenue_events for each row execute function keep_superseded_out();

-- What an applied import stated never changes: asked once for all rows of a statement, not for each of 200,000.
drop trigger guard on import_rows;
drop function guard_import_row();
create function guard_import_rows() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct tenant_id, import_id from old_rows) as touched
    join imports i on i.tenant_id = touched.tenant_id and i.id = touched.import_id
    where i.status in ('APPLIED', 'UNDONE')
  ) then
    raise exception 'the rows of an applied import never change' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger guard_update after update on import_rows
  referencing old table as old_rows for each statement execute function guard_import_rows();
create trigger guard_delete after delete on import_rows
  referencing old table as old_rows for each statement execute function guard_import_rows();
-- The same function and name: a row that is added to what was applied is as false as one that is changed.
create trigger guard_insert after insert on import_rows
  referencing new table as old_rows for each statement execute function guard_import_rows();

-- What was taken away since the daily metrics were last computed.
create index superseded_figures_until_idx on superseded_figures (tenant_id, known_until);
