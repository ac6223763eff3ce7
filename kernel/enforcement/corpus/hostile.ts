/** Values, words and texts that ought to be refused or survived. */
import type { Json, JsonObject } from "./given";
import { below, chance, pick, type Random } from "./random";

/** JSON can say these, but a JavaScript value that is then printed cannot: they are written into the text. */
const WRITTEN: [RegExp, string][] = [
  [/"§proto§"/g, '"__proto__"'],
  [/"§huge§"/g, "1e999"],
  [/"§minus§"/g, "-0"],
  [/"§long§"/g, "123456789012345678901234567890.000000000000000000001"],
];
export function writeHostile(document: JsonObject): string {
  const text = JSON.stringify(document);
  return text.includes("§")
    ? WRITTEN.reduce((result, [mark, value]) => result.replace(mark, value), text)
    : text;
}

const SIMPLE: Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  3,
  1e21,
  5e-324,
  0.1,
  "",
  " ",
  "0",
  "1",
  [],
  {},
  [null],
  [[]],
  "§huge§",
  "§minus§",
  "§long§",
  "\u0000",
  "\ud800",
  "𝟙𝟚",
  "PASS",
  "FAIL",
  "T4",
  "T4_RUNWAY_FLOOR",
  "NaN",
  { value: 1 },
  { value: 20, unit: "ratio" },
  { value: "§huge§", unit: "USD" },
  { value: 5, unit: "EUR" },
  { "§proto§": { allowed: true } },
  [1, 2],
  [2, 1],
  [1, 2, 3, 4],
  "2026-02-30",
  "9999-12-31",
  "0001-01-01",
  { PASS: "PASS" },
];

export function hostileValue(random: Random): Json {
  if (!chance(random, 0.02)) return structuredClone(pick(random, SIMPLE));
  return pick(random, LARGE)(random);
}

const LARGE: ((random: Random) => Json)[] = [
  (random) => nested(pick(random, [50, 500, 3000]), () => []),
  (random) => nested(pick(random, [50, 500, 3000]), () => ({})),
  () => Array.from({ length: 20_000 }, (_, index) => index),
  () => Array.from({ length: 2000 }, () => "CFO"),
  () => "(".repeat(20_000),
  () => "T4 FAIL and ".repeat(3000),
  () => "9".repeat(20_000),
  () => `>= ${"1,".repeat(10_000)}`,
  () => `${" ".repeat(30_000)}x`,
  () => "a".repeat(50_000),
];

function nested(depth: number, empty: () => Json[] | JsonObject): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level++) {
    const holder = empty();
    if (Array.isArray(holder)) holder.push(value);
    else holder.child = value;
    value = holder;
  }
  return value;
}

const WORDS = [
  ">=",
  "<=",
  "<",
  ">",
  "≥",
  "≤",
  "=",
  "and",
  "or",
  "to",
  "between",
  "range",
  "(",
  ")",
  "-",
  "−",
  "–",
  "+",
  "$",
  "%",
  "x",
  "k",
  "m",
  ",",
  ".",
  "months",
  "month",
  "/month",
  "percent",
  "USD",
  "EUR",
  "15",
  "0",
  "1e5",
  "-50k",
  "T1",
  "T4",
  "T9",
  "T12",
  "PASS",
  "WATCH",
  "FAIL",
  "UNKNOWN",
  "is",
  "are",
  "any",
  "all",
  "critical_triggers",
  "critical_trigger",
  "consecutive",
  "weekly",
  "monthly",
  "two",
  "Thirteen",
  "FAILs",
  "on",
  "Trailing 3-month average",
  "Hourly",
  "not",
  "+5–15%",
  ">$5k/month",
  "\n",
  "\t",
  "‮",
  "İ",
];

/** A text with a few of its words dropped, doubled, swapped or replaced. */
export function reworded(random: Random, text: string): string {
  const words = text.split(/(\s+|(?<=[<>=$(),%/–+-])|(?=[<>=$(),%/–+-]))/);
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const index = below(random, words.length);
    const action = below(random, 5);
    if (action === 0) words.splice(index, 1);
    else if (action === 1) words.splice(index, 0, words[index] ?? "");
    else if (action === 2) words.splice(index, 0, ` ${pick(random, WORDS)} `);
    else if (action === 3) words[index] = pick(random, WORDS);
    else words[index] = String(words[index] ?? "").toUpperCase();
  }
  return words.join("");
}

/** JSON cut, spliced or sprinkled with foreign characters: mostly no JSON any more. */
export function tearText(random: Random, text: string): string {
  const place = below(random, text.length);
  const action = below(random, 4);
  if (action === 0) return text.slice(0, place);
  if (action === 1)
    return (
      text.slice(0, place) + pick(random, ['"', "{", "]", ",", "\u0000", "NaN", "\\u12"]) + text.slice(place)
    );
  if (action === 2) return text.slice(place);
  return pick(random, ["", " ", "null", "[]", '"x"', "{}", "12", "﻿{}", '{"trace_id":"x"}', "[".repeat(5000)]);
}
