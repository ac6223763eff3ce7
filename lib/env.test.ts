import { expect, test } from "vitest";
import { demoAccountsAllowed, parseEnv } from "./env";

const DATABASE_URL = "postgresql://revenue_os_app:b7Qz1x@127.0.0.1:5432/revenue_os";
const RANDOM = "9f2Kx+QmTz7vLr0bYc4WnHs8uPdE1aGjXo6iRt3=";
const demo = { DATABASE_URL, NEXTAUTH_SECRET: RANDOM };
const production = { ...demo, REVENUE_OS_MODE: "production", NEXTAUTH_URL: "https://revenue.example.com" };

test("without a mode the demonstration runs, with its demo accounts", () => {
  expect(parseEnv(demo)).toMatchObject({ ...demo, REVENUE_OS_MODE: "demo", REVENUE_OS_WORKER: "on" });
  expect(demoAccountsAllowed(parseEnv(demo))).toBe(true);
});

test("production with a random secret starts and has no demo accounts", () => {
  expect(demoAccountsAllowed(parseEnv(production))).toBe(false);
});

test.each([
  ["no secret", { NEXTAUTH_SECRET: undefined }, "NEXTAUTH_SECRET must be set"],
  ["an empty secret", { NEXTAUTH_SECRET: "" }, "NEXTAUTH_SECRET must be set"],
  ["a short secret", { NEXTAUTH_SECRET: "9f2Kx" }, "at least 32 random characters"],
  ["the demonstration's secret", { NEXTAUTH_SECRET: "demo-secret-0123456789-abcdefghijkl" }, "guessable"],
  ["an example's secret", { NEXTAUTH_SECRET: "please-change-me-please-change-me-0" }, "guessable"],
  ["one letter over and over", { NEXTAUTH_SECRET: "a".repeat(40) }, "guessable"],
  ["a clock that stands still", { REVENUE_OS_TEST_NOW: "2026-01-31T12:00:00Z" }, "holds the clock"],
  ["no public address", { NEXTAUTH_URL: undefined }, "NEXTAUTH_URL must be"],
  [
    "a well-known database password",
    { DATABASE_URL: "postgresql://app:postgres@db/x" },
    "well-known password",
  ],
  ["no database", { DATABASE_URL: undefined }, "DATABASE_URL must name"],
  ["a database that is not PostgreSQL", { DATABASE_URL: "mysql://a:b@c/d" }, "DATABASE_URL must name"],
  ["an unknown mode", { REVENUE_OS_MODE: "prod" }, "must be demo, test or production"],
])("production refuses to start with %s", (_, change, sentence) => {
  expect(() => parseEnv({ ...production, ...change })).toThrow(sentence);
});

test("a refusal never repeats the secret or the password", () => {
  const secret = "password-0123456789-abcdefghijklmno";
  const attempt = () => parseEnv({ ...production, NEXTAUTH_SECRET: secret });
  expect(attempt).toThrow();
  try {
    attempt();
  } catch (error) {
    expect(String(error)).not.toContain(secret);
  }
});

test("a test may hold the clock", () => {
  const REVENUE_OS_TEST_NOW = "2026-01-31T12:00:00Z";
  expect(parseEnv({ ...demo, REVENUE_OS_TEST_NOW })).toMatchObject({ REVENUE_OS_TEST_NOW });
});
