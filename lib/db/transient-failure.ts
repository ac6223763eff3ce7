import { setTimeout as pause } from "node:timers/promises";

/** Raised where a transaction met another's unfinished work, and will find it finished when it is tried again. */
export class TransientFailure extends Error {}

/** Pauses before the second, third and fourth attempt. */
const RETRY_AFTER_MS = [100, 400, 1600] as const;
export const MOST_ATTEMPTS = RETRY_AFTER_MS.length + 1;

/**
 * SQLSTATEs: serialization failure, deadlock, a lock not got in time, the server ending a connection, starting or out
 * of connections; and every connection exception (class 08).
 */
const SQL_STATES = /^(40001|40P01|55P03|57P01|57P02|57P03|53300|08[0-9A-Z]{3})$/;
/** The client's own: unreachable, timed out, closed, no connection free, transaction lost, write conflict. */
const CLIENT_CODES = /^(P1001|P1002|P1008|P1017|P2024|P2028|P2034|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)$/;
/** What the driver says of a connection that went away without a code. */
const LOST_CONNECTION =
  /connection terminated|connection ended unexpectedly|client has encountered a connection error/i;

/** Whether the same work may well succeed if it is simply done again. */
export function isTransient(error: unknown): boolean {
  return errorsIn(error).some(
    (each) =>
      each instanceof TransientFailure ||
      [each.code, each.originalCode].some(
        (code) => typeof code === "string" && (SQL_STATES.test(code) || CLIENT_CODES.test(code)),
      ) ||
      (typeof each.message === "string" && LOST_CONNECTION.test(each.message)),
  );
}

/** The error with all that it says it was caused by: the client wraps what the server said several times over. */
function errorsIn(error: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof error !== "object" || error === null || depth > 6) return [];
  const each = error as Record<string, unknown>;
  return [
    each,
    ...[each.cause, each.meta, each.driverAdapterError].flatMap((inner) => errorsIn(inner, depth + 1)),
  ];
}

export type Tried<T> =
  | { ok: true; value: T; attempts: number }
  | { ok: false; error: unknown; attempts: number };

/** Does the work; what fails for a moment only is done again, three times at most, waiting longer each time. */
export async function tryRepeatedly<T>(work: (attempt: number) => Promise<T>): Promise<Tried<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ok: true, value: await work(attempt), attempts: attempt };
    } catch (error) {
      const wait = RETRY_AFTER_MS[attempt - 1];
      if (wait === undefined || !isTransient(error)) return { ok: false, error, attempts: attempt };
      await pause(wait);
    }
  }
}
