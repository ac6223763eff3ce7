/** Tables whose rows the application adds and never changes; the database's triggers refuse the same. */
export const APPEND_ONLY_TABLES = [
  "decision_log_entries",
  "decision_log_terms",
  "gate_decisions",
  "signoffs",
  "evaluation_cycles",
  "trigger_evaluations",
  "cycle_inputs",
  "input_overrides",
  "request_comments",
  "comment_mentions",
  "optimization_cycles",
  "policy_signoffs",
  "superseded_figures",
  "review_action_changes",
  "close_reopenings",
  "close_commentaries",
  "close_input_owners",
] as const;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * The privileges of the application's role, as SQL for the owner of the tables to run after each migration.
 * Safe to run again. The owner also gets a maintenance policy per table, so that a backup can read every
 * tenant: it holds only for the owner and only while app.maintenance is 'on'. Where the application itself
 * owns the tables (one role for both) there is no such policy, because it would be a way around isolation.
 */
export function grantSql(role: string): string {
  const app = quoted(role);
  const literal = `'${role.replaceAll("'", "''")}'`;
  const appendOnly = APPEND_ONLY_TABLES.join(", ");
  return `
do $$
declare
  each record;
begin
  for each in
    select c.oid::regclass as target, c.relname, c.relrowsecurity from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('drop policy if exists owner_maintenance on %s', each.target);
    if current_user <> ${literal} and each.relrowsecurity then
      execute format(
        'create policy owner_maintenance on %s to %I using (current_setting(''app.maintenance'', true) = ''on'') with check (current_setting(''app.maintenance'', true) = ''on'')',
        each.target, current_user);
    end if;
  end loop;
  if current_user <> ${literal} then
    revoke all on all tables in schema public from ${app};
    grant usage on schema public to ${app};
    grant select, insert, update, delete on all tables in schema public to ${app};
    revoke update, delete, truncate on ${appendOnly} from ${app};
    revoke all on decision_log_terms, decision_log_heads from ${app};
    grant select on decision_log_terms, decision_log_heads to ${app};
    if to_regclass('_prisma_migrations') is not null then
      revoke all on _prisma_migrations from ${app};
      grant select on _prisma_migrations to ${app};
    end if;
  end if;
end $$;
`;
}
