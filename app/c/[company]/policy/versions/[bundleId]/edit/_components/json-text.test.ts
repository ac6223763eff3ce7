import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataOf, isStorableNumber, nearestNode, offsetInText, readJson } from "./json-text";

const faultOf = (text: string) => {
  const read = readJson(text);
  return read.ok ? null : read.fault;
};

/** JSON as people may store it: numbers and texts that the database keeps. */
const storable = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => !/"__proto__"|\\u0000|\\ud[89a-f]|e[-+]?\d/i.test(JSON.stringify(value)))
  .filter((value) => !(typeof value === "number" && !isStorableNumber(value)));

describe("reading JSON with its places", () => {
  test("reads whatever JSON holds, however it is laid out", () => {
    fc.assert(
      fc.property(storable, fc.constantFrom(undefined, 1, 2, "\t"), (value, layout) => {
        const text = JSON.stringify(value, null, layout);
        const read = readJson(text);
        const hasStrangeNumber = /\d{22}|0\.000000/.test(text);
        fc.pre(!hasStrangeNumber);
        expect(read.ok && dataOf(read.root)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("takes nothing that is no JSON", () => {
    const pieces = ["{", "}", "[", "]", ",", ":", '"a"', "1", "-", ".5", "true", "nul", " ", "\n", '"', "\\"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        if (!readJson(text).ok) return;
        expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["a comma too many", '{\n  "a": 1,\n}', 3, 1, "expected a name in quotation marks"],
    ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', 3, 3, "expected “,” or “}”"],
    ["a missing value", '{"a": }', 1, 7, "expected a value"],
    ["an end too early", '{"a": [1', 1, 9, "expected “,” or “]”"],
    ["something after the end", "{} x", 1, 4, "expected nothing more after the end"],
    ["a name that stands twice", '{"a": 1,\n "a": 2}', 2, 2, "“a” stands twice in one object"],
    ["a number that cannot be stored", '{"a": 1e400}', 1, 7, "between 0.000001 and 1e21"],
    ["a line break in a text", '{"a": "b\nc"}', 1, 9, "written"],
  ])("names line and column of %s", (_, text, line, column, words) => {
    expect(faultOf(text)).toMatchObject({ line, column, message: expect.stringContaining(words) });
  });

  test("is not brought down by what is nested without end", () => {
    expect(faultOf("[".repeat(200_000))?.message).toMatch(/nested more than/);
  });

  test("a name such as __proto__ is an ordinary name", () => {
    const read = readJson('{"__proto__": {"a": 1}}');
    expect(read.ok && Object.keys(dataOf(read.root) as object)).toEqual(["__proto__"]);
  });

  test("finds the character of a text, whatever stands escaped before it", () => {
    const text = '{"a": "x\\u2013\\"y>"}';
    const read = readJson(text);
    if (!read.ok) throw new Error(read.fault.message);
    const { node } = nearestNode(read.root, ["a"]);
    // The text is x–"y>, and the fifth of its characters is the sign.
    expect(offsetInText(text, node, 5)).toEqual({ start: text.indexOf(">"), end: text.indexOf(">") + 1 });
    expect(offsetInText(text, node, 6)).toEqual({
      start: text.lastIndexOf('"'),
      end: text.lastIndexOf('"') + 1,
    });
  });
});
