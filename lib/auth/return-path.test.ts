import { expect, test } from "vitest";
import { safeReturnPath } from "./return-path";

test("signing in leads back to the page that was asked for", () => {
  expect(safeReturnPath("/c/acme/requests/REQ-12?tab=log#top")).toBe("/c/acme/requests/REQ-12?tab=log#top");
});

test.each([
  ["an address elsewhere", "https://evil.example/c/acme"],
  ["an address without a scheme", "//evil.example"],
  ["a backslash, which browsers read as a slash", "/\\evil.example"],
  ["a hidden double slash", "/.//evil.example"],
  ["a tab, which browsers drop", "/\t/evil.example"],
  ["a script", "javascript:alert(1)"],
  ["the sign-in page itself", "/sign-in?callbackUrl=/"],
  ["an interface for programs", "/api/auth/signout"],
  ["nothing", undefined],
  ["two answers", ["/c/acme", "/c/other"]],
])("signing in leads to the start page when asked for %s", (_, given) => {
  expect(safeReturnPath(given)).toBe("/");
});
