import { expect, test } from "vitest";
import { readSetFolder } from "./publication/set-folder";
import { inOrderOf } from "./reading-order";

const sortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(
    ([one], [other]) => one.length - other.length || (one < other ? -1 : 1),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
};

test("a policy that lost the order of its keys in the database reads as it was published", () => {
  const texts = readSetFolder("docs/policy/vsf-TEST-CFO-001");
  const { bundle } = JSON.parse(texts["08_outcome_contract.json"] ?? "");
  expect(JSON.stringify(inOrderOf(bundle, sortedKeys(bundle)))).toBe(JSON.stringify(bundle));
});

test("names that the model does not have stand behind those it has, and nothing is lost", () => {
  const model = { a: 1, list: [{ x: 1 }, { x: 1, y: 2 }] };
  const data = { own: true, list: [{ z: 0, y: 1, x: 2 }, "text"], a: { deep: [1] } };
  const ordered = inOrderOf(model, data);
  expect(ordered).toEqual(data);
  expect(JSON.stringify(ordered)).toBe('{"a":{"deep":[1]},"list":[{"x":2,"y":1,"z":0},"text"],"own":true}');
});
