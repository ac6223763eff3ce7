// Serves the built application with a database of its own and the demonstration data, for the end-to-end tests:
// E2E_PORT names the port. Everything it made is removed when it ends; what a killed run left is removed by the next.
import { fork } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockHolder } from "./ground/lock.mjs";
import { endProcessGroup, identify, isSameProcessAlive } from "./ground/process-identity.mjs";

const PREFIX = "revenue-os-e2e-";
const scripts = dirname(fileURLToPath(import.meta.url));

async function removeLeftovers() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, "owner.json");
    if (!existsSync(owner) || isSameProcessAlive(JSON.parse(readFileSync(owner, "utf8")))) continue;
    if (lockHolder(join(folder, "start.lock")) !== null) continue;
    const pidFile = join(folder, "postgres", "postmaster.pid");
    if (existsSync(pidFile))
      await endProcessGroup(identify(Number(readFileSync(pidFile, "utf8").split("\n")[0])));
    rmSync(folder, { recursive: true, force: true });
  }
}

await removeLeftovers();
const folder = mkdtempSync(join(tmpdir(), PREFIX));
chmodSync(folder, 0o711);
writeFileSync(join(folder, "owner.json"), JSON.stringify(identify(process.pid)));

// A process group of its own and a channel: when this program is killed outright, the channel closes, and the start ends
// itself and its database in good order.
const server = fork(join(scripts, "start.mjs"), [], {
  detached: true,
  env: {
    ...process.env,
    PORT: process.env.E2E_PORT ?? "3100",
    REVENUE_OS_DATA_DIR: folder,
    DATABASE_URL: "",
    REVENUE_OS_MODE: "demo",
    // What a story signs is carried out as in earnest; the clock changes nothing while stories look.
    REVENUE_OS_WORKER: "on-demand",
  },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
server.on("close", (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
