-- Row-level security, enabled and forced, with one policy per verb on every tenant table. A row is visible
-- only while the transaction's setting app.tenant_id names its tenant. The setting is '' (not null) after a
-- commit on a pooled connection, hence nullif.

create function app_tenant_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
create function app_user_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::uuid;
create function app_sign_in_email() returns text language sql stable parallel safe
  return nullif(current_setting('app.sign_in_email', true), '');

-- Called by every migration that adds a tenant table; the catalogue test finds a table that forgot it.
create function secure_tenant_table(target regclass) returns void language plpgsql as $$
declare
  mine constant text := '(tenant_id = (select app_tenant_id()))';
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_select on %s for select using %s', target, mine);
  execute format('create policy tenant_insert on %s for insert with check %s', target, mine);
  execute format('create policy tenant_update on %s for update using %s with check %s', target, mine, mine);
  execute format('create policy tenant_delete on %s for delete using %s', target, mine);
end $$;

do $$
declare
  each record;
begin
  for each in
    select c.oid::regclass as target
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    perform secure_tenant_table(each.target);
  end loop;
end $$;

-- A signed-in person sees their own memberships in every company, to choose and switch between them.
drop policy tenant_select on memberships;
create policy tenant_select on memberships for select
  using (tenant_id = (select app_tenant_id()) or user_id = (select app_user_id()));

-- The tenant's own row, and the names of the companies that the person belongs to.
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant_select on tenants for select using (
  id = (select app_tenant_id())
  or exists (
    select from memberships m
    where m.tenant_id = tenants.id and m.user_id = (select app_user_id()) and m.ended_at is null
  )
);
create policy tenant_insert on tenants for insert with check (id = (select app_tenant_id()));
create policy tenant_update on tenants for update
  using (id = (select app_tenant_id())) with check (id = (select app_tenant_id()));
create policy tenant_delete on tenants for delete using (id = (select app_tenant_id()));

-- People belong to no tenant. One is visible to themselves, to the companies they belong to, and to the
-- sign-in that names their e-mail address. Nobody is ever deleted: the log names them.
alter table users enable row level security;
alter table users force row level security;
create policy user_select on users for select using (
  id = (select app_user_id())
  or email = (select app_sign_in_email())
  or exists (select from memberships m where m.user_id = users.id and m.tenant_id = (select app_tenant_id()))
);
create policy user_insert on users for insert with check ((select app_tenant_id()) is not null);
create policy user_update on users for update
  using (id = (select app_user_id())) with check (id = (select app_user_id()));
create policy user_delete on users for delete using (false);

alter table user_sessions enable row level security;
alter table user_sessions force row level security;
create policy session_select on user_sessions for select using (user_id = (select app_user_id()));
create policy session_insert on user_sessions for insert with check (user_id = (select app_user_id()));
create policy session_update on user_sessions for update
  using (user_id = (select app_user_id())) with check (user_id = (select app_user_id()));
create policy session_delete on user_sessions for delete using (user_id = (select app_user_id()));
