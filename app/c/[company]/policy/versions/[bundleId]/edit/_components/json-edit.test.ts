import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withNeighboursSwapped, withoutValueAt, withValueAt } from "./json-edit";

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const plain = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { document } = fc.letrec((tie) => ({
  document: fc.dictionary(word, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const layout = fc.constantFrom(undefined, 2, 4, "\t");

type Place = { path: string[]; parent: Record<string, unknown> | unknown[]; key: string };

function placesOf(value: unknown, path: string[] = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [
    { path: [...path, key], parent, key },
    ...placesOf(parent[key], [...path, key]),
  ]);
}

/** The same change made on the data itself, on a copy. */
function directly(
  data: unknown,
  path: readonly string[],
  change: (parent: never, key: string) => void,
): unknown {
  const copy = structuredClone(data);
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], copy);
  change(parent as never, path.at(-1) ?? "");
  return copy;
}

const someEdit = fc.tuple(document, layout, plain, fc.nat()).map(([data, indent, value, pick]) => {
  const places = placesOf(data);
  return {
    data,
    text: JSON.stringify(data, null, indent),
    value,
    place: places[pick % Math.max(1, places.length)],
  };
});

describe("changing one place of a JSON text", () => {
  test("a change in the form says in the JSON what setting the value itself says, keys in their order", () => {
    fc.assert(
      fc.property(someEdit, ({ data, text, value, place }) => {
        fc.pre(place !== undefined);
        if (!place) return;
        const edited = withValueAt(text, place.path, value);
        const expected = directly(data, place.path, (parent: Record<string, unknown>, key) => {
          parent[key] = value;
        });
        expect(JSON.stringify(JSON.parse(edited))).toBe(JSON.stringify(expected));
      }),
    );
  });

  test("every character outside the place stays as it was typed", () => {
    const text = '{ "a" : [1,2 ,3],\n"unknown":{"kept":   true},\t"b":"x" }\n';
    expect(withValueAt(text, ["b"], "y")).toBe(text.replace('"x"', '"y"'));
    expect(withValueAt(text, ["a", "1"], 20)).toBe(text.replace("2 ,", "20 ,"));
  });

  test("what is not there yet is added, and what is around it as well", () => {
    fc.assert(
      fc.property(
        document,
        layout,
        fc.array(word, { minLength: 1, maxLength: 3 }),
        plain,
        (data, indent, path, value) => {
          const text = JSON.stringify({ ...data, zz: 1 }, null, indent);
          const edited = JSON.parse(withValueAt(text, ["new", ...path], value));
          expect(path.reduce((found, step) => found[step], edited.new)).toEqual(value);
          const { new: _, ...others } = edited;
          expect(others).toEqual({ ...data, zz: 1 });
        },
      ),
    );
  });

  test("taking out says what deleting the value itself says", () => {
    fc.assert(
      fc.property(someEdit, ({ data, text, place }) => {
        fc.pre(place !== undefined);
        if (!place) return;
        const expected = directly(data, place.path, (parent: Record<string, unknown> | unknown[], key) => {
          if (Array.isArray(parent)) parent.splice(Number(key), 1);
          else delete parent[key];
        });
        expect(JSON.stringify(JSON.parse(withoutValueAt(text, place.path)))).toBe(JSON.stringify(expected));
      }),
    );
  });

  test("neighbours change places with their own spelling, and back again", () => {
    const text = '{"list": [\n  {"a":1},\n  [ 2 ],\n  "three"\n]}';
    const moved = withNeighboursSwapped(text, ["list"], 0);
    expect(moved).toBe('{"list": [\n  [ 2 ],\n  {"a":1},\n  "three"\n]}');
    expect(withNeighboursSwapped(moved, ["list"], 0)).toBe(text);
    expect(withNeighboursSwapped(text, ["list"], 2)).toBe(text);
  });

  test("a further item stands on a line of its own where its neighbours do", () => {
    expect(withValueAt('{\n  "a": [\n    "x"\n  ]\n}', ["a", "1"], "y")).toBe(
      '{\n  "a": [\n    "x",\n    "y"\n  ]\n}',
    );
    expect(withValueAt('{\n  "a": ["x"]\n}', ["a", "1"], "y")).toBe('{\n  "a": ["x", "y"]\n}');
    expect(withValueAt('{\n  "a": []\n}', ["a"], [{ b: 1 }])).toBe(
      '{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}',
    );
  });
});
