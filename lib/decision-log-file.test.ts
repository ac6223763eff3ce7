import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DecisionLogRecord } from "../kernel/enforcement";
import { DecisionLogFile, FIRST_PREVIOUS_HASH, hashOfLine, LogRefused } from "./decision-log-file";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "decision-log-"));
  path = join(folder, "decisions.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

function record(request_id: string): DecisionLogRecord {
  return {
    trace_id: "t",
    timestamp_utc: "2026-04-10T09:00:00Z",
    request_id,
    gate_id: "G1_HEADCOUNT",
    decision: "ALLOWED",
    trigger_states: { T4_RUNWAY_FLOOR: "PASS" },
    rationale: "Allowed by the gate's rules.",
    signoffs: ["CFO"],
    expected_roi_band: [1.2, 1.8],
    reason_codes: [],
    blocked_by: [],
  };
}

function append(...ids: string[]): void {
  const log = DecisionLogFile.open(path);
  log.append(ids.map(record));
  log.sync();
  log.close();
}

const lines = () =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("The decision log file", () => {
  it("chains each line to the one before, over several openings", () => {
    append("R1", "R2");
    append("R3");
    const entries = lines();
    expect(entries.map(({ sequence, request_id }) => `${sequence} ${request_id}`)).toEqual([
      "1 R1",
      "2 R2",
      "3 R3",
    ]);
    expect(entries[0]?.previous_hash).toBe(FIRST_PREVIOUS_HASH);
    entries.slice(1).forEach((entry, at) => {
      expect(entry.previous_hash).toBe(entries[at]?.hash);
    });
    for (const entry of entries) expect(entry.hash).toBe(hashOfLine(entry));
  });

  it("is not made when there is nothing to append", () => {
    append();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ["an altered last line", (text: string) => text.replace("ALLOWED", "BLOCKED")],
    ["a last line that is cut off", (text: string) => text.slice(0, -20)],
    ["a last line without its line feed", (text: string) => text.slice(0, -1)],
    ["an empty line at the end", (text: string) => `${text}\n`],
    ["text that is no entry", () => "not a log\n"],
    [
      "a first line that claims a predecessor",
      (text: string) => text.replace(FIRST_PREVIOUS_HASH, "1".repeat(64)),
    ],
  ])("refuses %s and writes nothing", (_what, damage) => {
    append("R1");
    const damaged = damage(readFileSync(path, "utf8"));
    writeFileSync(path, damaged);
    expect(() => append("R2")).toThrow(LogRefused);
    expect(readFileSync(path, "utf8")).toBe(damaged);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("refuses a folder, and a place where it may not write", () => {
    path = folder;
    expect(() => append("R1")).toThrow(LogRefused);
    path = join(folder, "missing", "log");
    expect(() => append("R1")).toThrow(LogRefused);
  });

  it("finds the last line of a log whose lines are longer than what it reads at a time", () => {
    const log = DecisionLogFile.open(path);
    log.append([{ ...record("R1"), rationale: "x".repeat(200_000) }]);
    log.close();
    append("R2");
    expect(lines()[1]?.sequence).toBe(2);
  });

  it("takes over the lock of a program that has died", () => {
    writeFileSync(`${path}.lock`, String(spawnSync(process.execPath, ["-e", ""]).pid));
    append("R1");
    expect(lines()).toHaveLength(1);
  });
});
