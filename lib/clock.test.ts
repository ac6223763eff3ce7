import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function freshClock() {
  vi.stubEnv("DATABASE_URL", "postgresql://a:b@127.0.0.1/c");
  vi.stubEnv("NEXTAUTH_SECRET", "9f2Kx+QmTz7vLr0bYc4WnHs8uPdE1aGjXo6iRt3=");
  vi.resetModules();
  return import("./clock");
}

test("the clock shows the time of day", async () => {
  const { now } = await freshClock();
  expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(5000);
});

test("a test can hold the clock at a moment", async () => {
  vi.stubEnv("REVENUE_OS_TEST_NOW", "2026-01-31T12:00:00Z");
  const { now } = await freshClock();
  expect(now().toISOString()).toBe("2026-01-31T12:00:00.000Z");
});
