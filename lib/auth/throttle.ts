import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool } from "../db/client";

export type Limit = {
  /** Names the counter; part of its key in rate_limits. */
  name: string;
  points: number;
  seconds: number;
};

export type Throttled = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * Takes one point and says whether it was still there. The counters stand in the database, so that several
 * instances share them, and each is raised in one statement, so that attempts at once cannot slip past.
 */
export async function takePoint(limit: Limit, key: string): Promise<Throttled> {
  try {
    await limiter(limit).consume(key);
    return { allowed: true };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
    }
    throw refusal;
  }
}

/** Forgets what was counted, after a success. */
export async function forgetPoints(limit: Limit, key: string): Promise<void> {
  await limiter(limit).delete(key);
}

/** Gives one point back: the attempt was good, others from the same place still count. */
export async function returnPoint(limit: Limit, key: string): Promise<void> {
  await limiter(limit).reward(key, 1);
}

function limiter({ name, points, seconds }: Limit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: databasePool(),
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: seconds,
  });
}

/** Removes counters that ended more than an hour ago, by the clock that the limiter itself counts with. */
export async function clearEndedCounters(): Promise<void> {
  await databasePool().query(
    "delete from rate_limits where expire < (extract(epoch from now()) - 3600) * 1000",
  );
}
