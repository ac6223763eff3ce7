// `npm test`: every check of the project, from a clone with nothing installed. All steps run even when one fails; the last
// line is the sum. `npm test -- unit db` (npm run test:unit and the like) runs some of the steps.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Children } from "./ground/children.mjs";
import { prepareProject } from "./ground/install.mjs";
import { nodeIsNewEnough } from "./ground/node-version.mjs";
import { sentenceFor } from "./ground/sentence.mjs";
import { countPlaywright, countVitest } from "./ground/test-counts.mjs";

if (!nodeIsNewEnough()) process.exit();

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(join(tmpdir(), "revenue-os-reports-"));

const bin = (...path) => join(root, "node_modules", ...path);
const VITEST = bin("vitest", "vitest.mjs");
const BIOME = bin("@biomejs", "biome", "bin", "biome");

function execute(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...env },
    });
    child.once("error", () => resolve(1));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** A check that is one thing: it holds or it does not. */
const check =
  (...commands) =>
  async () => {
    for (const args of commands) if ((await execute(args)) !== 0) return { passed: 0, failed: 1 };
    return { passed: 1, failed: 0 };
  };

const vitest = (project) => async () => {
  const report = join(reports, `${project}.json`);
  const args = [
    VITEST,
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const code = await execute(args);
  return countVitest(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null, code);
};

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function endToEnd() {
  const { resolveBrowser } = await import("./browser.mjs");
  const { executablePath, env } = await resolveBrowser();
  const report = join(reports, "e2e.json");
  const code = await execute([bin("@playwright", "test", "cli.js"), "test", "--reporter=list,json"], {
    ...env,
    E2E_PORT: String(await freePort()),
    E2E_BROWSER_PATH: executablePath,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return countPlaywright(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null, code);
}

const STEPS = {
  types: check(
    [bin("next", "dist", "bin", "next"), "typegen"],
    [bin("typescript", "bin", "tsc"), "--noEmit", "-p", "."],
  ),
  lint: check([BIOME, "ci", "--error-on-warnings", "."]),
  imports: check([join(root, "scripts", "check-imports.mjs")]),
  prose: check([join(root, "scripts", "check-prose.mjs")]),
  unit: vitest("unit"),
  corpus: vitest("corpus"),
  db: vitest("db"),
  e2e: endToEnd,
  policy: check([join(root, "scripts", "command.mjs"), "policy-check"]),
};

async function prepare(steps) {
  const children = new Children(join(reports, "preparation"));
  for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, () => children.stopAll(signal).then(() => process.exit(1)));
  const context = { root, children, say: (line) => console.log(`• ${line}`) };
  await prepareProject(context, { withDevelopment: true, application: steps.includes("e2e") });
}

async function runStep(name) {
  console.log(`\n▸ ${name}`);
  const began = Date.now();
  let count;
  try {
    count = await STEPS[name]();
  } catch (error) {
    console.error(sentenceFor(error));
    count = { passed: 0, failed: 1 };
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${count.failed === 0 ? "✓" : "✗"} ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`,
  );
  return count;
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !(name in STEPS));
  if (unknown.length > 0)
    throw new Error(`There is no step ${unknown.join(", ")}: name some of ${Object.keys(STEPS).join(", ")}.`);
  const steps = wanted.length > 0 ? wanted : Object.keys(STEPS);
  const total = { passed: 0, failed: 0 };
  try {
    await prepare(steps);
    for (const name of steps) {
      const { passed, failed } = await runStep(name);
      total.passed += passed;
      total.failed += failed;
    }
  } catch (error) {
    console.error(sentenceFor(error));
    total.failed += 1;
  }
  return total;
}

let total = { passed: 0, failed: 1 };
try {
  total = await main(process.argv.slice(2));
} catch (error) {
  console.error(sentenceFor(error));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
