// What a night does for each company, timed: its analytics job, the bare reads of what a cycle rests on, its cycle.
import pg from "pg";
import type { KernelOutput } from "@/kernel/revenue";
import { computeMetrics } from "@/lib/commands/compute-metrics";
import { runRevenueCycle } from "@/lib/commands/run-revenue-cycle";
import { inTenant } from "@/lib/db/tenant-transaction";
import { DAILY_SOURCE, loadKernelInput } from "@/lib/queries/kernel-input";
import { loadSituation } from "@/lib/queries/situation";
import { NEW_DAY, NIGHT } from "./companies";
import { type Statement, watched } from "./statements";

const TRIGGER = { type: "scheduled", source: DAILY_SOURCE } as const;

/** The analytics job of the new day. Every company has the same data, so a company with fewer rows is a fault. */
export async function analytics(tenantId: string): Promise<string> {
  const { rows, changed } = await computeMetrics(tenantId, { from: NEW_DAY, to: NEW_DAY }, NIGHT);
  if (rows === 0) throw new Error(`no metrics for ${tenantId}`);
  return `${rows} rows, ${changed} of them new`;
}

/** The cycle of the night: what it found, and what it asks for, as a text that two equal companies share. */
export async function cycle(tenantId: string): Promise<string> {
  const actor = { tenantId, name: "Schedule", role: "system" };
  const result = await runRevenueCycle(actor, { trigger: TRIGGER }, NIGHT);
  if (!result.ok) throw new Error(`${tenantId}: ${result.failure.message}`);
  return answerOf(result.value.output);
}

function answerOf({ cycle_summary, actions }: KernelOutput): string {
  if (actions.length < 3 || actions.length > 7) throw new Error(`a cycle of ${actions.length} actions`);
  return JSON.stringify({ constraint: cycle_summary.binding_constraint, actions });
}

/** The statements with which the application reads all that a cycle rests on, as it sent them. */
export async function recordReads(tenantId: string): Promise<Statement[]> {
  const { statements } = await watched(() =>
    inTenant({ tenantId }, async (tx) => {
      await loadSituation(tx, tenantId);
      await loadKernelInput(tx, tenantId, TRIGGER, NIGHT);
    }),
  );
  return statements;
}

/** Asks the recorded statements again for another company, with the driver alone. */
export function bareReads(pool: pg.Pool, recorded: readonly Statement[], recordedFor: string) {
  return async (tenantId: string): Promise<string> => {
    const client = await pool.connect();
    try {
      const rows: number[] = [];
      for (const { text, values } of recorded) {
        const mine = values.map((value) => (value === recordedFor ? tenantId : value));
        const answer = await client.query({ text, values: mine });
        rows.push(answer.rows.length);
      }
      return `${rows.reduce((sum, count) => sum + count, 0)} rows in ${rows.length} statements: ${rows.join(", ")}`;
    } finally {
      client.release();
    }
  };
}

/**
 * The tables that PostgreSQL would read from end to end to answer the recorded statements for one company. An empty
 * one (results of actions, before any has been executed) is left out: reading all of nothing is what it should do.
 */
export async function tablesReadWhole(pool: pg.Pool, recorded: readonly Statement[]): Promise<string[]> {
  const client = await pool.connect();
  const found = new Set<string>();
  try {
    for (const { text, values } of recorded) {
      const isRead = /^\s*(select|with)/i.test(text) && !/set_config/.test(text);
      const { rows } = await client.query<Record<string, string>>(isRead ? `explain ${text}` : text, values);
      for (const row of isRead ? rows : []) {
        const table = /Seq Scan on (\w+)/.exec(row["QUERY PLAN"] ?? "")?.[1];
        if (table) found.add(table);
      }
    }
    const { rows } = await client.query<{ name: string }>(
      "select name from unnest($1::text[]) as name where pg_relation_size(name::regclass) > 0 order by name",
      [[...found]],
    );
    return rows.map(({ name }) => name);
  } finally {
    client.release();
  }
}

export const barePool = (url: string, max: number): pg.Pool => new pg.Pool({ connectionString: url, max });

export type Pass = {
  what: string;
  concurrency: number;
  times: number[];
  wallMs: number;
  nodeMs: number;
  serverMs: number | null;
  load: number;
  answers: Set<string>;
};

type Clocks = { serverMs: () => number | null; load: () => number };

/** One after the other, or so many at a time, with what it cost the two processes. */
export async function pass(
  what: string,
  concurrency: number,
  tenants: readonly string[],
  work: (tenantId: string) => Promise<string>,
  { serverMs, load }: Clocks,
): Promise<Pass> {
  const waiting = [...tenants];
  const times: number[] = [];
  const answers = new Set<string>();
  const [server, node, began] = [serverMs(), process.cpuUsage(), performance.now()];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const start = performance.now();
        answers.add(await work(next));
        times.push(performance.now() - start);
      }
    }),
  );
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(node);
  const spent = serverMs();
  return {
    what,
    concurrency,
    times,
    wallMs,
    nodeMs: (user + system) / 1000,
    serverMs: spent === null || server === null ? null : spent - server,
    load: load(),
    answers,
  };
}

/** Of several rounds over fresh copies of the same companies: every time, and all that they cost. */
export function pooled(rounds: readonly Pass[][]): Pass[] {
  return (rounds[0] ?? []).map((one, position) => {
    const same = rounds.flatMap((round) => round[position] ?? []);
    const total = (cost: (each: Pass) => number) => same.reduce((sum, each) => sum + cost(each), 0);
    return {
      what: one.what,
      concurrency: one.concurrency,
      times: same.flatMap(({ times }) => times),
      wallMs: total(({ wallMs }) => wallMs),
      nodeMs: total(({ nodeMs }) => nodeMs),
      serverMs: one.serverMs === null ? null : total(({ serverMs }) => serverMs ?? 0),
      load: total(({ load }) => load) / same.length,
      answers: new Set(same.flatMap(({ answers }) => [...answers])),
    };
  });
}
