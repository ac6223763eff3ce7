-- Whether every policy in force is the one that was published, as one fact about the whole database and without
-- a word about whose they are: for the health check, which works for no company and so may see none.

-- RFC 8785 for what policies hold: sorted keys, shortest plain numbers, no space.
create function canonical_json(value jsonb) returns text language plpgsql immutable parallel safe as $$
begin
  return case jsonb_typeof(value)
    when 'object' then '{' || coalesce((
      select string_agg(to_json(key)::text || ':' || canonical_json(part), ',' order by key collate "C")
      from jsonb_each(value) as each(key, part)), '') || '}'
    when 'array' then '[' || coalesce((
      select string_agg(canonical_json(part), ',' order by place)
      from jsonb_array_elements(value) with ordinality as each(part, place)), '') || ']'
    when 'number' then trim_scale((value #>> '{}')::numeric)::text
    else value::text
  end;
end $$;

-- Runs as the owner of the tables, in maintenance, and gives away two numbers.
create function policy_trust(out in_force bigint, out altered bigint) language plpgsql volatile security definer
set search_path = public, pg_temp as $$
begin
  perform set_config('app.maintenance', 'on', true);
  select count(*), count(*) filter (
    where hash <> 'sha256:' || encode(sha256(convert_to(canonical_json(artifacts), 'UTF8')), 'hex'))
  into in_force, altered
  from policy_bundles where status = 'ACTIVE';
  perform set_config('app.maintenance', '', true);
end $$;
