import { expect, test } from "vitest";
import { nestsDeeper } from "./json-depth";

test.each([
  ['{"rows":[{"a":1}]}', 3, false],
  ['{"rows":[{"a":[1]}]}', 3, true],
  ["[[],[[]],[]]", 3, false],
  ["[[],[[[]]],[]]", 3, true],
  // Brackets within text are text, also behind an escaped quotation mark.
  ['["[[[[\\"[[[[", "\\\\"]', 1, false],
  ['["\\\\", [["]"]]]', 2, true],
  ["", 1, false],
])("%s nests deeper than %i: %s", (text, most, deeper) => {
  expect(nestsDeeper(text, most)).toBe(deeper);
});

test("sixteen million brackets are told in a moment", () => {
  const text = `{"rows":[{"a":${"[".repeat(8_000_000)}${"]".repeat(8_000_000)}}]}`;
  const began = process.cpuUsage();
  expect(nestsDeeper(text, 3)).toBe(true);
  expect(process.cpuUsage(began).user).toBeLessThan(500_000);
});
