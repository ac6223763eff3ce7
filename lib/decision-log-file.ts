/**
 * A decision log in a file: one canonical JSON line per decision, each with a sequence number, the hash of
 * the line before and its own (contract A10(3), docs/specs/decision-run.md 6.5). A log whose last line is
 * damaged or does not verify is refused, and nothing is written to it.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { DecisionLogRecord } from "../kernel/enforcement";
import { canonicalJson } from "./canonical-json";

/** What stands before the first line's own hash. */
export const FIRST_PREVIOUS_HASH = "0".repeat(64);

export interface DecisionLogLine extends DecisionLogRecord {
  /** Counted from 1, without gaps. */
  sequence: number;
  /** SHA-256, lower-case hex, of the line before; 64 zeros before the first. */
  previous_hash: string;
  /** SHA-256, lower-case hex, over the canonical JSON of this line without this key. */
  hash: string;
}

/** The log cannot take entries; the message says why, in one sentence. */
export class LogRefused extends Error {}

interface Head {
  readonly sequence: number;
  readonly hash: string;
}

const EMPTY: Head = { sequence: 0, hash: FIRST_PREVIOUS_HASH };

/** A log that has been verified at its end and is locked against other writers until it is closed. */
export class DecisionLogFile {
  private readonly path: string;
  private head: Head;
  private descriptor: number | null = null;

  private constructor(path: string, head: Head) {
    this.path = path;
    this.head = head;
  }

  /**
   * Locks the log and verifies its last line. The file itself is made by the first entry.
   * @throws LogRefused when it is damaged, does not verify, cannot be read or is in use.
   */
  static open(path: string): DecisionLogFile {
    lock(path);
    try {
      return new DecisionLogFile(path, readHead(path));
    } catch (error) {
      unlock(path);
      throw refusal(path, error);
    }
  }

  /**
   * Appends one line per record: all of them, or on any failure none.
   * @throws LogRefused when the file does not take them.
   */
  append(records: readonly DecisionLogRecord[]): void {
    if (records.length === 0) return;
    let head = this.head;
    const lines = records.map((record) => {
      const line = lineAfter(head, record);
      head = line;
      return `${canonicalJson(line)}\n`;
    });
    try {
      this.descriptor ??= openSync(this.path, "a");
      writeWhole(this.descriptor, Buffer.from(lines.join("")));
    } catch (error) {
      throw refusal(this.path, error);
    }
    this.head = head;
  }

  /** Makes what was appended durable. @throws LogRefused when the disk refuses. */
  sync(): void {
    try {
      if (this.descriptor !== null) fsyncSync(this.descriptor);
    } catch (error) {
      throw refusal(this.path, error);
    }
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
    unlock(this.path);
  }
}

/** The hash of a line: over its canonical JSON without the hash itself. */
export function hashOfLine(line: Readonly<Record<string, unknown>>): string {
  const { hash: _own, ...content } = line;
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

function lineAfter(head: Head, record: DecisionLogRecord): DecisionLogLine {
  const content = { ...record, sequence: head.sequence + 1, previous_hash: head.hash };
  return { ...content, hash: hashOfLine(content) };
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  const { size } = fstatSync(descriptor);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    // A line cut off by a full disk would damage the log for every later run.
    ftruncateSync(descriptor, size);
    throw error;
  }
}

function readHead(path: string): Head {
  if (!existsSync(path)) return EMPTY;
  const line = readLastLine(path);
  if (line === "") return EMPTY;
  const entry = parseLine(path, line);
  const { sequence, previous_hash, hash } = entry;
  const isChained =
    typeof sequence === "number" &&
    Number.isSafeInteger(sequence) &&
    sequence >= 1 &&
    typeof previous_hash === "string" &&
    /^[0-9a-f]{64}$/.test(previous_hash) &&
    (sequence > 1 || previous_hash === FIRST_PREVIOUS_HASH) &&
    typeof hash === "string" &&
    hash === hashOfLine(entry);
  if (!isChained) throw new LogRefused(`The decision log ${path} is refused: its last line does not verify.`);
  return { sequence, hash };
}

function parseLine(path: string, line: string): Readonly<Record<string, unknown>> {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry === "object" && entry !== null && !Array.isArray(entry)) return { ...entry };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LogRefused(`The decision log ${path} is refused: its last line is damaged.`);
}

const CHUNK = 65_536;

/** The last line without its line feed; empty for an empty file. Reads backwards, whatever the size. */
function readLastLine(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) return "";
    let tail = Buffer.alloc(0);
    for (let end = size; end > 0; end -= CHUNK) {
      const start = Math.max(0, end - CHUNK);
      const chunk = Buffer.alloc(end - start);
      readSync(descriptor, chunk, 0, chunk.length, start);
      tail = Buffer.concat([chunk, tail]);
      const before = tail.lastIndexOf("\n", tail.length - 2);
      if (before >= 0) {
        tail = tail.subarray(before + 1);
        break;
      }
    }
    if (tail.at(-1) !== 0x0a) {
      throw new LogRefused(`The decision log ${path} is refused: its last line is cut off.`);
    }
    const line = tail.subarray(0, -1).toString("utf8");
    if (line === "") throw new LogRefused(`The decision log ${path} is refused: its last line is damaged.`);
    return line;
  } finally {
    closeSync(descriptor);
  }
}

function refusal(path: string, error: unknown): LogRefused {
  if (error instanceof LogRefused) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new LogRefused(`The decision log ${path} is refused: ${reason}.`);
}

const LOCK_ATTEMPTS = 100;
const LOCK_PAUSE_MS = 50;

/** One writer at a time: two would give two lines one sequence number. */
function lock(path: string): void {
  const lockPath = `${path}.lock`;
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    try {
      const descriptor = openSync(lockPath, "wx");
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return;
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw refusal(path, error);
    }
    if (isAbandoned(lockPath)) unlock(path);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_PAUSE_MS);
  }
  throw new LogRefused(`The decision log ${path} is refused: another program holds ${lockPath}.`);
}

function unlock(path: string): void {
  try {
    unlinkSync(`${path}.lock`);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

/** Whether the process that made the lock is gone. A lock just being made has no number yet: wait. */
function isAbandoned(lockPath: string): boolean {
  try {
    const pid = Number(readFileSync(lockPath, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
