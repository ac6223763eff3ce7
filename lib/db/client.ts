import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env";
import { PrismaClient } from "./generated/client";

const POOL_SIZE = 10;

type Connection = { url: string; pool: pg.Pool; prisma: PrismaClient };

// Next may load this module more than once in one process; the connection pool must still be one.
const shared = globalThis as typeof globalThis & { revenueOsConnection?: Connection };

/** Opens the pool for a given URL (scripts, tests). The application itself just calls `database()`. */
export function connect(url: string, poolSize = POOL_SIZE): PrismaClient {
  if (shared.revenueOsConnection?.url === url) return shared.revenueOsConnection.prisma;
  const pool = new pg.Pool({ connectionString: url, max: poolSize, connectionTimeoutMillis: 15_000 });
  // An idle connection that the server closes must not end the process; the pool replaces it on next use.
  pool.on("error", (error) => process.stderr.write(`database connection lost: ${error.message}\n`));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  shared.revenueOsConnection = { url, pool, prisma };
  return prisma;
}

export function database(): PrismaClient {
  return shared.revenueOsConnection?.prisma ?? connect(env().DATABASE_URL);
}

/** The pool itself, for the few batch paths and health checks that speak SQL directly. */
export function databasePool(): pg.Pool {
  database();
  const connection = shared.revenueOsConnection;
  if (!connection) throw new Error("database() opens the connection");
  return connection.pool;
}

export async function disconnect(): Promise<void> {
  const connection = shared.revenueOsConnection;
  shared.revenueOsConnection = undefined;
  if (!connection) return;
  await connection.prisma.$disconnect();
  if (!connection.pool.ended) await connection.pool.end();
}
