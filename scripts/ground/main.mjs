import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Children } from "./children.mjs";
import { prepareProject } from "./install.mjs";
import { watchLauncher } from "./launcher.mjs";
import { lock } from "./lock.mjs";
import { Sentence, Stopped, sentenceFor } from "./sentence.mjs";
import { keepWorker, wantsWorker } from "./worker.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const say = (line) => console.log(`• ${line}`);

/** Step by step: Node's own recursive mkdir never returns where a file system answers as /proc does. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o711 });
}

function dataFolder() {
  const folder = resolve(process.env.REVENUE_OS_DATA_DIR || join(root, ".data"));
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    writeFileSync(join(folder, ".writable"), "");
    rmSync(join(folder, ".writable"));
  } catch (error) {
    if (error.code === "ENOSPC") throw error;
    throw new Sentence(
      `The data folder ${folder} cannot be written: change its owner, or set REVENUE_OS_DATA_DIR to a folder of yours.`,
    );
  }
  return folder;
}

function wantedPort() {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Sentence(`PORT is ${text}: set it to a number from 1 to 65535.`);
  return port;
}

function refuseBusyPort(port) {
  return new Promise((free, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const what = error.code === "EACCES" ? "may not be opened by this user" : "is used by another program";
      reject(
        new Sentence(
          `Port ${port} ${what}: stop that program, or start with another one (PORT=3001 npm start).`,
        ),
      );
    });
    probe.listen(port, () => probe.close(free));
  });
}

async function takeFolder(folder, url, children) {
  const held = await lock(join(folder, "start.lock"), {
    // Whoever was told to stop a moment ago gets the time to do so.
    waitMs: 10_000,
    note: { url },
    onWait: () => say("Another run uses this data folder; waiting for it to end."),
    stopped: () => children.throwIfStopped(),
  });
  if (held !== null) return held;
  const { url: other } = JSON.parse(readFileSync(join(folder, "start.lock"), "utf8"));
  throw new Sentence(
    `Revenue OS already runs from this data folder${other ? ` at ${other}` : ""}: use it, or stop it first.`,
  );
}

async function makeDemo({ database, children, markDemo }) {
  if (!database.needsDemo) return;
  if (!existsSync(join(root, "build", "seed.mjs"))) {
    say("This version has no demonstration data; the database stays empty.");
    return;
  }
  say("Making the demonstration companies (once).");
  await markDemo(database.ownerUrl, "begun");
  const env = { ...process.env, DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  const command = join(root, "scripts", "command.mjs");
  await children.run("Making the demonstration data", process.execPath, [command, "seed-demo"], {
    env,
    cwd: root,
    onLine: (line) => say(`  ${line}`),
  });
  await markDemo(database.ownerUrl, "complete");
}

/** The application is served all the same, so that everybody can read why it decides nothing. */
async function refusalOfPolicySet() {
  const { policySetRefusal } = await built("check-policy-set");
  const refusal = policySetRefusal();
  if (refusal !== null) say(refusal);
  return refusal;
}

function applicationEnvironment(database, port) {
  const production = process.env.REVENUE_OS_MODE === "production";
  const own = production
    ? {}
    : { NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || database.nextAuthSecret, AUTH_TRUST_HOST: "true" };
  const { DATABASE_OWNER_URL: _, ...environment } = process.env;
  return {
    ...environment,
    ...own,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || (production ? "" : `http://localhost:${port}`),
    DATABASE_URL: database.appUrl,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(port),
  };
}

/** Starts Next and resolves when it answers; it ends itself when this program is gone. */
async function serve({ children, database, port }) {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const endsWithUs = pathToFileURL(join(root, "scripts", "ground", "end-with-parent.mjs")).href;
  const args = ["--import", endsWithUs, next, "start", "--port", String(port)];
  const server = children.start(process.execPath, args, {
    cwd: root,
    env: applicationEnvironment(database, port),
    onLine: (line) => printServerLine(line),
    ipc: true,
  });
  const ended = new Promise((resolve) => server.once("close", (code, signal) => resolve(code ?? signal)));
  await Promise.race([answers(port), ended]);
  return { ended };
}

const NEXT_BANNER = /^\s*(▲ Next|- Local:|- Network:|✓ (Starting|Ready))|^\s*$/;

function printServerLine(line) {
  if (!NEXT_BANNER.test(line)) console.log(line);
}

async function answers(port) {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/api/health`, { redirect: "manual" });
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

async function printWelcome(url, folder) {
  console.log(`\nRevenue OS runs at ${url}`);
  if (process.env.REVENUE_OS_MODE !== "production") {
    const { demoLogins } = await built("demo-logins");
    for (const line of demoLogins()) console.log(line);
  }
  console.log(
    process.env.DATABASE_URL ? "The data is in DATABASE_URL's database." : `The data is in ${folder}.`,
  );
  console.log("Ctrl-C stops it.\n");
}

/** A module of scripts/*.ts, once prepareProject has bundled it. */
const built = (name) => import(pathToFileURL(join(root, "build", `${name}.mjs`)).href);

async function run(context) {
  const { children, port, folder, url } = context;
  const held = await takeFolder(folder, url, children);
  context.releases.push(() => held.release());
  if ((await children.endLeftovers()) > 0) say("Ended what an interrupted run had left running.");
  await refuseBusyPort(port);
  await prepareProject(context);
  const { refuseUnsafeSettings } = await built("check-settings");
  refuseUnsafeSettings(process.env);
  const { openDatabase, markDemo } = await built("open-database");
  children.throwIfStopped();
  const wantsDemo = process.env.REVENUE_OS_MODE !== "production";
  const database = await openDatabase({ folder, wantsDemo, say });
  context.releases.push(() => database.stop());
  children.throwIfStopped();
  const databaseDied = new Promise((resolve) => database.onDeath(() => resolve("database")));
  const refusal = await refusalOfPolicySet();
  // The demonstration is made of decisions, and there are none; the next start makes it.
  if (refusal === null) await makeDemo({ database, children, markDemo });
  await refuseBusyPort(port);
  const { ended } = await serve({ children, database, port });
  context.isServing = true;
  await printWelcome(url, folder);
  if (refusal !== null) console.error(`${refusal}\n`);
  if (wantsWorker()) {
    const env = applicationEnvironment(database, port);
    keepWorker({ root, children, env, say }).catch((error) => console.error(sentenceFor(error)));
  }
  const end = await Promise.race([ended, databaseDied]);
  children.throwIfStopped();
  const who = end === "database" ? "The database" : "The application";
  throw new Sentence(
    `${who} ended unexpectedly: look into ${join(folder, "postgres.log")} and the lines above, then start again.`,
  );
}

export async function start() {
  let children = null;
  const context = { root, say, releases: [], isServing: false };
  const stop = (signal) => children?.stopAll(signal);
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, () => stop(signal));
  watchLauncher(() => stop("SIGHUP"));
  // Started by a program rather than a person: its channel closes when it is gone.
  if (process.channel) process.on("disconnect", () => stop("SIGHUP"));
  let exitCode = 1;
  try {
    const port = wantedPort();
    const folder = dataFolder();
    children = new Children(folder);
    Object.assign(context, {
      children,
      folder,
      port,
      url: process.env.NEXTAUTH_URL || `http://localhost:${port}`,
    });
    await run(context);
  } catch (error) {
    exitCode = await endAfter(error, context);
  }
  for (const release of context.releases.reverse()) await release();
  process.exit(exitCode);
}

/** Stopping a running application is what Ctrl-C is for, and so no failure; stopping it half-way is one. */
async function endAfter(error, { children, isServing }) {
  if (error instanceof Stopped) {
    say("Stopped. The next start continues from here.");
    return isServing ? 0 : EXIT_CODES[error.signal];
  }
  console.error(sentenceFor(error));
  await children?.stopAll("failure");
  return 1;
}
