/**
 * `npm run bench`: gate verdicts with reasons a second, beside four engines that answer the same policy over the
 * same questions in the same run, and whole runs a second. Every answer is compared before anything is timed.
 * `npm run bench -- --date 2026-02-22` names the day in the results; without it they carry none.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Bench } from "tinybench";
import { documentOf } from "../kernel/enforcement/corpus/given";
import {
  compile,
  decideRequest,
  parseRunDocument,
  run,
  runText,
  situationOf,
} from "../kernel/enforcement/index";
import { referenceArtifacts } from "../kernel/enforcement/testing/reference-policy";
import { casbin } from "./gate-verdicts/casbin-peer";
import { cedarWasm } from "./gate-verdicts/cedar-peer";
import { jsonRulesEngine } from "./gate-verdicts/json-rules-engine-peer";
import type { Peer, Verdict } from "./gate-verdicts/peer";
import { type Question, questions } from "./gate-verdicts/sample";
import { zenEngine } from "./gate-verdicts/zen-engine-peer";

const { values: options } = parseArgs({
  options: {
    engine: { type: "string" },
    date: { type: "string" },
    seconds: { type: "string", default: "3" },
  },
});
const QUESTIONS = 1920;
/** A timed pass is this many of them: every class of request in healthy and in troubled situations. */
const TIMED = 480;
const ROUNDS = 3;
const ROOT = join(import.meta.dirname, "..");
const policy = compile(referenceArtifacts);
const sample = questions(QUESTIONS);
const timedSample = sample.slice(0, TIMED);

function ourVerdict({ situation, request }: Question): Verdict {
  const { decision, reason_codes } = decideRequest(policy, situationOf(policy, situation), request);
  return { allowed: decision === "ALLOWED", codes: reason_codes };
}

/** The first questions, at most three, to which a peer answers otherwise than the kernel. */
async function disagreements(peer: Peer): Promise<string[]> {
  const found: string[] = [];
  for (const question of sample) {
    const ours = ourVerdict(question);
    const theirs = await peer.decide(question.facts);
    const same =
      ours.allowed === theirs.allowed &&
      (theirs.codes === null || String(ours.codes) === String(theirs.codes));
    if (!same && found.length < 3) {
      found.push(
        `${question.request.request_id}, ${JSON.stringify(question.situation)}: ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`,
      );
    }
  }
  return found;
}

interface Row {
  name: string;
  form: string;
  perSecond: number;
}

/**
 * The clock is the processor time of the whole process, all threads: on a machine that does other work too, wall
 * time would spare the engines whose pass is short enough to fall between two interruptions.
 */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** One pass over the timed questions is one timed call; the median pass is the figure. */
async function timed(name: string, form: string, perPass: number, pass: () => unknown): Promise<Row> {
  const bench = new Bench({
    time: Number(options.seconds) * 1000,
    now: processorMs,
    iterations: 5,
    warmupTime: 500,
    warmupIterations: 3,
  });
  bench.add(name, pass);
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !("latency" in result)) throw new Error(`${name} could not be timed`);
  return { name, form, perSecond: (perPass * 1000) / result.latency.p50 };
}

const PEERS: Record<string, () => Peer | Promise<Peer>> = {
  "json-rules-engine": jsonRulesEngine,
  "@gorules/zen-engine": zenEngine,
  casbin,
  "@cedar-policy/cedar-wasm": cedarWasm,
};
const OURS = "this kernel";

/** The kernel or one peer, compared and timed in a process of its own, so that none is timed on another's heap. */
async function engineRow(name: string): Promise<Row> {
  const make = PEERS[name];
  if (make === undefined) {
    return timed(OURS, "decideRequest: verdict, codes, rules, what is missing", TIMED, () =>
      timedSample.map(ourVerdict),
    );
  }
  const peer = await make();
  const found = await disagreements(peer);
  if (found.length > 0) throw new Error(`${name} answers another policy:\n${found.join("\n")}`);
  const rows = [];
  for (const pass of passesOf(peer)) rows.push(await timed(name, peer.form, TIMED, pass));
  return rows.reduce((best, row) => (row.perSecond > best.perSecond ? row : best));
}

/** An asynchronous engine is asked one by one and all at once; what suits it better counts. */
function passesOf(peer: Peer): (() => unknown)[] {
  const asynchronous = peer.decide(sample[0]?.facts ?? {}) instanceof Promise;
  if (!asynchronous) {
    return [
      () => {
        for (const { facts } of timedSample) peer.decide(facts);
      },
    ];
  }
  return [
    async () => {
      for (const { facts } of timedSample) await peer.decide(facts);
    },
    () => Promise.all(timedSample.map(({ facts }) => peer.decide(facts))),
  ];
}

function inOwnProcess(engine: string): Row {
  const args = [...process.execArgv, import.meta.filename, "--engine", engine, "--seconds", options.seconds];
  const child = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (child.status !== 0)
    throw new Error(`${engine} could not be measured (exit ${child.status ?? child.signal})`);
  const row = JSON.parse(child.stdout) as Row;
  console.log(
    `${engine}${engine === OURS ? "" : ", every answer agrees"}: ${Math.round(row.perSecond).toLocaleString("en")} a second`,
  );
  return row;
}

/** The engines in turn, and again: what else the machine does in one of the rounds hits none of them alone. */
function bestOfRounds(engines: readonly string[]): Row[] {
  const best = new Map<string, Row>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const engine of engines) {
      const row = inOwnProcess(engine);
      if (row.perSecond > (best.get(engine)?.perSecond ?? 0)) best.set(engine, row);
    }
  }
  return [...best.values()];
}

async function runRows(): Promise<Row[]> {
  const likes = ["backfill", "proven increase", "big bet", "renewal"];
  const text = JSON.stringify(
    documentOf({ states: { T4: "WATCH" }, requests: likes.map((like) => ({ like })) }),
  );
  const parsed = parseRunDocument(JSON.parse(text));
  if (!parsed.ok) throw new Error("The bench document is not a run");
  const options = { logWillTake: true };
  return [
    await timed("run, policy compiled before", "eight triggers, mode, escalations, four requests", 1, () =>
      run(parsed.document, policy, options),
    ),
    await timed("runText, policy compiled before", "the same from JSON text, document checked", 1, () =>
      runText(text, options, () => policy),
    ),
    await timed("runText", "the same, artifacts checked and compiled each time", 1, () =>
      runText(text, options),
    ),
  ];
}

function table(rows: readonly Row[], reference?: Row): string {
  const ratio = (row: Row) => (reference ? ` ${(reference.perSecond / row.perSecond).toFixed(1)}× |` : "");
  const lines = rows.map(
    ({ name, form, perSecond }, index) =>
      `| ${name} | ${form} | ${Math.round(perSecond).toLocaleString("en")} |${ratio(rows[index] as Row)}`,
  );
  return [
    `| engine | form | a processor second |${reference ? " this kernel is |" : ""}`,
    `| --- | --- | ---: |${reference ? " ---: |" : ""}`,
    ...lines,
  ].join("\n");
}

function versions(): string {
  const names = [
    "json-rules-engine",
    "@gorules/zen-engine",
    "casbin",
    "@cedar-policy/cedar-wasm",
    "tinybench",
  ];
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  return names.map((name) => `${name} ${devDependencies[name]}`).join(", ");
}

async function main(): Promise<void> {
  const verdicts = bestOfRounds([OURS, ...Object.keys(PEERS)]);
  const runs = await runRows();
  const verdictTable = table(verdicts, verdicts[0]);
  const runTable = table(runs);
  console.log(`\nGate verdicts\n${verdictTable}\n\nWhole runs\n${runTable}`);
  writeFileSync(
    join(ROOT, "bench", "results", "gate-verdicts.md"),
    `# Gate verdicts a second

${options.date ? `Measured on ${options.date}. ` : ""}Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores; Node ${process.version}; load average ${loadavg()[1]?.toFixed(1)} over the five minutes before the end. Versions: ${versions()}.

The same policy, all four gates on trigger states, mode and the facts of the request, over the same ${QUESTIONS} questions; before timing, every peer's verdict (and codes, where it can give any) was compared with ours on every question. The peers get prepared engines and flat facts worked out before the clock starts; our kernel is given the raw request and the bare states each time. The figure is the median pass over ${TIMED} of the questions, in verdicts a second of processor time (all threads of the process), so that other work on the machine hits no engine more than another. Each engine has a process of its own, in turn, for ${ROUNDS} rounds; asynchronous ones are asked one by one and all at once; the better way and the best round count.

${verdictTable}

casbin answers with a verdict alone. The other peers name the reason codes; none names what is missing or the rules that blocked, as a decision here does.

## Whole runs

One monthly close with eight triggers, history, data checks and four requests; the peers have no counterpart.

${runTable}

Made by \`npm run bench\`.
`,
  );
}

if (options.engine) console.log(JSON.stringify(await engineRow(options.engine)));
else await main();
