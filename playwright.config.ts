// The stories of the application in a real browser, against the built application with its own PostgreSQL and the
// demonstration data (scripts/e2e-server.mjs). `npm run test:e2e` finds a browser and a port and calls this.
import { defineConfig, devices } from "@playwright/test";
import { BROWSER_FLAGS } from "./scripts/browser.mjs";

const PORT = process.env.E2E_PORT ?? "3100";
const TEN_MINUTES = 600_000;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: true,
  // A story that passes only when it is tried again has failed.
  retries: 0,
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://localhost:${PORT}`,
    locale: "en-GB",
    timezoneId: "UTC",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace of each step costs a third of the run; asked for when a story fails and its picture does not say why.
    trace: process.env.E2E_TRACE === "1" ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.E2E_BROWSER_PATH, args: BROWSER_FLAGS },
  },
  projects: [
    { name: "stories", testIgnore: ["changing-states/**", "validation/**"], teardown: "changing states" },
    // What changes the states of a company, or counts what has changed, runs alone and last, even when a story fails;
    // and last of all, in the order of the files, the validation loop, which moves the companies' clocks.
    {
      name: "changing states",
      testMatch: ["changing-states/**/*.spec.ts", "validation/**/*.spec.ts"],
      workers: 1,
      fullyParallel: false,
    },
  ],
  webServer: {
    command: `${process.execPath} scripts/e2e-server.mjs`,
    env: { E2E_PORT: PORT },
    url: `http://localhost:${PORT}/api/health`,
    reuseExistingServer: process.env.E2E_REUSE_SERVER === "1",
    timeout: TEN_MINUTES,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
    stdout: "pipe",
    stderr: "pipe",
  },
});
