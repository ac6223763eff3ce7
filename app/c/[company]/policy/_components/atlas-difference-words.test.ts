import { expect, test } from "vitest";
import { countsInWords, flipInWords, gateCountsInWords } from "./atlas-difference-words";

const space = { classes: 57, situations: 262_144 };

test("a change that flips nothing says so over the whole space", () => {
  const cells = { all: 1000, opened: 0, closed: 0, reasonsOnly: 0 };
  expect(countsInWords({ ...space, cells })).toBe(
    "No verdict differs anywhere: 57 classes of request in 262,144 situations.",
  );
});

test("looser and stricter are told apart, and never rounded to nothing", () => {
  const cells = { all: 100_000, opened: 1, closed: 25_000, reasonsOnly: 5_000 };
  expect(countsInWords({ ...space, cells })).toBe(
    "Of 57 classes of request in 262,144 situations, under 0.1% become looser and 25% become stricter. In 5% the verdict stays and other rules or codes give it.",
  );
  expect(gateCountsInWords({ looser: 0, stricter: 1200 })).toBe(
    "Looser in none, stricter in 1,200 of its combinations of request and situation.",
  );
});

test("a flip says where it happens, and how many cases are not written out", () => {
  expect(flipInWords({ situations: 512, regions: ["T4 WATCH", "T1 FAIL"], moreRegions: 3 }, 1024)).toBe(
    "In 512 situations (50%), when T4 WATCH; or when T1 FAIL; and 3 further cases.",
  );
});
