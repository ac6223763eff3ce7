import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report, RunDocument } from "../kernel/enforcement";
import { referenceDocument, requestTo } from "../kernel/enforcement/testing/reference-document";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "enforce-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

function enforce(args: readonly string[], input = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["build/enforce.mjs", ...args]);
    const answer: Answer = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (data) => {
      answer.stdout += String(data);
    });
    child.stderr.on("data", (data) => {
      answer.stderr += String(data);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...answer, code }));
    child.stdin.end(input);
  });
}

const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const healthy = (changes: Partial<RunDocument> = {}) => JSON.stringify(referenceDocument(changes));
const planned = () => [requestTo("G1_HEADCOUNT", { classification: "net-new", in_approved_plan: true })];
const outcome = ({ stdout }: Answer) => (JSON.parse(stdout) as Report).final_outcome;

describe("npm run enforce", () => {
  it("prints the report and exits 0, 3 or 4 by its outcome", async () => {
    const completed = await enforce([file("healthy.json", healthy())]);
    expect([completed.code, completed.stderr]).toEqual([0, ""]);
    expect(outcome(completed)).toEqual({ outcome: "COMPLETED", reason_codes: [] });
    const needsInput = await enforce(["-"], healthy({ dataset: null }));
    expect([needsInput.code, outcome(needsInput).reason_codes]).toEqual([3, ["CFO-31"]]);
    const rejected = await enforce([], healthy({ requests: planned() }));
    expect([rejected.code, outcome(rejected).reason_codes]).toEqual([4, ["CFO-34"]]);
  });

  it("reports a text that is not JSON, without a trace", async () => {
    const answer = await enforce([], "{");
    expect(answer.code).toBe(4);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      trace_id: null,
      final_outcome: { reason_codes: ["CFO-02"] },
    });
  });

  it("answers the same document with the same bytes", async () => {
    const path = file("twice.json", healthy());
    expect((await enforce([path])).stdout).toBe((await enforce([], healthy())).stdout);
  });

  it.each([
    ["a document that is no run", [], "{}"],
    ["an unknown option", ["--fast"], ""],
    ["a file that is not there", ["/nowhere/document.json"], ""],
    ["two files", ["a.json", "b.json"], ""],
    ["--log without a file", ["--log"], ""],
  ])("exits 2 with one message and no report on %s", async (_what, args, input) => {
    const { code, stdout, stderr } = await enforce(args, input);
    expect([code, stdout, stderr.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  });

  it("names the path of what keeps a document from being a run", async () => {
    const { stderr } = await enforce([], healthy().replace('"requests":[]', '"requests":[{"gate_id":"G9"}]'));
    expect(stderr).toContain("requests[0].gate_id");
  });

  it("appends the decisions to the log before it prints, and allows what the log has taken", async () => {
    const log = join(folder, "decisions.jsonl");
    const first = await enforce(["--log", log], healthy({ requests: planned() }));
    expect([first.code, outcome(first).outcome]).toEqual([0, "COMPLETED"]);
    await enforce([`--log=${log}`], healthy({ requests: planned() }));
    const entries = readFileSync(log, "utf8").trimEnd().split("\n");
    expect(entries.map((entry) => JSON.parse(entry).sequence)).toEqual([1, 2]);
  });

  it("refuses a damaged log: exit 2, no report, nothing written", async () => {
    const log = file("damaged.jsonl", "{}\n");
    const { code, stdout } = await enforce(["--log", log], healthy({ requests: planned() }));
    expect([code, stdout, readFileSync(log, "utf8")]).toEqual([2, "", "{}\n"]);
  });

  it("writes no log for a document that is no run", async () => {
    const log = join(folder, "unwritten.jsonl");
    expect((await enforce(["--log", log], "{}")).code).toBe(2);
    expect(existsSync(log)).toBe(false);
  });

  it("answers every line of JSON Lines in order, whatever stands in it", async () => {
    const input = [
      healthy({ trace_id: "a\u2028b" }),
      "{}",
      "not JSON",
      "",
      healthy({ trace_id: "last" }),
    ].join("\n");
    const { code, stdout } = await enforce(["--lines"], input);
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Partial<Report & { error: string }>);
    expect(code).toBe(0);
    expect(answers.map(({ trace_id }) => trace_id)).toEqual(["a\u2028b", undefined, null, null, "last"]);
    expect(answers[1]?.error).toContain("Not a decision run");
  });

  it("keeps up with a stream: two thousand documents in a few seconds", async () => {
    const path = file("many.jsonl", `${healthy({ requests: planned() })}\n`.repeat(2000));
    const started = process.hrtime.bigint();
    const { stdout } = await enforce(["--lines", path]);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    expect(stdout.trimEnd().split("\n")).toHaveLength(2000);
    expect(seconds).toBeLessThan(6);
  });
});
