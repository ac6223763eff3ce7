/**
 * npm run --silent enforce -- [FILE|-] [--log FILE] [--lines]
 *
 * One decision run (docs/specs/decision-run.md 1): the report on stdout, and exit code 0 COMPLETED,
 * 3 NEEDS_INPUT, 4 REJECTED, or 2 with one message on stderr when there is no report.
 */
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import {
  type CompiledPolicy,
  compile,
  type DocumentIssue,
  decisionLogRecords,
  type Outcome,
  type RunDocument,
  type RunText,
  runText,
} from "../kernel/enforcement";
import { canonicalJson } from "../lib/canonical-json";
import { DecisionLogFile, LogRefused } from "../lib/decision-log-file";

const EXIT_CODES: Readonly<Record<Outcome, number>> = { COMPLETED: 0, NEEDS_INPUT: 3, REJECTED: 4 };
const USAGE = "Usage: npm run --silent enforce -- [FILE|-] [--log FILE] [--lines]";
const STDOUT = 1;

/** There will be no report; the message is what the person reads. */
class NoReport extends Error {}

interface Arguments {
  readonly file: string;
  readonly log: string | null;
  readonly lines: boolean;
}

function parseArguments(given: readonly string[]): Arguments {
  let file: string | null = null;
  let log: string | null = null;
  let lines = false;
  for (let at = 0; at < given.length; at += 1) {
    const argument = given[at] ?? "";
    if (argument === "--lines") lines = true;
    else if (argument === "--log" || argument.startsWith("--log=")) {
      const value = argument === "--log" ? given[++at] : argument.slice("--log=".length);
      if (!value || log !== null) throw new NoReport(`--log takes one file. ${USAGE}`);
      log = value;
    } else if (argument.startsWith("-") && argument !== "-") {
      throw new NoReport(`Unknown option ${argument}. ${USAGE}`);
    } else if (file !== null) throw new NoReport(`Only one document can be given. ${USAGE}`);
    else file = argument;
  }
  return { file: file ?? "-", log, lines };
}

async function runOne(file: string, log: DecisionLogFile | null): Promise<number> {
  const chunks: string[] = [];
  for await (const chunk of textOf(file)) chunks.push(String(chunk));
  const text = withoutMark(chunks.join(""));
  const result = runText(text, { logWillTake: log !== null });
  if (!result.ok) throw new NoReport(notARun(result.issues));
  logDecisions(result, log);
  log?.sync();
  print(`${canonicalJson(result.report)}\n`);
  return EXIT_CODES[result.report.final_outcome.outcome];
}

function logDecisions(
  { document, report }: Extract<RunText, { ok: true }>,
  log: DecisionLogFile | null,
): void {
  if (document !== null) log?.append(decisionLogRecords(document, report));
}

/** JSON Lines in, one report a line out, in the same order. */
async function runLines(file: string, log: DecisionLogFile | null): Promise<number> {
  const compiled = policyCache();
  const answers: string[] = [];
  let size = 0;
  const flush = () => {
    print(answers.splice(0).join(""));
    size = 0;
  };
  for await (const line of linesOf(file)) {
    const result = runText(line, { logWillTake: log !== null }, compiled);
    if (result.ok) logDecisions(result, log);
    const answer = `${canonicalJson(result.ok ? result.report : { error: notARun(result.issues) })}\n`;
    answers.push(answer);
    size += answer.length;
    if (size > 65_536) flush();
  }
  log?.sync();
  flush();
  return 0;
}

function textOf(file: string): AsyncIterable<unknown> {
  return file === "-"
    ? process.stdin.setEncoding("utf8")
    : createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 18 });
}

/** Lines end with a line feed alone: JSON texts may hold every other separator. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let parts: string[] = [];
  let isFirst = true;
  for await (const chunk of textOf(file)) {
    const pieces = String(chunk).split("\n");
    const last = pieces.pop() ?? "";
    for (const piece of pieces) {
      parts.push(piece);
      const line = parts.join("");
      yield isFirst ? withoutMark(line) : line;
      isFirst = false;
      parts = [];
    }
    parts.push(last);
  }
  const rest = parts.join("");
  if (rest !== "") yield isFirst ? withoutMark(rest) : rest;
}

/** Documents in a stream mostly share their artifacts: the last few distinct sets stay compiled. */
function policyCache(): (artifacts: RunDocument["artifacts"]) => CompiledPolicy {
  const known: { artifacts: RunDocument["artifacts"]; policy: CompiledPolicy }[] = [];
  return (artifacts) => {
    const found = known.find((entry) => isSameJson(entry.artifacts, artifacts));
    if (found !== undefined) return found.policy;
    const policy = compile(artifacts);
    known.unshift({ artifacts, policy });
    known.length = Math.min(known.length, 8);
    return policy;
  };
}

/** Whether two JSON values are equal, key order included; without recursion, so that depth is no limit. */
function isSameJson(one: unknown, other: unknown): boolean {
  const left: unknown[] = [one];
  const right: unknown[] = [other];
  while (left.length > 0) {
    const a = left.pop();
    const b = right.pop();
    if (a === b) continue;
    if (!isJsonContainer(a) || !isJsonContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    const otherKeys = Object.keys(b);
    if (keys.length !== otherKeys.length) return false;
    for (const [at, key] of keys.entries()) {
      if (key !== otherKeys[at]) return false;
      if (a[key] === b[key]) continue;
      left.push(a[key]);
      right.push(b[key]);
    }
  }
  return true;
}

function isJsonContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function notARun(issues: readonly DocumentIssue[]): string {
  const shown = issues
    .slice(0, 5)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const more = issues.length > shown.length ? `; and ${issues.length - shown.length} more` : "";
  return `Not a decision run: ${shown.join("; ")}${more}`.replaceAll(/\s+/g, " ");
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Writes everything, also to a pipe whose reader is slow. */
function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(STDOUT, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

async function main(given: readonly string[]): Promise<number> {
  const { file, log: logPath, lines } = parseArguments(given);
  // An unreadable document is found before the log is locked.
  if (file !== "-") closeSync(openSync(file, "r"));
  const log = logPath === null ? null : DecisionLogFile.open(logPath);
  try {
    return await (lines ? runLines(file, log) : runOne(file, log));
  } finally {
    log?.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof NoReport || error instanceof LogRefused;
  const message = error instanceof Error ? error.message : String(error);
  console.error(expected ? message : `The run could not be made: ${message}`);
  process.exitCode = 2;
}
