// Workers as they run in earnest: processes of their own, ended by signals.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestOrders } from "./test-worker";

const SOURCE = fileURLToPath(new URL("./test-worker.ts", import.meta.url));
const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));

const BUNDLE = join(PROJECT, "build", `test-worker.${process.pid}`);

let bundled: Promise<unknown> | undefined;

/** Bundled once a run, as the application's own worker is: a process then starts in a fraction of the time. */
async function program(): Promise<string> {
  bundled ??= build({
    absWorkingDir: PROJECT,
    entryPoints: [SOURCE],
    outdir: BUNDLE,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    logLevel: "error",
    alias: { "server-only": join(PROJECT, "node_modules", "server-only", "empty.js") },
  });
  await bundled;
  return join(BUNDLE, "test-worker.mjs");
}

/** After the last test of a file. */
export function removeProgram(): void {
  rmSync(BUNDLE, { recursive: true, force: true });
}

export type WorkerProcess = { child: ChildProcess; end(signal: NodeJS.Signals): Promise<void> };

const running = new Set<ChildProcess>();

export async function startWorkerProcess(
  url: string,
  { now, ...orders }: TestOrders & { now: string },
): Promise<WorkerProcess & { standsStill: Promise<string> }> {
  const child = fork(await program(), [], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: url,
      TEST_ORDERS: JSON.stringify(orders),
      REVENUE_OS_TEST_NOW: now,
      REVENUE_OS_MODE: "test",
      NEXTAUTH_SECRET: "not used by a worker, which signs nothing",
    },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let words = "";
  child.stderr?.on("data", (chunk) => {
    words += chunk;
  });
  const standsStill = new Promise<string>((resolve) => {
    child.on("message", (message: { standsStill?: string }) => {
      if (message.standsStill !== undefined) resolve(message.standsStill);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message: { started?: boolean }) => message.started && resolve());
    child.once("exit", (code) => reject(new Error(`the worker ended (${code}): ${words}`)));
  });
  return { child, standsStill, end: (signal) => end(child, signal) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** After each test: nothing that it started goes on. */
export async function endWorkerProcesses(): Promise<void> {
  await Promise.all([...running].map((child) => end(child, "SIGKILL")));
}

/** Asks until the answer is the one waited for; the test's own limit ends what never comes. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
