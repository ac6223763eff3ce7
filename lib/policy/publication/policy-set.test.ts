import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completeSet } from "./complete-set";
import { archiveOf, compatibilityFaults, readArchive } from "./release";
import { faultText, SET_FILES, type SetTexts } from "./set-files";
import { lastRelease, readSetFolder } from "./set-folder";
import { contentHash } from "./set-hash";
import { verifySet } from "./verify-set";

const policies = join(import.meta.dirname, "..", "..", "..", "docs", "policy");
const published = readSetFolder(join(policies, "vsf-TEST-CFO-001"));
const released = lastRelease(join(policies, "releases", "vsf-TEST-CFO-001"));

const PROFILE = "01_canonicalization_profile.json";
const COVERAGE = "02_hash_coverage_map.yaml";
const MAPPING = "03_fail_closed_mapping.yaml";
const WEIGHTS = "04_compatibility_policy.yaml";
const GRAPH = "05_reference_graph_policy.yaml";
const TAXONOMY = "06_decision_package_taxonomy.yaml";
const CHECKLIST = "07_conformance_checklist.yaml";
const BUNDLE = "08_outcome_contract.json";
const REPORT = "09_design_conformance_report.yaml";
const REGISTRY = "00_master_registry.yaml";

/** The published set with one text replaced in one file; the text must be there. */
function tampered(file: string, from: string, to: string): SetTexts {
  const text = published[file] ?? "";
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return { ...published, [file]: text.replace(from, to) };
}

/** As a careful forger leaves it: every hash and derived part written anew. */
function rehashed(texts: SetTexts): SetTexts {
  const completed = completeSet(texts);
  if (!completed.ok) throw new Error(completed.faults.map(faultText).join("\n"));
  return completed.texts;
}

const placesOf = (faults: readonly { file: string; path: string }[]) =>
  faults.map(({ file, path }) => `${file} ${path}`.trim());

describe("The published policy set", () => {
  it("is whole: eleven files, every hash its own, conforming, compiled without a finding", () => {
    const { faults, policy } = verifySet(published);
    expect(faults.map(faultText)).toEqual([]);
    expect(policy?.findings).toEqual([]);
    expect(Object.keys(published).sort()).toEqual(SET_FILES.map(({ file }) => file).sort());
    expect(Object.values(published).join()).not.toContain("HASH_TODO");
  });

  it("is what the commands write: completing it again changes nothing", () => {
    expect(rehashed(published)).toEqual(published);
  });

  it("is the last release, or carries a later version", () => {
    expect(released.faults).toEqual([]);
    expect(released.archive).not.toBeNull();
    expect(compatibilityFaults(verifySet(published).data, released.archive)).toEqual([]);
  });

  it("hashes a document by its data and not by its spelling, and a text with LF line ends", () => {
    expect(contentHash({ b: 1, a: [1.0], hash: "x" })).toBe(contentHash({ a: [1], b: 1 }));
    expect(contentHash("one\r\ntwo\r\n")).toBe(contentHash("one\ntwo\n"));
    expect(contentHash("one\ntwo")).not.toBe(contentHash("one\ntwo\n"));
  });
});

describe("A policy set in which one thing was changed is caught, with file and path", () => {
  it.each([
    ["one byte of the readme", "README.md", "published policy", "Published policy", "README.md"],
    ["one byte of a threshold", BUNDLE, "RunwayMonths >= 15", "RunwayMonths >= 14", `${BUNDLE} hash`],
    ["one byte of an action", BUNDLE, "keep room", "keep rooms", `${BUNDLE} hash`],
    ["an alias", PROFILE, '"GM"', '"Margin"', `${PROFILE} hash`],
    ["a hash", REGISTRY, 'hash: "sha256:', 'hash: "sha256:0', `${REGISTRY} hash`],
    ["a version", CHECKLIST, 'version: "1.0.0"', 'version: "1.0.1"', `${REGISTRY} artifacts[6].version`],
    [
      "a hash that was never computed",
      WEIGHTS,
      /hash: .*/.exec(published[WEIGHTS] ?? "")?.[0] ?? "",
      "hash: HASH_TODO",
      `${WEIGHTS} hash`,
    ],
    ["a result of the report", REPORT, "result: HOLDS", "result: FAILS", `${REPORT} checklist[0].result`],
  ])("%s", (_, file, from, to, place) => {
    expect(placesOf(verifySet(tampered(file, from, to)).faults)).toContain(place);
  });

  it.each([
    [
      "a code in the fail-closed mapping",
      MAPPING,
      "code: CFO-01",
      "code: CFO-02",
      `${MAPPING} conditions[0].code`,
    ],
    ["an outcome", MAPPING, "outcome: NEEDS_INPUT", "outcome: REJECTED", `${MAPPING} conditions[0].outcome`],
    [
      "an enforcement",
      MAPPING,
      "enforcement: block_request",
      "enforcement: refuse_claim",
      `${MAPPING} conditions[19].enforcement`,
    ],
    [
      "what a hash covers",
      COVERAGE,
      "left_out: [hash]",
      "left_out: [hash, version]",
      `${COVERAGE} files[0].left_out[1]`,
    ],
    ["a weight that is missing", WEIGHTS, "change: limit", "change: threshold", `${WEIGHTS} changes`],
    [
      "a predicate outside the closed list",
      CHECKLIST,
      "predicate: band",
      "predicate: plausible",
      `${CHECKLIST} items[13].predicate`,
    ],
    [
      "a path that cannot be read",
      CHECKLIST,
      'bundle.micro_case"',
      'bundle..micro_case"',
      `${CHECKLIST} items[0].paths[0]`,
    ],
    [
      "an argument no predicate has",
      CHECKLIST,
      "{ is: object }",
      "{ is: vague }",
      `${CHECKLIST} items[1].with.is`,
    ],
    [
      "a manner of naming outside the closed list",
      GRAPH,
      "by: condition",
      "by: hearsay",
      `${GRAPH} references[1].by`,
    ],
    [
      "a root that is not there",
      TAXONOMY,
      "roots: [files]",
      "roots: [files, folders]",
      `${COVERAGE} folders`,
    ],
    ["an alias for two metrics", PROFILE, '"GM"', '"NRR"', `${PROFILE} metrics`],
    [
      "an example that is not as it says",
      PROFILE,
      '"RunwayMonths >= 12"',
      '"RunwayMonths 12"',
      `${PROFILE} threshold_forms[0].accepts[1]`,
    ],
    [
      "a reference to a trigger that is not there",
      BUNDLE,
      '"when": "T5 FAIL"',
      '"when": "T9 FAIL"',
      `${BUNDLE} bundle.gating_rules.gating_rules.gates[2].blocked_if[1].when`,
    ],
    [
      "a critical trigger that is not there",
      BUNDLE,
      '"T8_GROSS_MARGIN_FLOOR"\n',
      '"T8_GROSS_MARGIN"\n',
      `${BUNDLE} bundle.gating_rules.gating_rules.critical_triggers[3]`,
    ],
    [
      "a target that is a point",
      BUNDLE,
      '"target_range": [105, 120]',
      '"target_range": [105, 105]',
      `${BUNDLE} bundle.outcome_contract.outcome_contract.success_criteria.by_month_12[2].target_range`,
    ],
    [
      "a mapped window",
      PROFILE,
      '"trigger": "T8",\n      "maps"',
      '"trigger": "T88",\n      "maps"',
      `${PROFILE} window_mappings[2].trigger`,
    ],
  ])("%s, even when every hash was written anew", (_, file, from, to, place) => {
    const changed = tampered(file, from, to);
    const completed = completeSet(changed);
    const faults = completed.ok ? verifySet(completed.texts).faults : completed.faults;
    expect(placesOf(faults)).toContain(place);
  });

  it.each([
    [
      "a title",
      '"title": "A policy artifact is missing"',
      '"title": "An artifact is missing"',
      "reason_codes[0].title",
    ],
    [
      "the mapping of a code",
      '"CFO-01",\n        "CFO-09"',
      '"CFO-09"',
      "response_mapping.NEEDS_INPUT.codes[0]",
    ],
    [
      "a property of the report",
      '"notes": { "type": "string" }',
      '"notes": { "type": "number" }',
      "report_schema",
    ],
  ])("%s among the parts derived from the kernel", (_, from, to, path) => {
    const text = (published[BUNDLE] ?? "").replace(/\{\s+"type": "string"\s+\}/g, '{ "type": "string" }');
    if (!text.includes(from)) throw new Error(`no ${from}`);
    const faults = verifySet({ ...published, [BUNDLE]: text.replace(from, to) }).faults;
    expect(placesOf(faults).some((place) => place.startsWith(`${BUNDLE} ${path}`))).toBe(true);
  });

  it.each([
    ["a file too few", (texts: Record<string, string>) => Reflect.deleteProperty(texts, GRAPH), GRAPH],
    [
      "a file too many",
      (texts: Record<string, string>) => Object.assign(texts, { "10_more.yaml": "" }),
      "10_more.yaml",
    ],
    [
      "a file that is no YAML",
      (texts: Record<string, string>) => Object.assign(texts, { [MAPPING]: "a: [" }),
      MAPPING,
    ],
    [
      "a key that stands twice",
      (texts: Record<string, string>) => Object.assign(texts, { [MAPPING]: "id: a\nid: b\n" }),
      MAPPING,
    ],
    [
      "a file that is no JSON",
      (texts: Record<string, string>) => Object.assign(texts, { [BUNDLE]: "{" }),
      BUNDLE,
    ],
  ])("%s", (_, change, file) => {
    const texts = { ...published };
    change(texts);
    expect(placesOf(verifySet(texts).faults)).toEqual([file]);
  });
});

describe("A set that differs from its release", () => {
  const since = (texts: SetTexts) => compatibilityFaults(verifySet(texts).data, released.archive);

  it("under the same version is caught at the very place, however well its hashes were forged", () => {
    const forged = rehashed(tampered(BUNDLE, "RunwayMonths >= 15", "RunwayMonths >= 14"));
    const places = placesOf(since(forged));
    expect(places).toContain(`${BUNDLE} bundle.trigger_spec.trigger_spec.triggers[3].threshold.pass`);
    expect(places).toContain(`${BUNDLE} version`);
    expect(places).toContain(`${REGISTRY} version`);
  });

  it("is told at the very place of one byte even while its hash says so too", () => {
    expect(placesOf(since(tampered(BUNDLE, "keep room", "keep rooms")))).toContain(
      `${BUNDLE} bundle.trigger_spec.trigger_spec.triggers[3].action_if_pass[0]`,
    );
    const emptied = { ...published, [REGISTRY]: "id: nothing\n" };
    expect(placesOf(since(emptied))).toEqual([`${REGISTRY} version`]);
  });

  it.each([
    ["an alias less", PROFILE, '"GM", ', "", "2.0.0"],
    ["an alias more", PROFILE, '"GM", ', '"GM", "Margin", ', "1.1.0"],
    ["a word of the registry", REGISTRY, "No file belongs", "No page belongs", "1.0.1"],
    ["a word", MAPPING, "is absent or null", "is missing or null", "1.0.1"],
  ])("in %s needs the version that the compatibility policy demands", (_, file, from, to, needed) => {
    const [fault] = since(rehashed(tampered(file, from, to)));
    expect(fault).toMatchObject({ file, path: "version" });
    expect(fault?.message).toContain(`needs version ${needed} or later`);
  });

  it("passes with the later version in the file and in the registry", () => {
    const changed = tampered(MAPPING, "is absent or null", "is missing or null");
    const registry = (published[REGISTRY] ?? "")
      .replace(/version: "1.0.0"/, 'version: "1.0.1"')
      .replace(/(type: fail_closed_mapping\n {4}version:) "1.0.0"/, '$1 "1.0.1"');
    const mapping = (changed[MAPPING] ?? "").replace('version: "1.0.0"', 'version: "1.0.1"');
    const texts = rehashed({ ...changed, [MAPPING]: mapping, [REGISTRY]: registry });
    expect(verifySet(texts).faults).toEqual([]);
    expect(since(texts)).toEqual([]);
  });
});

describe("A set as one file", () => {
  it("comes back as it was put in", () => {
    const read = readArchive(archiveOf(published, "1.0.0"));
    expect(read.ok && read.archive.texts).toEqual(published);
  });

  it.each([
    ["no JSON", "{", "archive: no JSON"],
    ["another format", '{"format":"zip"}', "archive: format"],
    [
      "one changed byte",
      archiveOf(published, "1.0.0").replace("Floor under the cash", "Floor under cash"),
      `${BUNDLE}: hash`,
    ],
    ["another version", archiveOf(published, "1.0.9"), "archive: version"],
  ])("is refused with %s", (_, text, says) => {
    const read = readArchive(text);
    expect(read.ok ? "" : read.faults.map(faultText).join("\n")).toContain(says);
  });
});
