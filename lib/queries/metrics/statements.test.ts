import { expect, test } from "vitest";
import { METRIC_IDS } from "../../../kernel/revenue/metric-ids";
import { metricsOf } from "./statement";
import { METRIC_STATEMENTS } from "./statements";

test("every metric of the dictionary is computed by one statement, and by one only", () => {
  expect(METRIC_STATEMENTS.flatMap(metricsOf).sort()).toEqual([...METRIC_IDS].sort());
});

test("the rows that a metric shows are facts of its statement, and what it is composed of are metrics with rows", () => {
  const all = METRIC_STATEMENTS.flatMap(({ metrics }) => Object.entries(metrics));
  const withRows = new Set(all.filter(([, { rows }]) => Object.keys(rows).length > 0).map(([id]) => id));
  for (const { facts, metrics } of METRIC_STATEMENTS) {
    const parts = new Set(facts.map(({ part }) => part));
    for (const [id, { rows, from = [] }] of Object.entries(metrics)) {
      expect([id, Object.keys(rows).filter((part) => !parts.has(part))]).toEqual([id, []]);
      expect([id, from.filter((other) => !withRows.has(other))]).toEqual([id, []]);
      expect([id, Object.keys(rows).length + from.length > 0]).toEqual([id, true]);
    }
  }
});

test("a formula speaks only of facts that its statement reads", () => {
  for (const { facts, metrics } of METRIC_STATEMENTS) {
    const parts = new Set(facts.flatMap(({ part }) => [part, `${part}_n`]).concat("kind", "day"));
    for (const [id, { value }] of Object.entries(metrics)) {
      const named = [...value.matchAll(/\b[sw]\.(\w+)/g)].map(([, name]) => name ?? "");
      expect([id, named.filter((name) => !parts.has(name))]).toEqual([id, []]);
    }
  }
});
