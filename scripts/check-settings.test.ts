import { expect, test } from "vitest";
import { refuseUnsafeSettings } from "./check-settings";

const SECRET = "K3vQ9xWm2TzL7pRb5YdN8cHs4JfG6uAe";
const sound = {
  REVENUE_OS_MODE: "production",
  NEXTAUTH_SECRET: SECRET,
  NEXTAUTH_URL: "https://revenue-os.acme.example",
};

test("the demonstration starts without any setting", () => {
  expect(() => refuseUnsafeSettings({})).not.toThrow();
});

test("production starts with a random secret and its address", () => {
  expect(() => refuseUnsafeSettings(sound)).not.toThrow();
});

test.each([
  ["no secret", { NEXTAUTH_SECRET: "" }, "NEXTAUTH_SECRET"],
  [
    "a secret from an example",
    { NEXTAUTH_SECRET: "change-me-change-me-change-me-change-me" },
    "NEXTAUTH_SECRET",
  ],
  ["a short secret", { NEXTAUTH_SECRET: "K3vQ9xWm" }, "NEXTAUTH_SECRET"],
  ["no address", { NEXTAUTH_URL: "" }, "NEXTAUTH_URL"],
  ["a well-known database password", { DATABASE_URL: "postgresql://app:postgres@db/x" }, "DATABASE_URL"],
  ["a clock held still", { REVENUE_OS_TEST_NOW: "2026-01-31T12:00:00Z" }, "REVENUE_OS_TEST_NOW"],
  ["a mode that does not exist", { REVENUE_OS_MODE: "prod" }, "REVENUE_OS_MODE"],
])("production does not start with %s", (_, change, named) => {
  expect(() => refuseUnsafeSettings({ ...sound, ...change })).toThrow(named);
});
