import { expect, test } from "vitest";
import type { PolicyChange } from "@/kernel/enforcement";
import {
  changesInWords,
  differenceInWords,
  shortHash,
  stageInWords,
  subjectInWords,
  versionInWords,
} from "./policy-words";

const change = (given: Partial<PolicyChange>): PolicyChange => ({
  kind: "threshold",
  direction: "changed",
  class: "breaking",
  subject: "T4 FAIL",
  path: "08.bundle.trigger_spec.trigger_spec.triggers[3].threshold.fail",
  before: "< 12 months",
  after: "< 10 months",
  words: "The threshold of T4 FAIL was < 12 months and becomes < 10 months (−2).",
  ...given,
});
const approver = change({ kind: "approver", class: "minor", words: "New approver G4 CEO." });
const wording = change({ kind: "wording", class: "patch", words: "Other words." });

test("a version has a number, and a draft the number of the draft", () => {
  expect(versionInWords("1.1.0")).toBe("Version 1.1.0");
  expect(versionInWords("draft-3")).toBe("Draft 3");
});

test("a proposal says whose signature it still waits for", () => {
  expect(stageInWords("PROPOSED", [])).toBe("It waits for the signatures of the CFO and the CEO.");
  expect(stageInWords("PROPOSED", ["CEO"])).toBe("It waits for the signature of the CFO.");
  expect(stageInWords("SIGNED", ["CEO", "CFO"])).toContain("Both have signed");
});

test("how much has changed is counted by weight, and wording apart", () => {
  expect(changesInWords([])).toBe("no change");
  expect(changesInWords([wording])).toBe("1 change of wording");
  expect(changesInWords([change({}), change({})])).toBe("2 breaking changes");
  expect(changesInWords([change({}), approver, wording, wording])).toBe(
    "1 breaking change, 1 minor and 2 of wording",
  );
});

test("whoever signs reads the difference in one paragraph, the heaviest changes in full", () => {
  expect(differenceInWords("1.0.0", [])).toBe("It says the same as version 1.0.0.");
  expect(differenceInWords("1.0.0", [change({}), approver, wording])).toBe(
    "Against version 1.0.0 it makes 1 breaking change, 1 minor and 1 of wording. The threshold of T4 FAIL was < 12 months and becomes < 10 months (−2). New approver G4 CEO.",
  );
  const many = Array.from({ length: 7 }, (_, at) => change({ subject: `T${at}` }));
  expect(differenceInWords("1.0.0", many)).toContain("And 3 further changes.");
});

test("what a change is about is named before what it says", () => {
  expect(subjectInWords(change({}))).toBe("Threshold: T4 FAIL");
  const entry = { before: null, after: "Stop unproven channels" };
  expect(
    subjectInWords(change({ kind: "action", subject: "T9 FAIL: Stop unproven channels", ...entry })),
  ).toBe("Action: T9 FAIL");
  const field = { kind: "minimum_field", subject: "Billings", before: null, after: "Billings" } as const;
  expect(subjectInWords(change(field))).toBe("Minimum field");
  expect(shortHash(`sha256:${"0123456789abcdef".repeat(4)}`)).toBe("sha256:01234567…");
});
