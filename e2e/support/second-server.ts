// A second instance of the application on the database under test, and one address in front of both: what a person has
// open stays open while the operator starts another server behind it.
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADDRESS, command, dataFolder, PROJECT } from "./server";

const READY_WITHIN_MS = 60_000;

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "localhost", () => resolve((server.address() as AddressInfo).port));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listening(probe);
  await new Promise((closed) => probe.close(closed));
  return port;
}

export type SecondServer = { address: string; said: () => string; stop: () => Promise<void> };

/** `npm start` once more, with settings of its own; resolves when it answers, whatever it answers. */
export async function startAnother(settings: Record<string, string>): Promise<SecondServer> {
  const folder = mkdtempSync(join(tmpdir(), "revenue-os-second-"));
  const port = await freePort();
  const state = JSON.parse(readFileSync(join(dataFolder(), "state.json"), "utf8"));
  const env = {
    ...process.env,
    PORT: String(port),
    REVENUE_OS_DATA_DIR: folder,
    REVENUE_OS_MODE: "demo",
    REVENUE_OS_WORKER: "off",
    DATABASE_URL: (await command("db-url")).output.trim().split("\n").at(-1),
    // Whoever is signed in at the one is signed in at the other.
    NEXTAUTH_SECRET: state.nextAuthSecret,
    ...settings,
  };
  const server = fork(join(PROJECT, "scripts", "start.mjs"), [], { cwd: PROJECT, env, silent: true });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => (said += text));
  const address = `http://localhost:${port}`;
  const stop = () => ended(server).finally(() => rmSync(folder, { recursive: true, force: true }));
  try {
    await answering(server, address, () => said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, said: () => said, stop };
}

async function answering(server: ChildProcess, address: string, said: () => string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (!said().includes(`Revenue OS runs at ${address}`)) {
    if (server.exitCode !== null || Date.now() > until)
      throw new Error(`The server did not start: ${said()}`);
    await new Promise((later) => setTimeout(later, 100));
  }
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("close", () => resolve());
    server.kill("SIGTERM");
  });
}

export type Front = { address: string; leadTo: (address: string) => void; close: () => Promise<void> };

/** Leads to the server under test until it is told to lead elsewhere. */
export async function openFront(): Promise<Front> {
  let target = Number(new URL(ADDRESS).port);
  const open = new Set<Socket>();
  const front = createServer((socket) => {
    const onward = connect({ port: target, host: "localhost" });
    for (const each of [socket, onward]) {
      open.add(each);
      each.on("close", () => {
        open.delete(each);
        socket.destroy();
        onward.destroy();
      });
      // A connection that either side cuts off is closed on both; the browser opens another.
      each.on("error", () => each.destroy());
    }
    socket.pipe(onward).pipe(socket);
  });
  const port = await listening(front);
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    address: `http://localhost:${port}`,
    leadTo: (address) => {
      target = Number(new URL(address).port);
      cut();
    },
    close: () => {
      cut();
      return new Promise((resolve) => front.close(() => resolve()));
    },
  };
}
