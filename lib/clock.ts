import { env } from "./env";

/** The only reader of time. Tests and demonstrations may hold it still; production may not (lib/env.ts refuses). */
export function now(): Date {
  const held = env().REVENUE_OS_TEST_NOW;
  return held === undefined ? new Date() : new Date(held);
}
