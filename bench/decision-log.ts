// npm run bench:log [-- --entries N]: a log of a million entries, and how long its screen, its export and its
// verification take. Uses a database server of its own, or the scratch database of DATABASE_URL where one is given.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { connect, databasePool, disconnect } from "@/lib/db/client";
import { logPageStatement, prepareLogSearch } from "@/lib/db/decision-log-search";
import { verifyLog } from "@/lib/db/log-verification";
import { inTenant } from "@/lib/db/tenant-transaction";
import { startTemporaryServer } from "@/lib/db/testing/temporary-server";
import { exportLog } from "@/lib/queries/decision-log-export";
import { parseLogView } from "@/lib/queries/decision-log-filter";
import { superuserUrl } from "@/scripts/database/cluster";
import { migrateAndGrant, withClient } from "@/scripts/database/prepare";
import { projectRoot } from "@/scripts/database/project";
import { APP_ROLE, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/scripts/database/roles";
import { addCompany, fillLog } from "./decision-log/fill";
import { type Asked, SEARCHES } from "./decision-log/searches";

const COMPANY = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const LIMIT_MS = 1000;
const ROUNDS = 5;
const PAGE = 51;

type Measured = { what: string; rows: number; medianMs: number; slowestMs: number; plan: string };
type Scratch = { appUrl: string; stop: () => Promise<void> };

async function scratch(): Promise<Scratch> {
  if (process.env.DATABASE_URL) return { appUrl: process.env.DATABASE_URL, stop: async () => undefined };
  const server = await startTemporaryServer();
  const password = "for-measuring-on-loopback-only";
  const address = `127.0.0.1:${server.cluster.port}/bench`;
  const ownerUrl = `postgresql://${OWNER_ROLE}:${password}@${address}`;
  await withClient(superuserUrl(server.cluster), async (client) => {
    await ensureRoles(client, { owner: password, app: password });
    await ensureDatabase(client, "bench");
  });
  await migrateAndGrant({ ownerUrl, appRole: APP_ROLE });
  return { appUrl: `postgresql://${APP_ROLE}:${password}@${address}`, stop: server.stop };
}

const pageOf = ({ search, order }: Asked) =>
  inTenant({ tenantId: COMPANY }, async (tx) => {
    const prepared = await prepareLogSearch(tx, COMPANY, search);
    const statement = logPageStatement(prepared, order ?? { by: "seq", direction: "desc" }, {
      from: null,
      limit: PAGE,
    });
    const rows = await tx.$queryRawUnsafe<unknown[]>(statement.text, ...statement.values);
    return { statement, rows: rows.length };
  });

async function measure(asked: Asked): Promise<Measured> {
  const times: number[] = [];
  let last = await pageOf(asked);
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    last = await pageOf(asked);
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  return {
    what: asked.what,
    rows: Math.min(last.rows, PAGE - 1),
    medianMs: times[Math.floor(ROUNDS / 2)] ?? 0,
    slowestMs: times.at(-1) ?? 0,
    plan: await planOf(last.statement),
  };
}

/** The scans of the plan, in its order: what was read, and by which index. */
async function planOf({ text, values }: { text: string; values: unknown[] }): Promise<string> {
  const client = await databasePool().connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.tenant_id', $1, true)", [COMPANY]);
    const { rows } = await client.query<Record<string, string>>(`explain (costs off) ${text}`, values);
    await client.query("rollback");
    const lines = rows.map((row) => row["QUERY PLAN"] ?? "");
    const steps = lines.filter(
      (line) => /(Scan|Nested Loop|Hash Join|Sort)\b/.test(line) && !/Sort Key/.test(line),
    );
    return steps
      .map((line) =>
        line
          .replace(/^[\s>-]+/, "")
          .replace(/ on decision_log_(entries e|terms t)/, "")
          .replaceAll("decision_log_", ""),
      )
      .join("; ");
  } finally {
    client.release();
  }
}

async function timed(work: () => Promise<number>): Promise<{ count: number; seconds: number }> {
  const began = performance.now();
  const count = await work();
  return { count, seconds: (performance.now() - began) / 1000 };
}

async function exportEverything(format: "csv" | "jsonl"): Promise<number> {
  let lines = 0;
  for await (const part of exportLog({ tenantId: COMPANY, userId: COMPANY }, parseLogView({}), format))
    lines += part.split("\n").length - 1;
  return lines;
}

async function verifyEverything(appUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  const { entries, finding } = await verifyLog(client, COMPANY).finally(() => client.end());
  if (finding) throw new Error(finding.sentence);
  return entries;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { entries: { type: "string", default: "1000000" } } });
  const { appUrl, stop } = await scratch();
  connect(appUrl, 4);
  try {
    const head = () =>
      inTenant({ tenantId: COMPANY }, (tx) =>
        tx.decisionLogHead.findUnique({ where: { tenantId: COMPANY } }),
      );
    let fill: { count: number; seconds: number } | null = null;
    if ((await head()) === null) {
      await addCompany(COMPANY, "large");
      fill = await timed(async () => {
        await fillLog(COMPANY, Number(values.entries), (line) => process.stdout.write(`${line}\n`));
        return Number(values.entries);
      });
    }
    const measured: Measured[] = [];
    for (const asked of SEARCHES) {
      measured.push(await measure(asked));
      process.stdout.write(`${asked.what}: ${measured.at(-1)?.medianMs.toFixed(0)} ms\n`);
    }
    const rates = {
      "Entries written, with their decisions": fill,
      "Export as CSV": await timed(() => exportEverything("csv")),
      "Export as JSON Lines": await timed(() => exportEverything("jsonl")),
      "log:verify, hashes and decisions": await timed(() => verifyEverything(appUrl)),
    };
    report(Number((await head())?.seq ?? 0), measured, rates);
    if (measured.some(({ medianMs }) => medianMs > LIMIT_MS)) process.exitCode = 1;
  } finally {
    await disconnect();
    await stop();
  }
}

function report(
  entries: number,
  measured: Measured[],
  rates: Record<string, { count: number; seconds: number } | null>,
): void {
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const figure = (value: number) => Math.round(value).toLocaleString("en-US");
  const text = `# The decision log at ${figure(entries)} entries

\`npm run bench:log\` · ${cpus()[0]?.model.trim()}, ${cpus().length} cores · Node ${process.version} · one company, its decisions beside it, under
row-level security as the application's role. A page is 50 entries; the time is the whole unit of work, from the
pool's connection to the rows (median and slowest of ${ROUNDS} after one to warm up). Limit: ${figure(LIMIT_MS)} ms. Entries are made by
the same code as the application's; all checks of the database are on.

| asked | entries on the page | median ms | slowest ms | how PostgreSQL reads it |
| --- | ---: | ---: | ---: | --- |
${measured.map((row) => `| ${row.what} | ${row.rows} | ${figure(row.medianMs)} | ${figure(row.slowestMs)} | ${row.plan} |`).join("\n")}

| batch | entries | seconds | entries a second |
| --- | ---: | ---: | ---: |
${Object.entries(rates)
  .flatMap(([what, rate]) =>
    rate
      ? [
          `| ${what} | ${figure(rate.count)} | ${figure(rate.seconds)} | ${figure(rate.count / rate.seconds)} |`,
        ]
      : [],
  )
  .join("\n")}

Most memory the program held: ${figure(memory)} MB. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores; other
work beside it makes every figure larger.
`;
  const folder = join(projectRoot(), "bench", "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "decision-log.md"), text);
  process.stdout.write(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
