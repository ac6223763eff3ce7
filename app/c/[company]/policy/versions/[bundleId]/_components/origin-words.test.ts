import { expect, test } from "vitest";
import { originInWords } from "./origin-words";

const at = new Date("2026-11-12T14:05:00Z");
const drafted = { by: "Ewa", at };
const begun = { drafted, edited: drafted, proposed: null, activatedAt: null };

test("a draft that came in as a file says who brought it in and when, and what is not kept of the file", () => {
  expect(originInWords(begun)).toBe(
    "Brought in from a file by Ewa on 12 Nov 2026, 14:05 UTC. The name of the file is not kept.",
  );
});

test("one that was edited since says so, because its hash is no longer that of what came in", () => {
  const edited = { by: "Nora", at: new Date("2026-11-13T08:00:00Z") };
  expect(originInWords({ ...begun, edited })).toContain(
    "It was edited after that, last by Nora on 13 Nov 2026",
  );
});

test("what a company began with was not brought in by anybody", () => {
  expect(originInWords({ ...begun, activatedAt: at })).toBe("The company began with it.");
});
