// Bundles the commands (scripts/*.ts) and the demo seed to build/*.mjs, so that they start fast and need only Node.
// Runs after every `npm ci` (npm's "prepare") and before each command; a bundle takes its place whole or not at all.
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function entryPoints() {
  const commands = readdirSync(join(root, "scripts"))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"))
    .map((name) => ({ in: join(root, "scripts", name), out: basename(name, ".ts") }));
  const seed = join(root, "prisma", "seed", "index.ts");
  return existsSync(seed) ? [...commands, { in: seed, out: "seed" }] : commands;
}

/** The enforcement command carries its libraries inside, so it loads one file; the others load theirs from npm. */
const selfContained = (name) => name === "enforce";

async function bundle(entries, packages) {
  if (entries.length === 0) return [];
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: "build",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    packages,
    legalComments: "none",
    logLevel: "error",
    // The package only exists to stop browsers from loading server code; outside Next it would stop the commands too.
    alias: { "server-only": join(root, "node_modules", "server-only", "empty.js") },
  });
  return outputFiles;
}

/** All of them, or the named ones. */
export async function buildCommands(names = null) {
  const entries = entryPoints().filter(({ out }) => names === null || names.includes(out));
  const files = [
    ...(await bundle(
      entries.filter((entry) => !selfContained(entry.out)),
      "external",
    )),
    ...(await bundle(
      entries.filter((entry) => selfContained(entry.out)),
      "bundle",
    )),
  ];
  mkdirSync(join(root, "build"), { recursive: true });
  for (const file of files) {
    const partial = `${file.path}.${process.pid}`;
    writeFileSync(partial, file.contents);
    renameSync(partial, file.path);
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  await buildCommands();
}
