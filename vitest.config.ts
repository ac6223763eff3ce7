import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const projectRoot = fileURLToPath(new URL(".", import.meta.url));
const DATABASE_TESTS = "**/*.db.test.ts";
const CORPUS_TESTS = ["**/corpus.test.ts", "**/corpus/**/*.test.ts"];
const notOurs = [...configDefaults.exclude, "build/**", ".next*/**", ".data/**", "e2e/**"];

export default defineConfig({
  resolve: { alias: { "@": projectRoot.replace(/\/$/, "") } },
  test: {
    // Two cores: a test that waits for the other is not a failed test.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // By itself the runner leaves one core to its own process, which on two cores is half of the machine.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx", "**/*.test.mjs"],
          exclude: [...notOurs, DATABASE_TESTS, ...CORPUS_TESTS],
        },
      },
      { extends: true, test: { name: "corpus", include: CORPUS_TESTS, exclude: notOurs } },
      {
        extends: true,
        test: {
          name: "db",
          include: [DATABASE_TESTS],
          exclude: notOurs,
          globalSetup: ["lib/db/testing/global-setup.ts"],
        },
      },
    ],
  },
});
