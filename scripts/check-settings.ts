// What `npm start` asks of the settings before it opens a database: a typing error in the mode, or a demonstration
// secret in production, stops it with one sentence.
import { parseEnv } from "@/lib/env";

/** Settings that the start makes itself where they are not given; their values are random and need no check. */
const MADE_BY_THE_START = {
  DATABASE_URL: "postgresql://embedded@127.0.0.1/revenue_os",
  NEXTAUTH_SECRET: "made by the start, outside production",
};

/** Throws an Error of one sentence. In production nothing is made up: a secret that is not given is missing. */
export function refuseUnsafeSettings(given: Record<string, string | undefined>): void {
  const isProduction = given.REVENUE_OS_MODE === "production";
  parseEnv({
    ...given,
    DATABASE_URL: given.DATABASE_URL || MADE_BY_THE_START.DATABASE_URL,
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET || (isProduction ? undefined : MADE_BY_THE_START.NEXTAUTH_SECRET),
  });
}
