// graphile-worker gives up on a job that a dead worker holds after four hours. Here each worker holds an advisory lock
// under its pool's id for as long as it lives: PostgreSQL takes the lock back the moment the process is gone, kill -9 or
// not, so a lock that anybody can take names a worker that is dead, and its jobs are free at once. No clock is compared
// and no heartbeat can be late. It needs a connection that is the worker's own: no pooler that shares sessions.
import pg from "pg";
import { WORKER_APPLICATION_NAME } from "./job-names";

const LOCK = "select pg_try_advisory_lock(hashtextextended('worker:' || $1, 0)) as taken";
const UNLOCK = "select pg_advisory_unlock(hashtextextended('worker:' || $1, 0))";

const HOLDERS = `
  select locked_by as id from graphile_worker._private_jobs where locked_by is not null
  union select locked_by from graphile_worker._private_job_queues where locked_by is not null`;

export class WorkerLeases {
  readonly #client: pg.Client;
  readonly #own = new Set<string>();
  #closing = false;
  /** One question at a time on the one connection. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** `onLost` is called when the lock is no longer held although the worker lives: it must then stop working at once. */
  static async open(url: string, onLost: (reason: string) => void): Promise<WorkerLeases> {
    const client = new pg.Client({
      connectionString: url,
      application_name: WORKER_APPLICATION_NAME,
      keepAlive: true,
      connectionTimeoutMillis: 15_000,
    });
    await client.connect();
    const leases = new WorkerLeases(client);
    const lost = (reason: string) => {
      if (!leases.#closing) onLost(reason);
    };
    client.on("error", (error) => lost(error.message));
    client.on("end", () => lost("the connection ended"));
    return leases;
  }

  /** Before the pool with this id takes its first job. */
  async hold(poolId: string): Promise<void> {
    if (this.#own.has(poolId)) return;
    this.#own.add(poolId);
    if (!(await this.#try(poolId))) throw new Error(`another worker goes by the name ${poolId}`);
  }

  /** Frees the jobs and lines that dead workers hold; returns how many workers those were. */
  async freeJobsOfTheDead(): Promise<number> {
    const rows = await this.#ask<{ id: string }>(HOLDERS);
    let dead = 0;
    for (const { id } of rows) {
      if (this.#own.has(id) || !(await this.#try(id))) continue;
      await this.#ask("select graphile_worker.force_unlock_workers(array[$1])", [id]);
      await this.#ask(UNLOCK, [id]);
      dead += 1;
    }
    return dead;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#client.end();
  }

  async #try(id: string): Promise<boolean> {
    const rows = await this.#ask<{ taken: boolean }>(LOCK, [id]);
    return rows[0]?.taken ?? false;
  }

  #ask<Row extends pg.QueryResultRow>(sql: string, values: string[] = []): Promise<Row[]> {
    const answer = this.#last.then(() => this.#client.query<Row>(sql, values));
    this.#last = answer.catch(() => undefined);
    return answer.then(({ rows }) => rows);
  }
}
