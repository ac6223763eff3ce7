import { expect, test } from "vitest";
import {
  classesInWords,
  coverInWords,
  ruleInWords,
  shareInWords,
  totalsInWords,
  verdictInWords,
} from "./atlas-words";

test("the four gates are summed up in one sentence", () => {
  const counts = { ALLOWED: 2, SIGNABLE: 1, BLOCKED: 3 };
  expect(totalsInWords([{ counts }, { counts }])).toBe(
    "4 of 12 classes of request are allowed, 2 once signed, 6 blocked.",
  );
});

test("a verdict names those who must still sign", () => {
  expect(verdictInWords({ verdict: "SIGNABLE", roles: ["CEO", "CFO"] })).toBe(
    "Allowed once signed by CEO and CFO",
  );
  expect(verdictInWords({ verdict: "BLOCKED", roles: [] })).toBe("Blocked");
});

test("each rule says what it asks; one with a reason code leaves the words to the code", () => {
  expect(ruleInWords({ rule: "G2.blocked_if[1]", when: "T5 FAIL" })).toBe("when T5 FAIL");
  expect(ruleInWords({ rule: "G1.blocked_if[0]", when: "Any critical_trigger is FAIL" })).toBe(
    "when any critical trigger is FAIL",
  );
  expect(ruleInWords({ rule: "G4.default_deny", when: null })).toBe("no rule allows it");
  expect(ruleInWords({ rule: "A10(2)", when: null })).toContain("DEFENSIVE");
  expect(ruleInWords({ rule: "RUNTIME-A10-2", when: null })).toBeNull();
});

test("several classes are named by an example, and a single one by itself", () => {
  expect(classesInWords(["a renewal"])).toBe("1 class of request: a renewal");
  expect(classesInWords(["a backfill", "a net-new hire"])).toBe("2 classes of request, such as a backfill");
});

test("a share of the situations is never rounded to none or all of them", () => {
  expect([0, 1, 65_536, 262_143, 262_144].map((part) => shareInWords(part, 262_144))).toEqual([
    "none",
    "under 0.1%",
    "25%",
    "over 99.9%",
    "all",
  ]);
});

test("a threshold gap or overlap says for which values, and which ends belong to it", () => {
  expect(coverInWords({ gaps: [], overlaps: [] })).toBe("every value has exactly one state");
  const gap = { from: 12, fromIncluded: true, to: 15, toIncluded: false };
  const end = { from: null, fromIncluded: false, to: 3, toIncluded: true, states: ["WATCH", "FAIL"] };
  expect(coverInWords({ gaps: [gap], overlaps: [end] })).toBe(
    "no state for from 12 and below 15; WATCH and FAIL for up to 3",
  );
  const point = { from: 8, fromIncluded: true, to: 8, toIncluded: true };
  expect(coverInWords({ gaps: [point], overlaps: [] })).toBe("no state for exactly 8");
});
