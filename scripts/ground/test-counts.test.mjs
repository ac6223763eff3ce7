import { expect, test } from "vitest";
import { countPlaywright, countVitest } from "./test-counts.mjs";

const file = (status, tests) => ({ status, assertionResults: Array.from({ length: tests }) });

test("passed and failed tests are counted as reported", () => {
  const report = { numPassedTests: 7, numFailedTests: 2, testResults: [file("failed", 9)] };
  expect(countVitest(report, 1)).toEqual({ passed: 7, failed: 2 });
});

test("a test file that could not be loaded counts as a failure", () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 0,
    testResults: [file("failed", 0), file("passed", 7)],
  };
  expect(countVitest(report, 1)).toEqual({ passed: 7, failed: 1 });
});

test("a run that broke without naming a failed test counts as a failure", () => {
  const report = { numPassedTests: 7, numFailedTests: 0, testResults: [file("passed", 7)] };
  expect(countVitest(report, 1)).toEqual({ passed: 7, failed: 1 });
  expect(countVitest(null, 0)).toEqual({ passed: 0, failed: 1 });
  expect(countPlaywright(null, 0)).toEqual({ passed: 0, failed: 1 });
});

test("a browser test that passed only on a second try is not a pass", () => {
  const report = { stats: { expected: 5, unexpected: 0, flaky: 1 }, errors: [] };
  expect(countPlaywright(report, 0)).toEqual({ passed: 5, failed: 1 });
});

test("browser tests that could not begin count as a failure", () => {
  const report = { stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{ message: "no server" }] };
  expect(countPlaywright(report, 1)).toEqual({ passed: 0, failed: 1 });
});
