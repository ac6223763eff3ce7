import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { environmentWithoutSecrets } from "../../env";
import { refuseOver } from "../file-fault";
import { LIMITS } from "../limits";
import type { Asked, Told } from "./messages";

/** What a reading may use up; tests ask for less. */
export type Bounds = { memoryMegabytes: number; readingSeconds: number };
const BOUNDS: Bounds = {
  memoryMegabytes: LIMITS.memoryMegabytes.most,
  readingSeconds: LIMITS.readingSeconds.most,
};

const LAST_WORDS = 4_000;
/** How Node ends when its memory does not suffice, and how the system ends who takes too much of everybody's. */
const OUT_OF_MEMORY = new Set<string | number | null>(["SIGABRT", "SIGTRAP", "SIGKILL", 134]);

/**
 * A process of its own for one file. A thread would do for the time that it takes, and not for the memory: when a single
 * allocation passes a thread's limit, V8 ends the whole process.
 */
export class ReaderProcess {
  private readonly child: ChildProcess;
  private readonly gone: Promise<string | number | null>;
  private lastWords = "";

  constructor(
    bytes: Buffer,
    private readonly bounds: Bounds = BOUNDS,
  ) {
    const program = join(process.cwd(), "scripts", "ground", "read-import.mjs");
    this.child = spawn(
      process.execPath,
      [`--max-old-space-size=${bounds.memoryMegabytes}`, program],
      // Not JSON: a number of a spreadsheet may be none.
      {
        stdio: ["pipe", "ignore", "pipe", "ipc"],
        serialization: "advanced",
        env: environmentWithoutSecrets(),
      },
    );
    this.gone = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code, signal) => resolve(signal ?? code));
    });
    // Whoever waits for an answer is told; that nobody waits just then is no fault of its own.
    this.gone.catch(() => undefined);
    this.child.stderr?.on("data", (words: Buffer) => {
      this.lastWords = (this.lastWords + words.toString("utf8")).slice(-LAST_WORDS);
    });
    // A process that ends before it has read the file is heard of by its end.
    this.child.stdin?.on("error", () => undefined).end(bytes);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** One question and its answer. Throws a FileFault where the file takes more than it may. */
  async ask(question: Asked): Promise<Told> {
    const answered = new AbortController();
    const answer = new Promise<Told>((resolve) => {
      const listen = (told: Told) => resolve(told);
      this.child.once("message", listen);
      answered.signal.addEventListener("abort", () => this.child.off("message", listen));
    });
    const late = new Promise<"late">((resolve) => {
      const timer = setTimeout(() => resolve("late"), this.bounds.readingSeconds * 1_000);
      answered.signal.addEventListener("abort", () => clearTimeout(timer));
    });
    if (this.child.connected) this.child.send(question, () => undefined);
    try {
      const first = await Promise.race([answer, late, this.gone.then((how) => ({ how }))]);
      if (first === "late") return refuseOver("readingSeconds");
      if ("how" in first) return this.explain(first.how);
      if ("broken" in first) throw new Error(`A file could not be looked through: ${first.broken}`);
      return first;
    } finally {
      answered.abort();
    }
  }

  private explain(how: string | number | null): never {
    if (OUT_OF_MEMORY.has(how)) return refuseOver("memoryMegabytes");
    throw new Error(`The reader of a file ended with ${how}: ${this.lastWords}`);
  }

  /** Returns when the process is gone, whatever it was doing. */
  async end(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.gone.catch(() => undefined);
  }
}
