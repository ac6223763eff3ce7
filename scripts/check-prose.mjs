// Checks what comments and documents say (scripts/checks/prose.mjs), and lists the contract's clauses nobody implements.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLAUSES, clausesIn, proseFaults } from "./checks/prose.mjs";
import { sourceFiles } from "./checks/source-files.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(read("package.json"));
const project = {
  exists: (path) => existsSync(join(root, path)),
  read,
  hasCommand: (name) => name in scripts,
};

const isTest = (path) => /\.test\.\w+$/.test(path);
const files = sourceFiles(root, /\.(ts|tsx|mjs|sql|prisma|md)$/).filter(
  (path) => !isTest(path) || path.endsWith(".ts"),
);
const faults = files.flatMap((path) => proseFaults(path, read(path), project));
for (const { path, line, says } of faults) console.error(`${path}:${line}: ${says}`);

const implemented = new Set(
  files
    .filter((path) => path.startsWith("kernel/") && /\.ts$/.test(path) && !isTest(path))
    .flatMap((path) => clausesIn(read(path))),
);
const missing = CLAUSES.filter((clause) => !implemented.has(clause));
if (missing.length > 0) console.log(`Clauses that no file of the kernel cites: ${missing.join(", ")}.`);
console.log(
  `Prose: ${files.length} files, ${faults.length} faults; ${CLAUSES.length - missing.length} of ${CLAUSES.length} clauses cited.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
