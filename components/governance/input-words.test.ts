import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CONTRACT_INPUTS } from "@/kernel/enforcement/triggers/input-catalogue";
import { inputInWords, inputNamed, inputsTogether, inputTitle, sourceInWords } from "./input-words";

const names = [...CONTRACT_INPUTS.keys()];
const policy = readFileSync("docs/policy/vsf-TEST-CFO-001/08_outcome_contract.json", "utf8");
const fields: readonly string[] =
  JSON.parse(policy).bundle.outcome_contract.outcome_contract.data_requirements.minimum_fields;

describe("An input of a trigger as a CFO reads it", () => {
  test.each(names)("%s is said in words", (name) => {
    expect(inputInWords(name)).not.toMatch(/_|[a-z][A-Z]|\b[A-Z][a-z]/);
    expect(inputInWords(name)).not.toMatch(/\bTTM\b|3mo|avg|excl/);
  });

  test("no two inputs or minimum fields are called the same", () => {
    const words = [...names, ...fields].map((name) => inputTitle(name).toLowerCase());
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(words).size).toBe(names.length + fields.length);
  });

  test("minimum fields are words already and stay as the contract has them", () => {
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.map(inputInWords)).toEqual(fields);
  });

  test.each([
    ["NetNewARR_quarter", "net new ARR quarter"],
    ["ARRPerHead", "ARR per head"],
    ["support_cost_3mo", "support cost 3mo"],
    ["constructor", "constructor"],
  ])("a company's own %s is split at its capitals and underscores", (name, words) => {
    expect(inputInWords(name)).toBe(words);
  });

  test("beside the words stands the exact name where the two differ", () => {
    expect(inputNamed("CashBalance")).toBe("Cash balance (CashBalance)");
    expect(inputNamed("Capex")).toBe("Capex");
  });

  test("inputs that move together are said together", () => {
    expect(inputsTogether(["CashBalance", "NetBurn"])).toBe("Cash balance and net burn");
  });
});

test("a source is what finance calls it, and one that is words already stays", () => {
  expect(sourceInWords("events_raw")).toBe("events of the books");
  expect(sourceInWords("revenue_events, events_raw")).toBe(
    "revenue events of the books, events of the books",
  );
  expect(sourceInWords("optimizer_configs")).toBe("settings");
  expect(sourceInWords("supplied by hand")).toBe("supplied by hand");
});
