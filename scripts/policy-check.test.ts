import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { completeSet } from "@/lib/policy/publication/complete-set";
import { faultText, SET_FILES } from "@/lib/policy/publication/set-files";
import { readSetFolder } from "@/lib/policy/publication/set-folder";
import { checkedSet, main } from "./policy-check";

const SET = "vsf-TEST-CFO-001";
const PROFILE = "01_canonicalization_profile.json";
const MAPPING = "03_fail_closed_mapping.yaml";
const GRAPH = "05_reference_graph_policy.yaml";
const BUNDLE = "08_outcome_contract.json";

let place: string;
let folder: string;

/** The set and its releases, as they lie in the project. */
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "policy-check-"));
  cpSync(join("docs", "policy"), place, { recursive: true });
  folder = join(place, SET);
});
afterEach(() => {
  rmSync(place, { recursive: true });
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

function change(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(folder, file), text.replace(from, to));
}

/** As `npm run policy:hash` leaves it. */
function rehash(): void {
  const completed = completeSet(readSetFolder(folder));
  if (!completed.ok) throw new Error(completed.faults.map(faultText).join("\n"));
  for (const [file, text] of Object.entries(completed.texts)) writeFileSync(join(folder, file), text);
}

async function said(): Promise<{ errors: string; code: typeof process.exitCode }> {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await main([folder]);
  return { errors: errors.mock.calls.join("\n"), code: process.exitCode };
}

const THRESHOLD = "bundle.trigger_spec.trigger_spec.triggers[3].threshold.pass";
const CHANGES: [string, string, string, string, string, string][] = [
  ["one byte", BUNDLE, "RunwayMonths >= 15", "RunwayMonths >= 14", THRESHOLD, THRESHOLD],
  ["one alias", PROFILE, '"GM"', '"Margin"', "metrics[8].aliases[0]", "metrics[8].aliases[0]"],
  ["one code", MAPPING, "code: CFO-01", "code: CFO-02", "conditions[0].code", "conditions[0].code"],
  ["one reference", GRAPH, "by: condition", "by: escalation", "references[1].by", "references[1].by"],
  [
    "one name that leads nowhere",
    BUNDLE,
    '"when": "T5 FAIL"',
    '"when": "T9 FAIL"',
    "bundle.gating_rules.gating_rules.gates[2].blocked_if[1].when",
    "bundle.gating_rules.gating_rules.gates[2].blocked_if[1].when",
  ],
];

describe("npm run policy:check", () => {
  it("finds nothing in the set as it was released", async () => {
    expect(await said()).toEqual({ errors: "", code: undefined });
  });

  it.each(CHANGES)("names file and path of %s that was changed", async (_, file, from, to, path) => {
    change(file, from, to);
    const { errors, code } = await said();
    expect(code).toBe(1);
    expect(errors).toContain(`${join(folder, file)}: hash: the content is not the one that was published`);
    expect(errors).toContain(`${join(folder, file)}: ${path}: `);
  });

  it.each(CHANGES)(
    "names file and path of %s even when every hash was written anew",
    async (_, file, from, to, __, path) => {
      change(file, from, to);
      rehash();
      const { errors, code } = await said();
      expect(code).toBe(1);
      expect(errors).toContain(`${join(folder, file)}: ${path}: `);
    },
  );

  it("names file and path of one derived part that was changed; writing the hashes anew mends it", async () => {
    change(BUNDLE, '"title": "A policy artifact is missing"', '"title": "An artifact is missing"');
    const { errors, code } = await said();
    expect(code).toBe(1);
    expect(errors).toContain(`${join(folder, BUNDLE)}: reason_codes[0].title: `);
    rehash();
    expect(checkedSet(folder).faults).toEqual([]);
  });

  it("catches a word of a comment and a space, which no hash covers, with the line", async () => {
    change("07_conformance_checklist.yaml", "# Paths begin", "# All paths begin");
    expect(checkedSet(folder).faults.map(faultText).join()).toMatch(
      /07_conformance_checklist\.yaml: .*line 12 is not/,
    );
    rehash();
    expect((await said()).code).toBe(1);
  });

  it("takes the set with the line ends of another system", () => {
    for (const { file } of SET_FILES) {
      const text = readFileSync(join(folder, file), "utf8");
      writeFileSync(join(folder, file), text.replaceAll("\n", "\r\n"));
    }
    expect(checkedSet(folder).faults).toEqual([]);
  });

  it("catches any one byte of any file, and names the file", () => {
    let seed = 20_260_223;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const { file } of SET_FILES) {
      const text = readFileSync(join(folder, file), "utf8");
      for (let turn = 0; turn < 5; turn += 1) {
        const at = random(text.length);
        const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << random(5)));
        if (/[\r\n]/.test(flipped + text[at])) continue;
        writeFileSync(join(folder, file), text.slice(0, at) + flipped + text.slice(at + 1));
        expect(checkedSet(folder).faults.map(faultText).join("\n"), `${file} at ${at}`).toContain(file);
      }
      writeFileSync(join(folder, file), text);
    }
  });
});
