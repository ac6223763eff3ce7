import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PLACES } from "@/e2e/support/pages";
import { helpFor } from "./screen-help-route";
import { HELP_TEXTS } from "./screen-help-texts";

const APP = join(import.meta.dirname, "..", "..", "..");
// These only lead elsewhere, or say that there is no such page.
const NO_SCREEN = ["/c/[company]/[...missing]", "/c/[company]/admin", "/operator", "/"];

/** Every route that has a page, as the folders name it. */
function routes(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`)
    .filter((route) => !NO_SCREEN.includes(route));
}

const sentences = (text: string) =>
  [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)].map(({ segment }) =>
    segment.trim(),
  );

test("no screen is without its help", () => {
  const without = routes().filter((route) => HELP_TEXTS[route] === undefined);
  expect(without).toEqual([]);
});

test("no help is kept for a screen that is not there", () => {
  const there = routes();
  expect(Object.keys(HELP_TEXTS).filter((route) => !there.includes(route))).toEqual([]);
});

test("every page that the browser stories look at has its help", () => {
  const named = PLACES.filter(({ isMissing }) => !isMissing);
  expect(named.length).toBeGreaterThan(60);
  for (const { name, path } of named) {
    // The others are looked up in the database; their routes are among the folders above.
    if (typeof path === "string") expect(helpFor(path.split("?")[0] ?? ""), name).not.toBeNull();
  }
});

test.each(Object.entries(HELP_TEXTS))("%s: exactly two sentences, short enough to be read", (_, { text }) => {
  const found = sentences(text);
  expect(found, text).toHaveLength(2);
  for (const sentence of found) expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(text.length).toBeLessThanOrEqual(330);
});

test("the words are those of whoever runs a company, not of whoever wrote the program", () => {
  const words =
    /\b(JSON|tenant|endpoint|database|query|server|component|null|boolean|hash|schema|UUID|route|kernel)\b/i;
  for (const [route, { text }] of Object.entries(HELP_TEXTS)) expect(text, route).not.toMatch(words);
});

test("the help of a screen is found by its address, the nearest route first", () => {
  expect(helpFor("/c/acme/requests/new")?.text).toMatch(/^Choose what you want/);
  expect(helpFor("/c/acme/requests/REQ-12")?.text).toMatch(/^One request/);
  expect(helpFor("/c/acme/requests/REQ-12")?.more?.href).toBe("/c/acme/codes/rules");
  expect(helpFor("/c/acme")?.more?.href).toBe("/c/acme/cycles");
  expect(helpFor("/operator/jobs")?.more?.href).toBe("/operator/portfolio");
  expect(helpFor("/c/acme/nowhere")).toBeNull();
});

test("reading on leads to a screen that is there", () => {
  const there = new Set([...routes(), "/"]);
  for (const route of Object.keys(HELP_TEXTS).filter((each) => routes().includes(each))) {
    const path = HELP_TEXTS[route]?.more?.path;
    if (path === undefined) continue;
    const target = route.startsWith("/c/") ? `/c/[company]${path}` : path;
    expect(there.has(target), `${route} leads to ${target}`).toBe(true);
  }
});
