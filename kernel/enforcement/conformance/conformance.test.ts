import { describe, expect, it } from "vitest";
import published from "../../../docs/policy/vsf-TEST-CFO-001/08_outcome_contract.json" with { type: "json" };
import { readChecklist, runChecklist } from "./checklist";
import { conformanceContext } from "./context";
import { parsePath, valuesAt } from "./path";
import { PREDICATES } from "./predicates";
import { NAMINGS, readReferences, runReferences } from "./references";
import { judgeConformance } from "./report";

const context = conformanceContext({ "08": published });

describe("A path", () => {
  it.each([
    ["", 1, "expected a key"],
    ["[0]", 1, "expected a key"],
    ["a..b", 2, "expected “.” or “[”"],
    ["a[", 2, "expected “.” or “[”"],
    ["a[-1]", 2, "expected “.” or “[”"],
    ["a b", 2, "expected “.” or “[”"],
    ["a.", 2, "expected “.” or “[”"],
  ])("refuses “%s” and says where", (text, position, message) => {
    expect(parsePath(text)).toEqual({ ok: false, position, message });
  });

  it("leads to every item and every value, with the exact place of each", () => {
    const root = { a: { x: [{ n: 1 }, { n: 2 }], y: [{ n: 3 }] } };
    const read = parsePath("a.*[*].n");
    expect(read.ok && valuesAt(root, read.value)).toEqual([
      { path: "a.x[0].n", value: 1 },
      { path: "a.x[1].n", value: 2 },
      { path: "a.y[0].n", value: 3 },
    ]);
  });

  it("yields what is not there as undefined, so that absence is seen and not passed over", () => {
    const found = (text: string) => {
      const read = parsePath(text);
      return read.ok ? valuesAt({ a: {} }, read.value) : [];
    };
    expect(found("a.b.c")).toEqual([{ path: "a.b.c", value: undefined }]);
    expect(found("a.list[*].id")).toEqual([{ path: "a.list[*].id", value: undefined }]);
    expect(found("a.constructor")).toEqual([{ path: "a.constructor", value: undefined }]);
  });
});

/** What one predicate says of values standing in a list. */
function faultsOf(name: string, given: unknown, values: readonly unknown[]): string[] {
  const bound = PREDICATES.find((each) => each.name === name)?.bind(given);
  if (bound === undefined || "issues" in bound)
    throw new Error(`${name} does not take ${JSON.stringify(given)}`);
  return bound
    .check(
      values.map((value, index) => ({ path: `v[${index}]`, value })),
      context,
    )
    .map(({ path }) => path);
}

/** Each predicate with values for which it holds and values for which it does not. */
const CASES: readonly [string, unknown, readonly unknown[], readonly unknown[]][] = [
  ["present", {}, ["a", 0, false, ["a"], { a: null }], [undefined, null, " ", [], [""], {}]],
  ["kind", { is: "object" }, [{}], [[], null, "a", 1, undefined]],
  ["kind", { is: "list" }, [[]], [{}, "a"]],
  ["kind", { is: "number" }, [0, -1.5], ["1", Number.NaN, null]],
  ["equals", { value: "FCF breakeven" }, ["FCF breakeven"], ["FCF Breakeven", undefined]],
  [
    "contains",
    { words: "no fake precision" },
    ["No  fake precision: ranges", ["x", "NO FAKE PRECISION"]],
    ["fake", []],
  ],
  ["one_of", { values: ["a", 1] }, ["a", 1], ["1", "b", undefined]],
  ["same_set", { values: ["a", "b"] }, [["b", "a"]], [["a"], ["a", "b", "b"], ["a", "a"], "a"]],
  ["includes_all", { values: ["T1"] }, ["T1_FCF"], ["T10_FCF"]],
  ["unique", {}, ["a", "b"], ["a", "A"]],
  ["band", {}, [[0, 1]], [[1, 0], [1, 1], [1], "0-1", [0, null]]],
  ["form", { is: "sha256" }, [`sha256:${"0".repeat(64)}`], ["sha256:0", "HASH_TODO"]],
  ["form", { is: "version" }, ["1.0.0"], ["1.0", "01.0.0", 1]],
  ["form", { is: "utc_second" }, ["2026-02-23T00:00:00Z"], ["2026-02-23", "2026-13-01T00:00:00Z"]],
  ["form", { is: "trigger_id" }, ["T9_BURN"], ["T0_X", "BURN", "T9"]],
  ["reads_as", { grammar: "threshold" }, [">= 3x"], ["many", 3, undefined]],
  ["reads_as", { grammar: "condition" }, ["T1 FAIL and T4 WATCH/FAIL"], ["soon", null]],
  ["reads_as", { grammar: "escalation" }, ["Two consecutive monthly FAILs on T1/T2"], ["T1 FAIL"]],
  ["computes", {}, published.bundle.trigger_spec.trigger_spec.triggers, [{}, { id: "T9" }, null]],
  ["derived", { part: "reason_codes" }, [published.reason_codes], [published.reason_codes.slice(1)]],
];

describe("The predicates of the checklist", () => {
  it.each(CASES)("%s with %j holds and fails where it should", (name, given, holding, failing) => {
    for (const value of holding) expect([value, faultsOf(name, given, [value])]).toEqual([value, []]);
    const together = name === "unique";
    const faults = together
      ? [faultsOf(name, given, failing)]
      : failing.map((value) => faultsOf(name, given, [value]));
    expect(faults.every((each) => each.length === 1)).toBe(true);
  });

  it("are a closed list, each tried here, each refusing arguments that are not its own", () => {
    const names = PREDICATES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name !== "no_finding" && !CASES.some(([tried]) => tried === name))).toEqual(
      [],
    );
    for (const { bind } of PREDICATES) expect("issues" in bind({ surprise: 1 })).toBe(true);
  });

  it("take the kernel's own findings where a grammar or several artifacts decide", () => {
    const bundle = structuredClone(published.bundle);
    Object.assign(bundle.trigger_spec.trigger_spec.triggers[0] ?? {}, { formula: "FCF" });
    const items = readChecklist({
      items: [
        {
          id: "1",
          clause: "c",
          says: "s",
          paths: ["08.bundle"],
          predicate: "no_finding",
          with: { codes: ["CFO-06"] },
          code: "CFO-06",
        },
      ],
    });
    if (!items.ok) throw new Error(JSON.stringify(items.issues));
    const [result] = runChecklist(items.items, conformanceContext({ "08": { bundle } }));
    expect(result).toMatchObject({ holds: false, code: "CFO-06" });
    expect(result?.faults[0]?.path).toBe("08.bundle.trigger_spec.triggers[0].formula");
  });
});

describe("A checklist that cannot be run is refused with each fault's path", () => {
  const item = { id: "1", clause: "c", says: "s", paths: ["08"], predicate: "present", code: "CFO-01" };
  it.each([
    ["no items", {}, ["items"]],
    ["an unknown predicate", { items: [{ ...item, predicate: "plausible" }] }, ["items[0].predicate"]],
    ["an unknown code", { items: [{ ...item, code: "CFO-36" }] }, ["items[0].code"]],
    ["a path that is none", { items: [{ ...item, paths: ["08", "a..b"] }] }, ["items[0].paths[1]"]],
    ["an argument too few", { items: [{ ...item, predicate: "equals" }] }, ["items[0].with.value"]],
    ["an id twice", { items: [item, item] }, ["items[1].id"]],
  ])("%s", (_, document, paths) => {
    const read = readChecklist(document);
    expect(read.ok ? [] : read.issues.map(({ path }) => path)).toEqual(paths);
  });
});

describe("The reference graph", () => {
  const targets = { ids: ["T1_FCF", "T7_CAC"], gates: ["G1_HEADCOUNT"], metrics: ["NRR"] };
  const CASES_OF_NAMING: readonly [string, string, readonly unknown[], readonly [unknown, string][]][] = [
    ["exact", "ids", ["T1_FCF"], [["T1", "“T1” leads nowhere"]]],
    ["trigger", "ids", ["T1", "t1_fcf", "CAC payback"], [["T2", "“T2” leads nowhere"]]],
    ["owned_triggers", "ids", ["T1_T7"], [["T1_T2", "“T2” leads nowhere"]]],
    [
      "condition",
      "ids",
      ["T1 FAIL and CAC payback PASS"],
      [
        ["T1 FAIL or T9 FAIL", "“T9” leads nowhere"],
        ["soon", "expected a text"],
      ],
    ],
    [
      "escalation",
      "ids",
      ["Two consecutive weekly FAILs on T1/T7"],
      [["Two consecutive weekly FAILs on T3", "“T3” leads nowhere"]],
    ],
    ["gate", "gates", ["G1"], [["G2", "“G2” leads nowhere"]]],
    ["metric", "metrics", ["NRR", "net_revenue_retention"], [["Margin", "“Margin” leads nowhere"]]],
  ];

  it.each(CASES_OF_NAMING)("follows names by %s", (by, to, leading, failing) => {
    const answer = (value: unknown) => {
      const read = readReferences({
        references: [{ id: "1", says: "s", from: ["from[*]"], to: `${to}[*]`, by, code: "CFO-14" }],
      });
      if (!read.ok) throw new Error(JSON.stringify(read.issues));
      return runReferences(read.references, { ...context, documents: { ...targets, from: [value] } })[0];
    };
    for (const value of leading) expect(answer(value)?.faults).toEqual([]);
    for (const [value, message] of failing) {
      expect(answer(value)?.faults[0]).toMatchObject({ path: "from[0]" });
      expect(answer(value)?.faults[0]?.message).toContain(message);
    }
  });

  it("has every manner of naming tried", () => {
    expect(NAMINGS.map(({ name }) => name)).toEqual(CASES_OF_NAMING.map(([name]) => name));
  });

  it("names nothing where there is nothing", () => {
    const read = readReferences({
      references: [
        { id: "1", says: "s", from: ["none[*].when"], to: "ids[*]", by: "condition", code: "CFO-14" },
      ],
    });
    expect(read.ok && runReferences(read.references, { ...context, documents: targets })[0]).toMatchObject({
      holds: true,
      names: 0,
    });
  });
});

describe("Judging a set", () => {
  it("is refused while its checklist or its graph cannot be read, and says which", () => {
    const judged = judgeConformance({ "05": {}, "07": { items: [] } });
    expect(judged.ok ? [] : judged.issues.map(({ file, path }) => `${file} ${path}`)).toEqual([
      "07 items",
      "05 references",
    ]);
  });
});
