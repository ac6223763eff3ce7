import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Children } from "./children.mjs";
import { keepWorker } from "./worker.mjs";

// Stands where the worker stands and says which process it is; what jobs it does is no matter here.
const PROGRAM = `
if (process.argv[2] !== "worker") process.exit(9);
console.log("pid " + process.pid);
process.on("SIGTERM", () => process.exit(0));
setInterval(() => undefined, 1000);
`;

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "keep-worker-"));
  mkdirSync(join(root, "scripts"));
  cpSync(import.meta.dirname, join(root, "scripts", "ground"), { recursive: true });
  writeFileSync(join(root, "scripts", "command.mjs"), PROGRAM);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(ask) {
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("a worker that is killed is started again and the terminal says so; one that is told to stop is not", async () => {
  const pids = [];
  const said = [];
  const children = new Children(join(root, "data"));
  const kept = keepWorker({
    root,
    children,
    env: process.env,
    say: (line) => said.push(line),
    print: (line) => pids.push(Number(line.split(" ")[1])),
    pauseMs: 10,
  });
  await until(() => pids.length === 1);
  process.kill(pids[0], "SIGKILL");
  await until(() => pids.length === 2);
  expect(said).toEqual(["The worker ended unexpectedly (SIGKILL); starting it again in 0.01 s."]);
  await children.stopAll("SIGINT");
  await kept;
  expect([pids.length, said.length, ...pids.map(isAlive)]).toEqual([2, 1, false, false]);
});

test("a worker does not outlive the program that started it, even when that is killed outright", async () => {
  const url = (name) => JSON.stringify(pathToFileURL(join(root, "scripts", "ground", name)).href);
  const starter = join(root, "starter.mjs");
  writeFileSync(
    starter,
    `import { Children } from ${url("children.mjs")};
     import { keepWorker } from ${url("worker.mjs")};
     const children = new Children(${JSON.stringify(join(root, "data"))});
     keepWorker({ root: ${JSON.stringify(root)}, children, env: process.env, say: console.log, print: console.log });`,
  );
  const program = spawn(process.execPath, [starter], { stdio: ["ignore", "pipe", "inherit"] });
  const [chunk] = await once(program.stdout, "data");
  const pid = Number(String(chunk).split(" ")[1]);
  expect(isAlive(pid)).toBe(true);
  program.kill("SIGKILL");
  await until(() => !isAlive(pid));
});
