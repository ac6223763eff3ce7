import { expect, test } from "vitest";
import { apportion, createRandom, namedUuid } from "./random";

test("the same word gives the same stream, another word another", () => {
  const draw = (word: string) => Array.from({ length: 5 }, createRandom(word).next);
  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
});

test("draws spread evenly enough over their range, ends included", () => {
  const random = createRandom("even");
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 4000; n += 1) counts[random.int(0, 3)] = (counts[random.int(0, 3)] ?? 0) + 1;
  expect(Math.min(...counts)).toBeGreaterThan(700);
});

test("parts of an amount sum to it, to the cent, also below zero", () => {
  const random = createRandom("split");
  for (const total of [1, 99, 123_456_789, -5_000_001]) {
    expect(random.split(total, 7).reduce((sum, part) => sum + part, 0)).toBe(total);
  }
  expect(apportion(100, [1, 1, 1])).toEqual([33, 33, 34]);
});

test("ids have the form of a version 4 UUID and follow from their name", () => {
  expect(namedUuid("cfo@larkfield.example")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(namedUuid("x")).toBe(namedUuid("x"));
  expect(namedUuid("x")).not.toBe(namedUuid("y"));
});
