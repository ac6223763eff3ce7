/**
 * `npm run fuzz`: runs mutated documents through the enforcement kernel and asks of every answer what
 * kernel/enforcement/corpus/verdict-checks.ts asks. FUZZ_COUNT documents (a million) from FUZZ_SEED (a random
 * one, printed); every document is made from its own seed, so `FUZZ_COUNT=1 FUZZ_SEED=n` makes a failure again.
 */
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { fuzzDocument } from "../kernel/enforcement/corpus/mutation";
import { randomFrom } from "../kernel/enforcement/corpus/random";
import { examine } from "../kernel/enforcement/corpus/verdict-checks";

const BATCH = 250;
/** A document that takes longer than this is a fault, even if its answer is right. */
const SLOW_DOCUMENT_MS = 2_000;
/** A worker that says nothing for this long hangs. */
const SILENCE_MS = 30_000;
const FAULTS_SHOWN = 20;

interface Share {
  first: number;
  count: number;
}
interface Progress {
  /** The seed that comes next; -1 when the worker has done its share. */
  next: number;
  counts: Record<string, number>;
  slowestMs: number;
  slowestSeed: number;
  faults: string[];
}

/** One worker's share of the seeds; it reports after each batch, so that a hang shows as silence. */
function work({ first, count }: Share): void {
  for (let start = first; start < first + count; start += BATCH) {
    const progress: Progress = {
      next: start + BATCH,
      counts: {},
      slowestMs: 0,
      slowestSeed: start,
      faults: [],
    };
    for (let seed = start; seed < Math.min(start + BATCH, first + count); seed++) tryOne(seed, progress);
    parentPort?.postMessage(progress);
  }
}

function tryOne(seed: number, progress: Progress): void {
  const document = fuzzDocument(randomFrom(seed));
  const started = performance.now();
  const { kind, faults } = answerOrThrow(document);
  const elapsed = performance.now() - started;
  if (elapsed > progress.slowestMs) Object.assign(progress, { slowestMs: elapsed, slowestSeed: seed });
  if (elapsed > SLOW_DOCUMENT_MS) faults.push(`took ${Math.round(elapsed)} ms`);
  progress.counts[kind] = (progress.counts[kind] ?? 0) + 1;
  progress.faults.push(...faults.map((fault) => `seed ${seed}: ${fault}`));
}

function answerOrThrow(document: ReturnType<typeof fuzzDocument>): { kind: string; faults: string[] } {
  try {
    const { answer, faults } = examine(document);
    return { kind: answer, faults };
  } catch (error) {
    return { kind: "throw", faults: [`threw ${error instanceof Error ? error.stack : String(error)}`] };
  }
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`${name} must be a whole number, not "${text}".`);
  process.exit(2);
}

export async function main(): Promise<void> {
  const count = wholeNumber("FUZZ_COUNT", 1_000_000);
  const seed = wholeNumber("FUZZ_SEED", randomInt(2 ** 31));
  const workers = Math.max(1, Math.min(wholeNumber("FUZZ_WORKERS", availableParallelism()), count));
  console.log(`Fuzzing ${count.toLocaleString("en")} documents from seed ${seed} with ${workers} workers.`);
  const tally = new Tally(count);
  const size = Math.ceil(count / workers);
  const shares = Array.from({ length: workers }, (_, index) => ({
    first: seed + index * size,
    count: Math.max(0, Math.min(size, count - index * size)),
  }));
  await Promise.all(shares.filter((share) => share.count > 0).map((share) => watch(share, tally)));
  tally.finish();
}

/** Resolves when the worker has done its share, died, or fallen silent. */
function watch(share: Share, tally: Tally): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    let reached = share.first;
    const silent = () => {
      tally.fault(`seeds ${reached} to ${reached + BATCH - 1}: one of these documents hangs`);
      void worker.terminate();
    };
    let alarm = setTimeout(silent, SILENCE_MS);
    worker.on("message", (progress: Progress) => {
      clearTimeout(alarm);
      alarm = setTimeout(silent, SILENCE_MS);
      reached = progress.next;
      tally.add(progress);
    });
    worker.on("error", (error) =>
      tally.fault(`seeds from ${reached}: the worker died: ${error.stack ?? error.message}`),
    );
    worker.on("exit", () => {
      clearTimeout(alarm);
      resolve();
    });
  });
}

class Tally {
  private readonly counts: Record<string, number> = {};
  private readonly started = performance.now();
  private faults = 0;
  private slowestMs = 0;
  private slowestSeed = 0;
  private shownAt = 0;

  constructor(private readonly wanted: number) {}

  get done(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  add({ counts, slowestMs, slowestSeed, faults }: Progress): void {
    for (const [kind, count] of Object.entries(counts)) this.counts[kind] = (this.counts[kind] ?? 0) + count;
    if (slowestMs > this.slowestMs) Object.assign(this, { slowestMs, slowestSeed });
    for (const fault of faults) this.fault(fault);
    const seconds = (performance.now() - this.started) / 1000;
    if (seconds - this.shownAt < 5) return;
    this.shownAt = seconds;
    console.log(
      `${this.done.toLocaleString("en")} done, ${Math.round(this.done / seconds)} a second, ${this.faults} faults`,
    );
  }

  fault(text: string): void {
    this.faults++;
    if (this.faults <= FAULTS_SHOWN) console.error(text);
  }

  finish(): void {
    const seconds = (performance.now() - this.started) / 1000;
    const kinds = Object.entries(this.counts).map(([kind, count]) => `${kind} ${count.toLocaleString("en")}`);
    console.log(
      `${this.done.toLocaleString("en")} documents in ${Math.round(seconds)} s: ${kinds.join(", ")}.`,
    );
    console.log(
      `Slowest: ${Math.round(this.slowestMs)} ms (seed ${this.slowestSeed}). Faults: ${this.faults}.`,
    );
    if (this.faults > 0 || this.done < this.wanted) process.exitCode = 1;
  }
}

if (!isMainThread) work(workerData as Share);
