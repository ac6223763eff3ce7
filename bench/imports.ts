// npm run bench:imports [-- --rows N]: files of 200,000 rows from their bytes to the spine and back. Uses a database
// server of its own, or the scratch database of DATABASE_URL where one is given.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import writeExcelFile from "write-excel-file/node";
import { applyImport } from "@/lib/commands/apply-import";
import { stageImport } from "@/lib/commands/stage-import";
import { createCompany } from "@/lib/commands/testing/company";
import { undoImport } from "@/lib/commands/undo-import";
import { connect, databasePool, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { startTemporaryServer } from "@/lib/db/testing/temporary-server";
import type { Result } from "@/lib/failures";
import { columnLetters } from "@/lib/imports/table";
import { workbook, xmlRow } from "@/lib/imports/testing/archives";
import { addMonths } from "@/lib/queries/cycle-calendar";
import { superuserUrl } from "@/scripts/database/cluster";
import { migrateAndGrant, withClient } from "@/scripts/database/prepare";
import { projectRoot } from "@/scripts/database/project";
import { APP_ROLE, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/scripts/database/roles";

const AT = new Date("2026-06-10T09:00:00Z");
const LIMIT_SECONDS = 60;
const { values: options } = parseArgs({ options: { rows: { type: "string", default: "200000" } } });
const ROWS = Number(options.rows);

type Lines = (string | number)[][];
type Measured = {
  what: string;
  readMb: number;
  stage: number;
  apply: number;
  undo: number | null;
  seen: number;
  /** The longest time, while the file was staged, in which this process answered nobody. */
  stallMs: number;
  /** Processor time of both, this process and its database connections; what a busy machine cannot blur. */
  cpuSeconds: number;
  peakMb: number;
};

async function scratch(): Promise<{ appUrl: string; stop: () => Promise<void> }> {
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

const month = (index: number) => addMonths("2024-06", index % 24);

/** Ledger accounts by function over two years; `more` is added to each amount. */
const opexLines = (more: number): Lines => [
  ["Month", "Function", "Fixed or variable", "Purpose", "Account", "Amount", "Note", "Booked"],
  ...Array.from({ length: ROWS }, (_, index) => [
    month(index),
    ["R&D", "S&M", "G&A"][index % 3] ?? "",
    index % 2 === 0 ? "fixed" : "variable",
    index % 3 === 1 ? "acquisition" : "",
    `Account ${index}`,
    (1_000 + (index % 977) + more).toFixed(2),
    `posting ${index % 97}`,
    "2026-06-01",
  ]),
];

const bridgeLines = (): Lines => [
  ["Month", "Movement", "Customer", "ARR (USD)", "Segment"],
  ...Array.from({ length: ROWS }, (_, index) => [
    month(index),
    "new",
    `Customer ${index}`,
    12_000 + (index % 500),
    "SMB",
  ]),
];

const csvOf = (lines: Lines): Buffer => Buffer.from(lines.map((line) => line.join(",")).join("\n"), "utf8");
const xlsxOf = (lines: Lines): Promise<Buffer> => writeExcelFile(lines).toBuffer();

function done<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.failure.message);
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, (performance.now() - began) / 1_000];
}

/** Seconds of processor time that this process and the database's processes that serve it have used by now. */
async function cpuUsed(): Promise<number> {
  const { user, system } = process.cpuUsage();
  const { rows } = await databasePool().query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database()",
  );
  const ticks = rows.map(({ pid }) => {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return 0;
    const fields = (readFileSync(file, "utf8").split(") ")[1] ?? "").split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return (user + system) / 1e6 + ticks.reduce((sum, each) => sum + each, 0) / 100;
}

type Analyst = Awaited<ReturnType<Awaited<ReturnType<typeof createCompany>>["hire"]>>;

async function measure(
  analyst: Analyst,
  what: string,
  kind: string,
  bytes: Buffer,
  at: Date,
  undone: boolean,
): Promise<Measured & { importId: string }> {
  const seen = new Set<number>();
  let peakMb = 0;
  let watching = true;
  const watch = async () => {
    while (watching) {
      peakMb = Math.max(peakMb, process.memoryUsage().rss / 1e6);
      // A look for which a busy machine has no connection is not taken.
      const row = await inTenant(analyst, (tx) =>
        tx.import.findFirst({
          where: { tenantId: analyst.tenantId, status: "READING" },
          select: { counts: true },
        }),
      ).catch(() => null);
      const counts = row?.counts;
      if (typeof counts === "object" && counts !== null && "read" in counts) seen.add(Number(counts.read));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const watched = watch();
  const before = await cpuUsed();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const [staged, stage] = await timed(async () =>
    done(await stageImport(analyst, { kind, fileName: `${what}.csv`, bytes }, at)),
  );
  delay.disable();
  if (staged.counts?.FAULT !== 0) throw new Error(JSON.stringify(staged));
  const [, apply] = await timed(async () => done(await applyImport(analyst, staged, at)));
  const cpuSeconds = (await cpuUsed()) - before;
  const undo = undone
    ? (
        await timed(async () =>
          done(await undoImport(analyst, { importId: staged.importId, reason: "Measured to the end" }, at)),
        )
      )[1]
    : null;
  watching = false;
  await watched;
  return {
    what,
    readMb: bytes.length / 1e6,
    stage,
    apply,
    undo,
    seen: seen.size,
    stallMs: delay.max / 1e6,
    cpuSeconds,
    peakMb,
    importId: staged.importId,
  };
}

/** As hostile as the limits allow: at 200,000 rows it is five million cells in 25,000 of them. */
function crafted(): Buffer {
  const columns = Array.from({ length: 200 }, (_, index) => columnLetters(index));
  const row = (number: number) =>
    `<row r="${number}">${columns.map((column) => `<c r="${column}${number}"><v>1</v></c>`).join("")}</row>`;
  const rows = Array.from({ length: Math.floor(ROWS / 8) - 1 }, (_, index) => row(index + 2));
  return workbook([{ name: "Books", rows: xmlRow(1, ["Month", "Amount"]) + rows.join("") }]);
}

/** What others feel of a file that is nothing but work: how long it is looked through, and their longest wait. */
async function measureCrafted(analyst: Analyst): Promise<string> {
  const bytes = crafted();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const [, seconds] = await timed(async () =>
    done(await stageImport(analyst, { kind: "opex", fileName: "crafted.xlsx", bytes }, AT)),
  );
  delay.disable();
  return `A crafted workbook of ${(ROWS * 25).toLocaleString("en-US")} cells: ${seconds.toFixed(1)} s until its rows are staged, stall ${(delay.max / 1e6).toFixed(0)} ms.`;
}

function report(measured: readonly Measured[], more: string): string {
  const rows = measured.map(({ what, readMb, stage, apply, undo, seen, stallMs, peakMb, cpuSeconds }) =>
    [
      what,
      readMb.toFixed(1),
      stage.toFixed(1),
      apply.toFixed(1),
      (stage + apply).toFixed(1),
      cpuSeconds.toFixed(1),
      undo?.toFixed(1) ?? "",
      seen,
      stallMs.toFixed(0),
      peakMb.toFixed(0),
    ].join(" | "),
  );
  return `# Imports of ${ROWS.toLocaleString("en-US")} rows

\`npm run bench:imports\` · ${cpus()[0]?.model ?? ""}, ${cpus().length} cores · Node ${process.version} · load ${loadavg()[0]?.toFixed(1)} at the end.
From the bytes of the file to every row's fate (stage), and from there into the spine with its log entry (apply), in one
process with the database on the same machine. Limit for both together: ${LIMIT_SECONDS} s. "Seen" is how many different
counts of rows read somebody else saw meanwhile; processor time is that of this process and of the database
processes that serve it, which is what the work costs where other programs share the machine; the memory is the whole process's at its highest.
A workbook is looked through in a process of its own, which counts in neither. "Stall" is the longest time, while the
file was staged, in which this process answered nobody else.

| file | MB | stage s | apply s | together s | of it processor s | undo s | seen | stall ms | memory MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row} |`).join("\n")}

${more}
`;
}

const { appUrl, stop } = await scratch();
try {
  connect(appUrl);
  const company = await createCompany("Bench");
  const analyst = await company.hire("FP&A");
  const measured: Measured[] = [];
  const run = async (...[what, kind, bytes, minutes, undone]: [string, string, Buffer, number, boolean]) => {
    const one = await measure(analyst, what, kind, bytes, new Date(AT.getTime() + minutes * 60_000), undone);
    process.stdout.write(
      `${what}: ${one.stage.toFixed(1)} s + ${one.apply.toFixed(1)} s, processor ${one.cpuSeconds.toFixed(1)} s\n`,
    );
    measured.push(one);
  };
  await run("CSV, every row new", "opex", csvOf(opexLines(0)), 0, true);
  await run("XLSX, every row new", "opex", await xlsxOf(opexLines(0)), 1, false);
  await run("CSV, every row restated", "opex", csvOf(opexLines(7)), 2, true);
  await run("CSV of an ARR bridge, every customer new", "arr-bridge", csvOf(bridgeLines()), 3, true);
  const more = await measureCrafted(analyst);
  const slow = measured.filter(({ stage, apply }) => stage + apply > LIMIT_SECONDS);
  const folder = join(projectRoot(), "bench", "results");
  mkdirSync(folder, { recursive: true });
  if (ROWS === 200_000) writeFileSync(join(folder, "imports.md"), report(measured, more));
  process.stdout.write(report(measured, more));
  if (slow.length > 0) throw new Error(`over ${LIMIT_SECONDS} s: ${slow.map(({ what }) => what).join(", ")}`);
} finally {
  await disconnect();
  await stop();
}
