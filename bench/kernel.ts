// npm run bench:kernel [-- --tenants 10,100,1000]: what a night costs a company, with few companies beside it and with
// many: its analytics job, its cycle, and the bare reads of the same data. Uses a database server of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect, disconnect } from "@/lib/db/client";
import { TENANT_A } from "@/prisma/seed/generator/stories";
import { projectRoot } from "@/scripts/database/project";
import { copyCompany, copyId, makeFirstCompany } from "./kernel/companies";
import { partsOf } from "./kernel/parts";
import {
  analytics,
  barePool,
  bareReads,
  cycle,
  type Pass,
  pass,
  pooled,
  recordReads,
  tablesReadWhole,
} from "./kernel/passes";
import { type Measured, reportOf } from "./kernel/report";
import { type Database, type Server, startServer } from "./kernel/server";

const FIRST = "first_company";
const CONCURRENCIES = [1, 4] as const;
/** Companies beside the measured ones, on which code and connections warm up; the last of them give the parts. */
const WARM_UP = 10;
const IN_PARTS = 5;
/** Few companies are measured over fresh copies until so many have been. */
const LEAST_MEASURED = 100;
const POOL = 10;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function measure(server: Server, companies: number): Promise<Measured> {
  const name = `companies_${companies}`;
  const began = performance.now();
  const filled = await server.create(name, FIRST);
  const rows = await copyCompany(filled.superuserUrl, companies + WARM_UP);
  say(`${companies} companies: ${rows} rows after ${seconds(began)} s`);
  const rounds = Math.max(1, Math.ceil(LEAST_MEASURED / companies));
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const own = `${name}_round`;
    measured.push(
      await measureRound(server, rounds === 1 ? filled : await server.create(own, name), companies),
    );
    if (rounds > 1) await server.drop(own);
  }
  await server.drop(name);
  const passes = pooled(measured.map(({ passes }) => passes));
  for (const each of passes) onlyOneAnswer(each);
  const answers = passes.map(({ answers }) => [...answers][0] ?? "");
  say(`${companies} companies: measured after ${seconds(began)} s`);
  const { parts, readWhole } = measured.at(-1) ?? { parts: [], readWhole: [] };
  return { companies, rows, passes, answers, parts, readWhole };
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0);

type Round = Pick<Measured, "parts" | "passes" | "readWhole">;

async function measureRound(server: Server, { appUrl }: Database, companies: number): Promise<Round> {
  connect(appUrl, POOL);
  const pool = barePool(appUrl, Math.max(...CONCURRENCIES));
  try {
    const recordedFor = copyId(companies + 1);
    const { parts, expected } = await warmUp(companies);
    const recorded = await recordReads(recordedFor);
    const reads = bareReads(pool, recorded, recordedFor);
    const clocks = { serverMs: server.processorMs, load: () => loadavg()[0] ?? 0 };
    const passes: Pass[] = [];
    for (const [position, concurrency] of CONCURRENCIES.entries()) {
      const tenants = Array.from({ length: companies }, (_, index) => copyId(index + 1)).filter(
        (_, index) => index % CONCURRENCIES.length === position,
      );
      const timed = (what: string, work: (tenantId: string) => Promise<string>) =>
        pass(what, concurrency, tenants, work, clocks);
      passes.push(await timed("analytics job, one day", analytics));
      await reads(recordedFor);
      passes.push(await timed("bare reads of what a cycle rests on", reads));
      passes.push(await timed("revenue cycle", cycle));
    }
    refuseOthers(passes, expected);
    return { parts, passes, readWhole: await tablesReadWhole(pool, recorded) };
  } finally {
    await pool.end();
    await disconnect();
  }
}

/** Begins with the company that was copied, whose answer is the one to expect of every copy. */
async function warmUp(companies: number): Promise<Pick<Measured, "parts"> & { expected: string }> {
  await analytics(TENANT_A);
  const expected = await cycle(TENANT_A);
  const beside = Array.from({ length: WARM_UP }, (_, index) => copyId(companies + 1 + index));
  for (const tenantId of beside) await analytics(tenantId);
  // The first of them is left without a cycle: the bare reads are recorded on it.
  for (const tenantId of beside.slice(1, -IN_PARTS)) await cycle(tenantId);
  return { expected, parts: await partsOf(beside.slice(-IN_PARTS)) };
}

function refuseOthers(passes: readonly Pass[], expected: string): void {
  for (const { what, answers } of passes) {
    if (what === "revenue cycle" && [...answers].some((answer) => answer !== expected))
      throw new Error(
        `A copy's cycle answers otherwise than the first company's: ${[...answers].join("\n")}\n${expected}`,
      );
  }
}

function onlyOneAnswer({ what, answers }: Pass): void {
  if (answers.size !== 1)
    throw new Error(`${what}: equal companies have ${answers.size} answers: ${[...answers].join("\n")}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tenants: { type: "string", default: "10,100,1000" } } });
  const sizes = values.tenants.split(",").map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 2))
    throw new Error("--tenants takes numbers of companies, such as 10,100");
  const server = await startServer();
  try {
    connect((await server.create(FIRST)).appUrl, POOL);
    await makeFirstCompany().finally(disconnect);
    say("The first company is there.");
    const measured: Measured[] = [];
    for (const size of sizes) measured.push(await measure(server, size));
    const text = reportOf(measured);
    const folder = join(projectRoot(), "bench", "results");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel-cycles.md"), text);
    say(text);
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
