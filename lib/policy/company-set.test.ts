import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { companySet, readCompanySet } from "./company-set";
import { completeSet } from "./publication/complete-set";
import { faultText, SET_FILES, type SetFileName, type SetTexts } from "./publication/set-files";
import { verifySet } from "./publication/verify-set";
import { publishedSet } from "./published-set";

const policies = join(import.meta.dirname, "..", "..", "docs", "policy");
const REGISTRY = "00_master_registry.yaml";
const PROFILE = "01_canonicalization_profile.json";
const BUNDLE = "08_outcome_contract.json";
const REPORT = "09_design_conformance_report.yaml";

/** The company's own policy: the floor under the cash one month lower. */
const artifacts = JSON.parse(
  JSON.stringify(referenceArtifacts).replaceAll("RunwayMonths >= 15", "RunwayMonths >= 14"),
);
const text = companySet(artifacts, "2.0.0");
const filesOf = (archive: string): SetTexts => JSON.parse(archive).files;

function withFiles(change: (files: Record<string, string>) => void): string {
  const archive = JSON.parse(text);
  change(archive.files);
  return JSON.stringify(archive);
}

const withFile = (file: SetFileName, change: (content: string) => string) =>
  withFiles((files) => {
    const before = files[file] ?? "";
    files[file] = change(before);
    if (files[file] === before) throw new Error(`${file} was not changed`);
  });

/** As a careful forger leaves it: every hash and derived part written anew. */
function rehashed(archive: string): string {
  const completed = completeSet(filesOf(archive));
  if (!completed.ok) throw new Error(completed.faults.map(faultText).join("\n"));
  return JSON.stringify({ ...JSON.parse(archive), files: completed.texts });
}

function faultsOf(archive: string): string[] {
  const read = readCompanySet(archive);
  return read.ok ? [] : read.faults.map(faultText);
}

describe("A company's policy set as one file", () => {
  it("comes back as it went out, with its version", () => {
    expect(readCompanySet(text)).toEqual({ ok: true, artifacts, version: "2.0.0" });
    expect(companySet(artifacts, "2.0.0")).toBe(text);
  });

  it("is a set like the published one: eleven files, hashes and report made for the company's artifacts", () => {
    const { data, faults } = verifySet(filesOf(text));
    expect(faults.map(faultText)).toEqual([]);
    const registry = data["00"] as { version: string; artifacts: { file: string; version: string }[] };
    expect(registry.version).toBe("2.0.0");
    expect(registry.artifacts.filter(({ version }) => version !== "1.0.0").map(({ file }) => file)).toEqual([
      BUNDLE,
    ]);
  });

  it("is the released file itself when the policy is the published one", () => {
    const released = readFileSync(join(policies, "releases", "vsf-TEST-CFO-001", "1.0.0.json"), "utf8");
    expect(companySet(referenceArtifacts, "1.0.0")).toBe(released);
    expect(readCompanySet(released)).toMatchObject({ ok: true, version: "1.0.0" });
  });

  it("carries a draft that has faults, and its report says that it fails", () => {
    const { micro_case: _, ...three } = artifacts;
    const archive = companySet(three, "2.0.0");
    expect(filesOf(archive)[REPORT]).toContain("outcome: FAILS");
    expect(readCompanySet(archive)).toEqual({ ok: true, artifacts: three, version: "2.0.0" });
  });
});

describe("A policy set that was changed on its way is refused", () => {
  it("whatever byte of whatever file it is, naming the file", () => {
    let seed = 20_260_104;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const { file } of SET_FILES) {
      for (let turn = 0; turn < 12; turn += 1) {
        const archive = withFile(file, (content) => {
          const at = random(content.length);
          const flipped = String.fromCharCode(content.charCodeAt(at) ^ (1 << random(5)));
          return content.slice(0, at) + flipped + content.slice(at + 1);
        });
        expect(faultsOf(archive).join("\n")).toContain(`${file}: `);
      }
    }
  });

  it.each<[string, SetFileName, string, string, string]>([
    ["an alias", PROFILE, '"GM"', '"Margin"', `${PROFILE}: metrics[8].aliases[0]: line`],
    [
      "a code",
      "03_fail_closed_mapping.yaml",
      "code: CFO-01",
      "code: CFO-02",
      "03_fail_closed_mapping.yaml: conditions[0].code: line",
    ],
    [
      "a weight",
      "04_compatibility_policy.yaml",
      "added: breaking",
      "added: patch",
      "04_compatibility_policy.yaml: changes[0].added: line",
    ],
    [
      "a reference",
      "05_reference_graph_policy.yaml",
      "by: condition",
      "by: hearsay",
      "05_reference_graph_policy.yaml: references[1].by: line",
    ],
    ["a comment", "07_conformance_checklist.yaml", "# Paths", "# Ways", "07_conformance_checklist.yaml: "],
    ["a word of the README", "README.md", "published policy", "Published policy", "README.md: line"],
    ["a threshold", BUNDLE, "RunwayMonths >= 14", "RunwayMonths >= 13", `${BUNDLE}: hash: the content`],
    ["a derived part", BUNDLE, "A policy artifact is missing", "An artifact is", `${BUNDLE}: hash: the con`],
    ["a result of the report", REPORT, "result: HOLDS", "result: FAILS", `${REPORT}: checklist[0].result`],
    ["a hash of the registry", REGISTRY, 'hash: "sha256:', 'hash: "sha256:0', `${REGISTRY}: hash: line`],
  ])("with file and path: %s", (_, file, from, to, says) => {
    const archive = withFile(file, (content) => content.replace(from, to));
    expect(faultsOf(archive).join("\n")).toContain(says);
  });

  it.each<[string, SetFileName, string, string, string]>([
    ["an alias", PROFILE, '"GM"', '"Margin"', `${PROFILE}: metrics[8].aliases[0]`],
    ["a derived part", BUNDLE, "A policy artifact is missing", "An artifact is missing", ""],
    ["the README", "README.md", "published policy", "Published policy", "README.md: line"],
  ])("even when every hash was written anew: %s", (_, file, from, to, says) => {
    const archive = withFile(file, (content) => content.replace(from, to));
    // What is derived is written anew with the hashes, so that nothing of the forgery is left.
    if (says === "") expect(readCompanySet(rehashed(archive))).toEqual(readCompanySet(text));
    else expect(faultsOf(rehashed(archive)).join("\n")).toContain(says);
  });

  it("with a version of its own in the registry, in 08 or around them", () => {
    const other = JSON.stringify({ ...JSON.parse(text), version: "2.0.1" });
    expect(faultsOf(other).join("\n")).toContain(`${REGISTRY}: version: line 2`);
    const older = withFile(REGISTRY, (content) => content.replace('version: "2.0.0"', 'version: "1.9.0"'));
    expect(faultsOf(older).join("\n")).toContain(`${REGISTRY}: version: line 2`);
  });

  it("with a file too few or too many", () => {
    const less = withFiles((files) => Reflect.deleteProperty(files, "README.md"));
    expect(faultsOf(less)).toEqual(["README.md: the file is missing"]);
    const more = withFiles((files) => Object.assign(files, { "10_more.yaml": "" }));
    expect(faultsOf(more)).toEqual(["10_more.yaml: no file of the set; the registry lists eleven"]);
  });
});

describe("What is no policy set is refused in one sentence", () => {
  const nested = `{"bundle":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  it.each([
    ["a ZIP archive", "PK\u0003\u0004rest", "is a ZIP archive"],
    ["a huge text", " ".repeat(8_000_001), "is larger than any policy set"],
    ["nothing", "", "no JSON"],
    ["other JSON", '{"format":"zip"}', "archive: format"],
    ["a list", "[1,2,3]", "archive: "],
    ["a bundle nested without end", withFile(BUNDLE, () => nested), `${BUNDLE}: is nested over 100 deep`],
    [
      "a number beyond all numbers",
      withFile(BUNDLE, () => '{"bundle":{"a":1e999}}'),
      `${BUNDLE}: holds a number`,
    ],
    ["a bundle that is a list", withFile(BUNDLE, () => '{"bundle":[]}'), `${BUNDLE}: bundle: expected`],
    ["a report nested without end", withFile(REPORT, () => "[".repeat(200_000)), `${REPORT}: id: line 1`],
  ])("%s", (_, given, says) => {
    expect(faultsOf(given).join("\n")).toContain(says);
  });

  it("nothing is taken in while the published set cannot be trusted", () => {
    expect(publishedSet(join(policies, "nowhere"))).toEqual({
      ok: false,
      faults: [{ file: "nowhere", path: "", message: "there is no such folder" }],
    });
  });
});
