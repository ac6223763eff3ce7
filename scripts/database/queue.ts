// The job queue's own tables (graphile-worker, schema graphile_worker): made by the role that owns the database, and
// opened to the application's role. They hold which job is due for which company, and nothing of a company's data.
import { Logger, runMigrations } from "graphile-worker";
import pg, { type Client } from "pg";

const MAY_NOT_CREATE = "42501";

// What graphile-worker tells of its own migrations is for its authors; a failure is thrown, not logged.
const SILENT = new Logger(() => () => undefined);

/** Makes or updates the queue's tables; every call after the first finds nothing to do. */
export async function installQueue(ownerUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  for (const event of ["error", "connect"] as const) pool.on(event, () => undefined);
  try {
    await runMigrations({ pgPool: pool, logger: SILENT });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === MAY_NOT_CREATE)) throw error;
    throw new Error(
      "The job queue needs a schema of its own and the owner's role may not make one: GRANT CREATE ON DATABASE to it.",
      { cause: error },
    );
  } finally {
    await pool.end();
  }
}

/** Whether the tables are there; of which version, a worker finds out. */
export async function queueIsInstalled(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ installed: boolean }>(
    "SELECT to_regclass('graphile_worker._private_known_crontabs') IS NOT NULL AS installed",
  );
  return rows[0]?.installed ?? false;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * What the application's role may do in the queue, as SQL for its owner; safe to run again. graphile-worker enables
 * row-level security on its tables and writes no policy, so that only their owner sees a row: the application, which
 * owns nothing, gets one policy per table. Where one role is both, it sees its own tables as it is. The views are left
 * out: they run as their owner.
 */
export function queueGrantSql(role: string): string {
  const app = quoted(role);
  const literal = `'${role.replaceAll("'", "''")}'`;
  return `
do $$
declare
  each record;
begin
  if to_regnamespace('graphile_worker') is null or current_user = ${literal} then
    return;
  end if;
  revoke all on all tables in schema graphile_worker from ${app};
  revoke all on schema graphile_worker from ${app};
  grant usage on schema graphile_worker to ${app};
  grant execute on all functions in schema graphile_worker to ${app};
  grant usage on all sequences in schema graphile_worker to ${app};
  for each in
    select c.oid::regclass as target, c.relname, c.relrowsecurity from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'graphile_worker'::regnamespace
  loop
    if each.relname = 'migrations' then
      execute format('grant select on %s to %I', each.target, ${literal});
    else
      execute format('grant select, insert, update, delete on %s to %I', each.target, ${literal});
    end if;
    execute format('drop policy if exists application_queue on %s', each.target);
    if each.relrowsecurity then
      execute format('create policy application_queue on %s to %I using (true) with check (true)', each.target, ${literal});
    end if;
  end loop;
end $$;
`;
}

/**
 * A backup leaves the queue out: what it holds comes again from the schedule and from the rows that asked for it. When
 * other rows take a database's place, jobs that were waiting belong to rows that are gone, and what the clock rang for
 * counts as rung only up to the moment the backup was made, so that a day it lacks is caught up.
 */
export async function startQueueAfresh(client: Client, since: string): Promise<void> {
  if (!(await queueIsInstalled(client))) return;
  await client.query("DELETE FROM graphile_worker._private_jobs");
  await client.query(
    "UPDATE graphile_worker._private_known_crontabs SET known_since = $1, last_execution = NULL",
    [since],
  );
}
