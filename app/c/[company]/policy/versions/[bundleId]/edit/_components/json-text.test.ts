import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataOf, nearestNode, offsetInText, readJson } from "./json-text";
import { isStorableNumber } from "./kept-number";

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
    ["a comma too many", '{\n  "a": 1,\n}', 2, 9, "one comma too many"],
    ["a comma too many in a list", '{"a": [1,\n 2 ,\n]}', 2, 4, "one comma too many"],
    ["a comma before the first name", "{,}", 1, 2, "expected a name in quotation marks"],
    ["a comma where a value belongs", "[,1]", 1, 2, "no value before this comma"],
    ["quotation marks of print", "{“a”: 1}", 1, 2, '“ is not the quotation mark of JSON; write "'],
    ["an apostrophe round a text", "{\"a\": 'b'}", 1, 7, "' is not the quotation mark of JSON; write \""],
    ["a name without quotation marks", "{a: 1}", 1, 2, '“a” needs quotation marks: "a"'],
    ["a text without quotation marks", '{"a": PASS}', 1, 7, '“PASS” needs quotation marks: "PASS"'],
    ["another language's word", '{"a": True}', 1, 7, "“True” is written true"],
    ["no number at all", '{"a": NaN}', 1, 7, "“NaN” is no value of JSON; write a number or null"],
    ["a remark", '{"a": 1 // one\n}', 1, 9, "JSON has no remarks"],
    ["a zero before a number", '{"a": 012}', 1, 7, "a number has no 0 before its other digits"],
    [
      "a number with a comma",
      '{"a": 1,500}',
      1,
      9,
      "expected a name in quotation marks; a number has no comma in it",
    ],
    ["a plus before a number", '{"a": +5}', 1, 7, "a number has no + before it"],
    ["a number that begins with its point", '{"a": .5}', 1, 7, "a number begins with a digit: 0.5"],
    [
      "a quotation mark in a text",
      '{"a": "the "big" one"}',
      1,
      13,
      'a quotation mark inside a text is written \\"',
    ],
    ["a text without an end", '{"a": "b}', 1, 7, "has no quotation mark at its end"],
    ["a backslash in a text", '{"a": "c:\\data"}', 1, 10, "a backslash in a text is written \\\\"],
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

  test("takes a text of one megabyte, and says where one that is too long begins", () => {
    const lines = `{"a": [\n${'"x",\n'.repeat(200_000)}"x"]}`;
    expect(readJson(lines).ok).toBe(true);
    expect(faultOf(`{"a":\n "${"x".repeat(1_000_000)}"}`)).toMatchObject({
      line: 2,
      column: 2,
      message: "a text may have 10,000 characters; this one has 1,000,000",
    });
    expect(faultOf("x".repeat(1_000_000))?.message).toBe(`“${"x".repeat(40)}…” needs quotation marks`);
    expect(faultOf(`{"${"x".repeat(9000)}" 1}`)?.message).toBe(`expected “:” after “${"x".repeat(40)}…”`);
    expect(faultOf(`{"a": "${"x".repeat(1_000_000)}`)?.message).toMatch(/has no quotation mark at its end/);
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
