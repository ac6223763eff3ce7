import { expect, test } from "vitest";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { readArtifactFiles, readSetUpload } from "./read-upload";

const fileOf = (artifact: keyof typeof referenceArtifacts) => ({
  name: `${artifact}.json`,
  text: JSON.stringify(referenceArtifacts[artifact]),
});
const FOUR = (["micro_case", "trigger_spec", "gating_rules", "outcome_contract"] as const).map(fileOf);

test("four files, in any order, are four artifacts", () => {
  const read = readArtifactFiles(FOUR.toReversed());
  expect(read.faults).toEqual([]);
  expect(read.artifacts).toEqual(referenceArtifacts);
  expect(read.sources.gating_rules).toBe("gating_rules.json");
});

test("one file may hold all four, with or without the root of each repeated inside", () => {
  expect(
    readArtifactFiles([{ name: "all.json", text: JSON.stringify(referenceArtifacts) }]).artifacts,
  ).toEqual(referenceArtifacts);
  const bare = Object.fromEntries(
    Object.entries(referenceArtifacts).map(([name, content]) => [
      name,
      (content as Record<string, unknown>)[name],
    ]),
  );
  expect(readArtifactFiles([{ name: "all.json", text: JSON.stringify(bare) }]).artifacts).toEqual(
    referenceArtifacts,
  );
});

test("a file that cannot be used is named, and so is the artifact that is missing", () => {
  const { artifacts, faults } = readArtifactFiles([
    ...FOUR.slice(1),
    { name: "notes.json", text: "{}" },
    { name: "broken.json", text: "{" },
    { name: "again.json", text: FOUR[1]?.text ?? "" },
  ]);
  expect(artifacts).toBeNull();
  expect(faults.map(({ file, path }) => [file, path])).toEqual([
    ["notes.json", ""],
    ["broken.json", ""],
    ["again.json", "trigger_spec"],
    ["", "micro_case"],
  ]);
});

test("a whole set among the four files is sent to its own place, and nothing else is said of it", () => {
  const set = { format: "revenue-os.policy-set.v1", version: "1.0.0", files: {} };
  const { faults } = readArtifactFiles([{ name: "policy.json", text: JSON.stringify(set) }]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ file: "policy.json", message: "this is a whole policy set" });
  expect(faults[0]?.remedy).toContain("A whole set");
});

test("one file that cannot be read is the only fault: that four artifacts are missing follows from it", () => {
  expect(readArtifactFiles([{ name: "broken.json", text: "{" }]).faults).toHaveLength(1);
});

test("a whole set is read for its policy, and what is no set is told so", () => {
  const set = (files: Record<string, string>) => ({
    name: "policy.json",
    text: JSON.stringify({ format: "revenue-os.policy-set.v1", version: "1.0.0", files }),
  });
  const whole = set({ "08_outcome_contract.json": JSON.stringify({ bundle: referenceArtifacts }) });
  expect(readSetUpload(whole).artifacts).toEqual(referenceArtifacts);
  expect(readSetUpload(set({})).faults[0]).toMatchObject({ file: "08_outcome_contract.json" });
  expect(readSetUpload({ name: "x.json", text: "[]" }).faults[0]?.message).toBe("this is no policy set");
  expect(readSetUpload({ name: "x.zip", text: "PK" }).faults[0]?.message).toContain("no JSON");
});
