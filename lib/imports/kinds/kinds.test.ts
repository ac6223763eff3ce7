import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COGS_COMPONENTS, CONFIG_KEYS, EVENTS, REVENUE_EVENTS } from "../../queries/spine-vocabulary";
import { fingerprintOf, openQuestions, plainName, proposeMapping } from "../mapping";
import { csvTemplate, xlsxTemplate } from "../templates";
import { KINDS, kindOf } from ".";
import { keyOf, widerKeys } from "./kind";

describe("the list of kinds", () => {
  test("each has a name of its own, fields of their own, and words that mean one thing", () => {
    expect(new Set(KINDS.map(({ id }) => id)).size).toBe(KINDS.length);
    for (const { id, fields } of KINDS) {
      expect(new Set(fields.map(({ name }) => name)).size, id).toBe(fields.length);
      expect(
        fields.some(({ required }) => required),
        id,
      ).toBe(true);
      for (const { name, words = {} } of fields) {
        const all = Object.entries(words).flatMap(([word, others]) => [
          ...new Set([word, ...others].map(plainName)),
        ]);
        expect(new Set(all).size, `${id} ${name}`).toBe(all.length);
      }
    }
  });

  test("together they write whatever the triggers and the minimum fields of a close are made of", () => {
    const types = KINDS.flatMap(({ spine }) =>
      spine.table === "optimizer_configs" ? spine.configs : spine.types,
    );
    expect(types).toEqual(
      expect.arrayContaining([
        EVENTS.cogs,
        EVENTS.opex,
        EVENTS.depreciation,
        EVENTS.operatingCashFlow,
        EVENTS.capex,
        EVENTS.bankBalance,
        EVENTS.headcount,
        EVENTS.adDelivery,
        ...Object.values(REVENUE_EVENTS),
        CONFIG_KEYS.bookingsTargets,
        CONFIG_KEYS.fcfTargets,
        CONFIG_KEYS.ebitdaTargets,
        CONFIG_KEYS.fcfBands,
        CONFIG_KEYS.ebitdaBands,
        CONFIG_KEYS.pipelineStages,
      ]),
    );
    expect(KINDS.some(({ spine }) => spine.table === "spine_opportunities")).toBe(true);
  });
});

test("the page of the specification lists each kind with where it goes", () => {
  const page = readFileSync("docs/specs/imports.md", "utf8");
  const listed = [...page.matchAll(/^\| `([a-z-]+)` \|.*\| `([a-z_]+)` \|$/gm)].map(([, id, table]) => [
    id,
    table,
  ]);
  expect(listed).toEqual(KINDS.map(({ id, spine }) => [id, spine.table]));
});

describe("a header is mapped by the names of its columns", () => {
  const opex = kindOf("opex");
  if (!opex) throw new Error("opex is a kind");
  test("its own first, then others, each column once", () => {
    expect(
      proposeMapping(opex, [
        "Accounting period",
        "DEPARTMENT",
        "Fixed / variable",
        "Amount (USD)",
        "GL account",
        "Notes",
      ]),
    ).toEqual({
      month: 0,
      function: 1,
      behaviour: 2,
      amount: 3,
      account: 4,
    });
    expect(proposeMapping(opex, ["amount", "value"])).toEqual({ amount: 0 });
  });
  test("and remembered whatever its spelling, as long as names and order are the same", () => {
    expect(fingerprintOf(["Month", "Amount (USD)"])).toBe(fingerprintOf(["MONTH ", "amount"]));
    expect(fingerprintOf(["Month", "Amount"])).not.toBe(fingerprintOf(["Amount", "Month"]));
  });
});

test.each<[string, boolean]>([
  ["Amount (USD)", false],
  ["Amount", false],
  ["Market amount", false],
  ["Amount ($k)", true],
  ["Amount (k)", true],
  ["Amount USD '000", true],
  ["Amount in thousands", true],
  ["Amount ($m)", true],
  ["Amount (in millions)", true],
  ["Amount (EUR)", true],
  ["Amount €", true],
])("a column called %s is asked about before its figures are taken for dollars: %s", (name, asked) => {
  const cogs = kindOf("cogs");
  if (!cogs) throw new Error("cogs is a kind");
  const header = ["Month", "Component", name];
  const blank = { decimal: "none" as const, dayOrder: "none" as const, samples: [], ambiguous: [] };
  const mapping = { month: 0, component: 1, amount: 2 };
  const questions = openQuestions(cogs, { header, mapping, choices: {}, columns: [blank, blank, blank] });
  expect(questions.map(({ field }) => field)).toEqual(asked ? ["amount"] : []);
});

test("a key is part of the totals over each choice of its parts", () => {
  const totals = [
    { field: "segment", part: 1 },
    { field: "account", part: 2 },
  ];
  expect(widerKeys("x", ["2026-03", "a", "b"], totals)).toEqual([
    keyOf("x", ["2026-03", "*", "b"]),
    keyOf("x", ["2026-03", "a", "*"]),
    keyOf("x", ["2026-03", "*", "*"]),
  ]);
  expect(widerKeys("x", ["2026-03", "*", "b"], totals)).toEqual([keyOf("x", ["2026-03", "*", "*"])]);
  expect(widerKeys("x", ["2026-03", "*", "*"], totals)).toEqual([]);
});

test("templates name their columns and open as what they are", async () => {
  const cogs = kindOf("cogs");
  if (!cogs) throw new Error("cogs is a kind");
  expect(csvTemplate(cogs).bytes.toString("utf8").split("\r\n")[0]).toBe(
    "\ufeffMonth,Component,Amount (USD),Account",
  );
  expect((await xlsxTemplate(cogs)).bytes.subarray(0, 2).toString()).toBe("PK");
  expect(cogs.fields.find(({ name }) => name === "component")?.help).toBe(
    `One of ${COGS_COMPONENTS.join(", ")}.`,
  );
});
