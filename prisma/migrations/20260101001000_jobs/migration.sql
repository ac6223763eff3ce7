-- What runs by the clock runs for every company, so it must know which there are, and works for none of them while it
-- asks. The setting is on for the length of this one question: its answer is ids, and each company's own work then
-- happens inside that company's transaction. Written as a policy, because under forced row-level security a function
-- that runs as the owner would see nothing either, and because one role may be both owner and application.
create policy jobs_select on tenants for select
  using ((select current_setting('app.jobs', true)) = 'on');

create function job_tenants() returns setof uuid language plpgsql volatile as $$
begin
  perform set_config('app.jobs', 'on', true);
  return query select id from tenants order by id;
  perform set_config('app.jobs', '', true);
end $$;
