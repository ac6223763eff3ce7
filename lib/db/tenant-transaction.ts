import { database } from "./client";
import type { Prisma } from "./generated/client";

export type Transaction = Prisma.TransactionClient;

/** Whose rows a unit of work may see: a company's, and (for memberships and sessions) a person's own. */
export type Scope = { tenantId?: string; userId?: string; signInEmail?: string };

// A burst of requests waits for a connection rather than failing; the work itself must be short.
const MAX_WAIT_MS = 20_000;
const TIMEOUT_MS = 60_000;

/**
 * Runs one unit of work in one transaction in which row-level security shows only what the scope names.
 * There is no other way to reach a tenant's rows: outside such a transaction every tenant table is empty.
 * Days and months are cut in UTC, whatever the time zone of the server is. A statement for whose answer nobody waits any
 * more is ended by the database: without that it would go on, and hold its connection, until it is through.
 */
export function inScope<T>(
  scope: Scope,
  work: (tx: Transaction) => Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  return database().$transaction(
    async (tx) => {
      await tx.$queryRaw`select set_config('app.tenant_id', ${scope.tenantId ?? ""}, true),
        set_config('app.user_id', ${scope.userId ?? ""}, true),
        set_config('app.sign_in_email', ${scope.signInEmail ?? ""}, true), set_config('TimeZone', 'UTC', true),
        set_config('statement_timeout', ${String(timeoutMs)}, true)`;
      return work(tx);
    },
    { maxWait: MAX_WAIT_MS, timeout: timeoutMs },
  );
}

export function inTenant<T>(
  scope: { tenantId: string; userId?: string },
  work: (tx: Transaction) => Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  return inScope(scope, work, timeoutMs);
}
