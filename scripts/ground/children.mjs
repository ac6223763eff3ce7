// The programs that a start runs (npm, Prisma, Next, the seed). Each is written down while it runs, so that the next start
// can end what a kill -9 left behind; and each gets a process group of its own, so that Ctrl-C is ours to pass on.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcessGroup, identify, isSameProcessAlive } from "./process-identity.mjs";
import { Sentence, Stopped, sentenceInOutput } from "./sentence.mjs";

const KEPT_OUTPUT = 64 * 1024;

export class Children {
  #folder;
  #stoppedBy = null;
  #active = new Set();

  constructor(dataFolder) {
    this.#folder = join(dataFolder, "children");
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Ends what an interrupted run left behind; returns how many programs that were. */
  async endLeftovers() {
    let ended = 0;
    for (const name of readdirSync(this.#folder)) {
      const record = join(this.#folder, name);
      const left = readRecord(record);
      if (isSameProcessAlive(left)) ended += 1;
      await endProcessGroup(left);
      rmSync(record, { force: true });
    }
    return ended;
  }

  /** Starts a program. `onLine` gets what it prints; without it, it prints to the terminal. */
  start(command, args, { env = process.env, cwd, onLine, ipc = false } = {}) {
    this.throwIfStopped();
    const out = onLine ? "pipe" : "inherit";
    const stdio = ipc ? ["ignore", out, out, "ipc"] : ["ignore", out, out];
    const child = spawn(command, args, { env, cwd, stdio, detached: true });
    const record = join(this.#folder, `${child.pid}.json`);
    if (child.pid) writeFileSync(record, JSON.stringify(identify(child.pid)));
    this.#active.add(child);
    child.once("close", () => {
      this.#active.delete(child);
      rmSync(record, { force: true });
    });
    if (onLine) for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine);
    return child;
  }

  /** Runs a program to its end. When it fails, the sentence says what failed and its last words. */
  async run(what, command, args, options = {}) {
    let output = "";
    const onLine = (line) => {
      output = `${output}${line}\n`.slice(-KEPT_OUTPUT);
      options.onLine?.(line);
    };
    const child = this.start(command, args, { ...options, onLine });
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit, signal) => resolve(exit ?? signal));
    });
    this.throwIfStopped();
    if (code === 0) return output;
    const reason = sentenceInOutput(output);
    if (reason !== null) throw new Sentence(reason);
    // What was shown as it came is not shown again.
    const said = options.onLine ? "; the reason stands above." : `:\n${lastLines(output)}`;
    throw new Sentence(`${what} failed (${code})${said}`);
  }

  async stopAll(signal) {
    this.#stoppedBy = signal;
    await Promise.all(
      [...this.#active].map((child) => endProcessGroup(identify(child.pid), { politeMs: 8000 })),
    );
  }

  get isStopped() {
    return this.#stoppedBy !== null;
  }

  throwIfStopped() {
    if (this.#stoppedBy !== null) throw new Stopped(this.#stoppedBy);
  }
}

function readRecord(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Written only in part when the power went: it names no process.
    return { pid: 0, began: null };
  }
}

function eachLine(stream, onLine) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

function lastLines(output) {
  return output.trim().split("\n").slice(-25).join("\n");
}
