import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { policySetFolder } from "../env";
import { ExpectedFailure, type Failure } from "../failures";
import { policyHash, trustedPolicy } from "./active-policy";
import type { SetFileName } from "./publication/set-files";
import { publishedSetRefusal } from "./published-set";
import { copyOfSet, rehash, tamper } from "./testing/tampered-set";

const folders: string[] = [];

function copy(): string {
  const folder = copyOfSet();
  folders.push(folder);
  return folder;
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(dirname(folder), { recursive: true });
});

const sentence = (what: string) =>
  `The published policy set is not the one that was released: ${what}. Nothing is decided until it is put right.`;
const CONTENT = "hash: the content is not the one that was published";
const MAPPING = "03_fail_closed_mapping.yaml";
const PROFILE = "01_canonicalization_profile.json";
const BUNDLE = "08_outcome_contract.json";

describe("The published policy set in the project's folder", () => {
  it("is trusted, and so is a copy of it elsewhere", () => {
    expect(publishedSetRefusal()).toBeNull();
    expect(publishedSetRefusal(copy())).toBeNull();
  });

  it("is read once by a process: what is changed later is found by the next start", () => {
    const folder = copy();
    expect(publishedSetRefusal(folder)).toBeNull();
    tamper(folder, MAPPING, "code: CFO-01", "code: CFO-02");
    expect(publishedSetRefusal(folder)).toBeNull();
  });
});

describe("One sentence names file and place when the set was tampered with:", () => {
  it.each<[string, SetFileName, string, string, string]>([
    ["an alias", PROFILE, '"GM"', '"Margin"', `${PROFILE}: ${CONTENT}`],
    ["a code", MAPPING, "code: CFO-01", "code: CFO-02", `${MAPPING}: ${CONTENT}`],
    [
      "a reference",
      "05_reference_graph_policy.yaml",
      "by: condition",
      "by: escalation",
      `05_reference_graph_policy.yaml: ${CONTENT}`,
    ],
    ["a byte of a threshold", BUNDLE, "RunwayMonths >= 15", "RunwayMonths >= 14", `${BUNDLE}: ${CONTENT}`],
    [
      "a derived part",
      BUNDLE,
      "A policy artifact is missing",
      "An artifact is missing",
      `${BUNDLE}: ${CONTENT}`,
    ],
    [
      "a word of the README",
      "README.md",
      "published policy",
      "Published policy",
      "README.md: the content is not the one that was published",
    ],
  ])("%s", (_, file, from, to, what) => {
    expect(publishedSetRefusal(tamper(copy(), file, from, to))).toBe(sentence(what));
  });

  it.each<[string, SetFileName, string, string, string]>([
    [
      "an alias less",
      PROFILE,
      '"GM", ',
      "",
      `${PROFILE}: is not the profile that this kernel was built with: build the application anew`,
    ],
    ["a code", MAPPING, "code: CFO-01", "code: CFO-02", `${MAPPING}: conditions[0].code: expected "CFO-01"`],
    [
      "a threshold",
      BUNDLE,
      "RunwayMonths >= 15",
      "RunwayMonths >= 14",
      `${BUNDLE}: version: breaking change since 1.0.0, needs version 2.0.0 or later`,
    ],
    [
      "a weight",
      "04_compatibility_policy.yaml",
      "added: breaking",
      "added: patch",
      "04_compatibility_policy.yaml: version: patch change since 1.0.0",
    ],
  ])("%s, even when every hash was written anew", (_, file, from, to, what) => {
    expect(publishedSetRefusal(rehash(tamper(copy(), file, from, to)))).toContain(what);
  });

  it("a file too few, too many or unreadable, and a folder that is not there", () => {
    const less = copy();
    rmSync(join(less, "README.md"));
    expect(publishedSetRefusal(less)).toBe(sentence("README.md: the file is missing"));
    const more = copy();
    writeFileSync(join(more, "10_more.yaml"), "");
    expect(publishedSetRefusal(more)).toContain("10_more.yaml: no file of the set");
    const cut = copy();
    writeFileSync(join(cut, BUNDLE), "{");
    expect(publishedSetRefusal(cut)).toContain(`${BUNDLE}: no JSON`);
    expect(publishedSetRefusal("/nowhere")).toBe(sentence("nowhere: there is no such folder"));
    const file = join(copy(), "README.md");
    expect(publishedSetRefusal(file)).toBe(sentence("README.md: the folder cannot be read (ENOTDIR)"));
  });
});

describe("A company's policy", () => {
  const bundle = {
    id: "1",
    version: "1.0.0",
    hash: policyHash(referenceArtifacts),
    artifacts: referenceArtifacts,
  };

  function failureOf(work: () => unknown): Failure | null {
    try {
      work();
    } catch (error) {
      if (error instanceof ExpectedFailure) return error.failure;
      throw error;
    }
    return null;
  }

  it("is trusted with its hash, and refused without it", () => {
    expect(trustedPolicy(bundle).version).toBe("1.0.0");
    expect(failureOf(() => trustedPolicy({ ...bundle, hash: "sha256:0" }))?.code).toBe("POLICY_UNTRUSTED");
  });

  it("is not decided under while the set of the folder that POLICY_SET_DIR names was tampered with", () => {
    const folder = tamper(copy(), MAPPING, "code: CFO-01", "code: CFO-02");
    vi.stubEnv("POLICY_SET_DIR", folder);
    expect(policySetFolder()).toBe(folder);
    expect(failureOf(() => trustedPolicy(bundle))).toEqual({
      code: "POLICY_UNTRUSTED",
      message: sentence(`${MAPPING}: ${CONTENT}`),
    });
  });
});
