import { expect, test } from "vitest";
import { announcement, foundOptions, startingOptions } from "./command-palette-options";
import { palettePages } from "./command-palette-pages";
import { navigationFor } from "./navigation";

const NONE = { approvals: 0, openEscalations: 0, policies: 0 };
const pagesOf = (role: "CFO" | "Auditor" | "Administrator") =>
  palettePages(role, "/c/acme", navigationFor(role, "acme", NONE));
const item = (key: string, isExact = false) => ({ key, title: key, about: "", path: `/${key}`, isExact });

test("nobody is led to a page that their role does not have", () => {
  const labels = (role: "CFO" | "Auditor" | "Administrator") => pagesOf(role).map(({ label }) => label);
  expect(labels("CFO")).toEqual(expect.arrayContaining(["Approvals", "New request"]));
  expect(labels("CFO")).not.toContain("People");
  expect(labels("Auditor")).not.toContain("New request");
  expect(labels("Administrator")).toEqual(expect.arrayContaining(["People", "API keys"]));
  expect(labels("Administrator")).not.toContain("New request");
});

test("every page that one might look for is there, by what it is for as well as by its name", () => {
  const first = (words: string) => foundOptions(words, pagesOf("CFO"), [])[0]?.items[0];
  expect(first("delegate")).toMatchObject({ path: "/approvals/delegations" });
  expect(first("holidays")).toMatchObject({ path: "/close/calendar" });
  expect(first("notices")).toMatchObject({ path: "/notices" });
  expect(first("import policy")).toMatchObject({ path: "/policy/import" });
  expect(first("second factor")).toMatchObject({ path: "/account", isOutside: true });
  const ofAuditor = pagesOf("Auditor").map(({ label }) => label);
  expect(ofAuditor).not.toContain("Stand-ins");
  expect(ofAuditor).not.toContain("Import a policy");
});

test("before anything is typed, what was opened before stands first, then the pages", () => {
  expect(startingOptions([], pagesOf("CFO")).map(({ group }) => group)).toEqual(["Pages"]);
  const recent = [{ title: "REQ-7 Paid search", about: "Request", path: "/requests/REQ-7" }];
  const [first, second] = startingOptions(recent, pagesOf("CFO"));
  expect(first).toMatchObject({ group: "Opened before", items: [{ path: "/requests/REQ-7" }] });
  expect(second?.items).toHaveLength(8);
});

test("pages stand before what else was found, unless a thing was named by its number", () => {
  const named = foundOptions("t4 esc", pagesOf("CFO"), [{ group: "Triggers", items: [item("T4", true)] }]);
  expect(named[0]?.group).toBe("Triggers");
  const worded = foundOptions("escal", pagesOf("CFO"), [{ group: "Decisions", items: [item("1")] }]);
  expect(worded.map(({ group }) => group)).toEqual(["Pages", "Decisions", "Further"]);
});

test("the way to the whole log is always the last, with the very words that were typed", () => {
  const [only] = foundOptions("50% & more", [], []);
  expect(only).toMatchObject({ group: "Further", items: [{ path: "/log?q=50%25%20%26%20more" }] });
  expect(foundOptions("%", pagesOf("CFO"), [])).toEqual([]);
});

test("what was found is counted aloud, by kind", () => {
  const groups = foundOptions("esc", pagesOf("CFO"), [{ group: "Decisions", items: [item("1"), item("2")] }]);
  expect(announcement(groups)).toBe("3 found. Pages: 1, Decisions: 2");
  expect(announcement(foundOptions("zebra", [], []))).toBe("Nothing found");
});
