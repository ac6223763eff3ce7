import { expect, test } from "vitest";
import { numbersIn, saysAll, searchWords } from "./search-words";

test("an amount is found however it is typed", () => {
  for (const typed of ["4,800", "$4800", "$4,800.00", "4.8k", "4800.00", "4800"])
    expect(searchWords(typed)).toEqual(["4800"]);
  expect(searchWords("$1.2m")).toEqual(["1200000"]);
});

test("a version keeps its parts, and a reference its hyphen", () => {
  expect(searchWords("1.2.0")).toEqual(["1", "2", "0"]);
  expect(searchWords("REQ-1035 paid")).toEqual(["req-1035", "paid"]);
});

test("signs that mean something to a database only separate words", () => {
  expect(searchWords("%_\\'\";-- x' or 1=1")).toEqual(["--", "or", "1"]);
  expect(searchWords("\u0000\ud800")).toEqual([]);
  expect(searchWords("   ")).toEqual([]);
});

test("ten thousand characters become no more than eight words of sixty", () => {
  expect(searchWords("a".repeat(10_000))).toEqual(["a".repeat(60)]);
  expect(searchWords("word1 word2 ".repeat(1_000)).length).toBeLessThanOrEqual(8);
});

test("all words must begin a word of the text, in any order, hyphens or not", () => {
  expect(saysAll("Two account executives for the mid-market team", ["market", "exec"])).toBe(true);
  expect(saysAll("Two account executives for the mid-market team", ["mid-mark"])).toBe(true);
  expect(saysAll("Two account executives", ["count"])).toBe(false);
});

test("a number may name a request or an entry, with its letters or without", () => {
  expect(numbersIn(["req-12", "7", "cfo-3", "abc"], "req")).toEqual(["12", "7"]);
  expect(numbersIn(["cfo21", "009"], "cfo")).toEqual(["21", "9"]);
});
