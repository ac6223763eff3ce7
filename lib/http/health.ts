import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PoolClient } from "pg";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { databasePool } from "../db/client";
import { publishedSetRefusal } from "../policy/published-set";

/** One thing that must be so; `says` is for the person who reads it at night, and holds no secret. */
type Check = { ok: boolean; says: string };
export type Health = {
  status: "ok" | "failing";
  kernel_version: string;
  checks: Record<"database" | "migrations" | "role" | "policy_set" | "policies" | "queue", Check>;
};

const PATIENCE_MS = 3000;

/** What must hold for this instance to serve: answered from the database, within a few seconds, or failing. */
export async function checkHealth(): Promise<Health> {
  const checks = await within(PATIENCE_MS, askDatabase()).catch(unreachable);
  const failing = Object.values(checks).some((check) => !check.ok);
  return { status: failing ? "failing" : "ok", kernel_version: KERNEL_VERSION, checks };
}

export async function healthResponse(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === "ok" ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}

async function askDatabase(): Promise<Health["checks"]> {
  const client = await databasePool().connect();
  try {
    const database = { ok: true, says: "The database answers." };
    return {
      database,
      migrations: await migrations(client),
      role: await role(client),
      policy_set: policySet(),
      policies: await policies(client),
      queue: await queue(client),
    };
  } finally {
    client.release();
  }
}

function unreachable(reason: unknown): Health["checks"] {
  // The operator reads the reason; a passer-by only that there is one.
  process.stderr.write(`health: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  const unknown = { ok: false, says: "Not known while the database does not answer." };
  const database = { ok: false, says: `The database does not answer within ${PATIENCE_MS / 1000} s.` };
  return {
    database,
    migrations: unknown,
    role: unknown,
    policy_set: policySet(),
    policies: unknown,
    queue: unknown,
  };
}

async function migrations(client: PoolClient): Promise<Check> {
  const { rows: known } = await client.query(
    "select to_regclass('_prisma_migrations') is not null as recorded",
  );
  if (!known[0]?.recorded) return { ok: false, says: "No migration is recorded: run npm run db:migrate." };
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `select migration_name as name, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null`,
  );
  const due = expectedMigrations().filter((name) => !rows.some((row) => row.name === name && row.finished));
  if (due.length === 0) return { ok: true, says: `All ${rows.length} migrations are applied.` };
  return { ok: false, says: `Not applied: ${due.join(", ")}. Run npm run db:migrate.` };
}

let expected: string[] | undefined;

/** The folders of this version, read once: they cannot change under a running server. */
function expectedMigrations(): string[] {
  expected ??= readdirSync(join(process.cwd(), "prisma", "migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return expected;
}

async function role(client: PoolClient): Promise<Check> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    "select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user",
  );
  return rows[0]?.bypasses === false
    ? { ok: true, says: "The application's role is bound by row-level security." }
    : { ok: false, says: "The application's role bypasses row-level security: give it another one." };
}

/** Read with the first question that rests on it; a set that was changed since is found by the next start. */
function policySet(): Check {
  const refusal = publishedSetRefusal();
  return { ok: refusal === null, says: refusal ?? "The published policy set is the one that was released." };
}

async function policies(client: PoolClient): Promise<Check> {
  const { rows } = await client.query<{ in_force: string; altered: string }>("select * from policy_trust()");
  const altered = Number(rows[0]?.altered ?? 0);
  if (altered > 0) {
    return {
      ok: false,
      says: `Policies in force that do not match their hash: ${altered}. Nothing is decided on them.`,
    };
  }
  return { ok: true, says: `Policies in force that match their hash: ${rows[0]?.in_force ?? 0}.` };
}

/** Without its tables nothing that is signed is carried out. Whether a worker runs is not the application's to know. */
async function queue(client: PoolClient): Promise<Check> {
  const { rows: known } = await client.query(
    "select to_regclass('graphile_worker._private_jobs') is not null as made",
  );
  if (!known[0]?.made) return { ok: false, says: "The job queue has no tables: run npm run db:migrate." };
  const { rows } = await client.query<{ due: number; given_up: number }>(
    `select count(*) filter (where is_available and run_at <= now())::integer as due,
       count(*) filter (where attempts >= max_attempts and locked_at is null)::integer as given_up
     from graphile_worker._private_jobs`,
  );
  return { ok: true, says: `Jobs due: ${rows[0]?.due ?? 0}; given up on: ${rows[0]?.given_up ?? 0}.` };
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
