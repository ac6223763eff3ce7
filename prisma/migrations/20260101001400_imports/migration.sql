-- Figures that come in files: what was uploaded, what became of each row, and what it restated. A figure that is
-- corrected stays beside the first one, with the time in which it was the one known.

create table imports (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null,
  file_name text not null,
  media text not null,
  file_sha256 text not null,
  byte_size bigint not null,
  -- How the file was read: separator, decimal mark, encoding, sheet.
  reading jsonb not null default '{}',
  -- Column of the file by field of the kind.
  mapping jsonb not null default '{}',
  status text not null,
  -- Rows by fate, counted when they were staged.
  counts jsonb not null default '{}',
  created_by uuid not null,
  created_at timestamptz(3) not null default current_timestamp,
  applied_by uuid,
  applied_at timestamptz(3),
  undone_by uuid,
  undone_at timestamptz(3),
  undo_reason text,
  constraint imports_pkey primary key (tenant_id, id),
  constraint imports_creator_fkey foreign key (tenant_id, created_by) references memberships (tenant_id, user_id)
    on delete restrict on update restrict,
  constraint import_media check (media in ('csv', 'xlsx', 'json')),
  constraint import_status check (status in ('READING', 'STAGED', 'APPLIED', 'UNDONE', 'ABANDONED')),
  constraint import_hash check (file_sha256 ~ '^[0-9a-f]{64}$'),
  constraint import_applied check ((status in ('APPLIED', 'UNDONE')) = (applied_at is not null and applied_by is not null)),
  constraint import_undone check (
    (status = 'UNDONE') = (undone_at is not null and undone_by is not null and length(btrim(coalesce(undo_reason, ''))) >= 10))
);
create index imports_tenant_id_created_at_idx on imports (tenant_id, created_at);
select secure_tenant_table('imports');

create table import_rows (
  tenant_id uuid not null,
  import_id uuid not null,
  -- As the file counts them; the header is row 1.
  row_number integer not null,
  cells jsonb not null,
  fate text not null,
  -- What the row states, and the key under which it states it; null when it cannot be read.
  key text,
  record jsonb,
  -- What stands under the key before it: amount, rows, source.
  before jsonb,
  faults jsonb not null default '[]',
  constraint import_rows_pkey primary key (tenant_id, import_id, row_number),
  constraint import_rows_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id)
    on delete cascade on update restrict,
  constraint import_row_fate check (fate in ('NEW', 'SAME', 'RESTATES', 'DUPLICATE', 'FAULT'))
);
create index import_rows_fate_idx on import_rows (tenant_id, import_id, fate, row_number);
select secure_tenant_table('import_rows');

-- Which import a row of the spine comes from; null for a feed.
alter table events_raw add column import_id uuid, add column import_row integer;
alter table revenue_events add column import_id uuid, add column import_row integer;
alter table spine_opportunities add column import_id uuid, add column import_row integer;
create index events_raw_import_idx on events_raw (tenant_id, import_id) where import_id is not null;
create index revenue_events_import_idx on revenue_events (tenant_id, import_id) where import_id is not null;
create index spine_opportunities_import_idx on spine_opportunities (tenant_id, import_id) where import_id is not null;

-- What was known before: a row of the spine (or a setting) as it stood from known_from until known_until.
create table superseded_figures (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  source_table text not null,
  -- The key under which it was stated, as import_rows.key.
  key text not null,
  content jsonb not null,
  known_from timestamptz(3) not null,
  known_until timestamptz(3) not null,
  -- The import that put another figure in its place, or that was undone.
  import_id uuid not null,
  superseded_by uuid not null,
  constraint superseded_figures_pkey primary key (tenant_id, id),
  constraint superseded_figures_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id)
    on delete restrict on update restrict,
  constraint superseded_source check (source_table in (
    'events_raw', 'revenue_events', 'spine_opportunities', 'optimizer_configs')),
  constraint superseded_interval check (known_from <= known_until)
);
create index superseded_figures_key_idx on superseded_figures (tenant_id, key, known_until);
create index superseded_figures_import_idx on superseded_figures (tenant_id, import_id);
select secure_tenant_table('superseded_figures');
select make_append_only('superseded_figures');

-- An import that has been applied is evidence: it is undone, never removed, and what it stated never changes.
create function guard_import() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status in ('APPLIED', 'UNDONE') then
      raise exception 'an import that was applied is undone, never removed' using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.status in ('APPLIED', 'UNDONE')
     and (new.kind, new.file_name, new.file_sha256, new.mapping, new.counts, new.created_by, new.applied_at, new.applied_by)
       is distinct from
         (old.kind, old.file_name, old.file_sha256, old.mapping, old.counts, old.created_by, old.applied_at, old.applied_by) then
    raise exception 'what an applied import stated never changes' using errcode = 'restrict_violation';
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
    ('READING', 'STAGED'), ('READING', 'ABANDONED'), ('STAGED', 'STAGED'), ('STAGED', 'APPLIED'), ('STAGED', 'ABANDONED'),
    ('APPLIED', 'UNDONE')) then
    raise exception 'an import that is % does not become %', old.status, new.status using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard before update or delete on imports for each row execute function guard_import();

create function guard_import_row() returns trigger language plpgsql as $$
declare
  holder text;
begin
  select status into holder from imports where tenant_id = old.tenant_id and id = old.import_id;
  if holder in ('APPLIED', 'UNDONE') then
    raise exception 'the rows of an applied import never change' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger guard before update or delete on import_rows for each row execute function guard_import_row();
