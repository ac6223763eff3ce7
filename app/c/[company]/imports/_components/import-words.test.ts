import { describe, expect, test } from "vitest";
import { FATES } from "@/lib/imports/fates";
import {
  FATE_ORDER,
  FATE_WORDS,
  fatesInWords,
  obstacleInWords,
  patienceInWords,
  saysInWords,
  stageOf,
} from "./import-words";

const none = { NEW: 0, SAME: 0, RESTATES: 0, DUPLICATE: 0, FAULT: 0 };

describe("where an import stands", () => {
  const open = { status: "STAGED", asks: false, fates: { ...none, NEW: 2 } } as const;
  test.each([
    ["a file whose rows are being read", { ...open, status: "READING", fates: null }, "READING"],
    ["one that is read again", { ...open, fates: null }, "READING"],
    ["one that waits for an answer", { ...open, status: "READING", asks: true, fates: null }, "ASKS"],
    ["one with a faulty row", { ...open, fates: { ...none, NEW: 9, FAULT: 1 } }, "FAULTY"],
    ["one that states something twice", { ...open, fates: { ...none, DUPLICATE: 2 } }, "FAULTY"],
    ["one in which nothing is new", { ...open, fates: { ...none, SAME: 3 } }, "NOTHING_NEW"],
    ["one that corrects a figure", { ...open, fates: { ...none, RESTATES: 1, SAME: 3 } }, "READY"],
    ["one that was applied", { ...open, status: "APPLIED" }, "APPLIED"],
    ["one that was undone", { ...open, status: "UNDONE" }, "UNDONE"],
    ["one that was set aside", { ...open, status: "ABANDONED", asks: true }, "ABANDONED"],
  ] as const)("%s", (_, given, stage) => {
    expect(stageOf(given)).toBe(stage);
  });
});

test("only what there is is counted, what is wrong first", () => {
  expect(fatesInWords({ NEW: 1_200, SAME: 1, RESTATES: 3, DUPLICATE: 0, FAULT: 1 })).toBe(
    "1 fault, 1,200 new, 3 restated, 1 the same",
  );
  expect(fatesInWords(none)).toBe("no rows");
});

test("each fate has its words, its place in the order, and a sentence of what it means", () => {
  expect([...FATE_ORDER].sort()).toEqual([...FATES].sort());
  expect(new Set(FATES.map((fate) => FATE_WORDS[fate].words)).size).toBe(FATES.length);
  for (const fate of FATES) expect(FATE_WORDS[fate].means).toMatch(/^[A-Z].*\.$/);
});

test("only of many rows is it said that they take their time", () => {
  expect(patienceInWords(19_999)).toBeNull();
  expect(patienceInWords(200_000)).toMatch(/^So many rows may take a minute or two\./);
});

test("why nothing is written names one fault as one and several as several, with the remedy", () => {
  expect(obstacleInWords({ ...none, NEW: 3, FAULT: 1 })).toBe(
    "1 row has a fault, so nothing of the file is written. Correct it in the file and upload it again.",
  );
  expect(obstacleInWords({ ...none, FAULT: 1, DUPLICATE: 1_200 })).toBe(
    "1,201 rows have faults, so nothing of the file is written. Correct them in the file and upload it again.",
  );
  expect(obstacleInWords({ ...none, SAME: 2 })).toBe("Everything in this file is there already.");
  expect(obstacleInWords({ ...none, NEW: 1 })).toBeNull();
});

test("what stands under a key is said with its unit, cents written out", () => {
  expect(saysInWords({ amount: 270_500.5 })).toBe("amount $270,500.50");
  expect(saysInWords({ low: -10, amount: 0, high: null, open_roles: 1_200 })).toBe(
    "low −\u2060$10, amount $0, high —, open roles 1,200",
  );
  expect(saysInWords({ stage: "qualified", won: false })).toBe("stage qualified, won no");
});
