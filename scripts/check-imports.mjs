// Holds the project to its import rules and the kernel to its purity. Prints each fault as file:line and exits with 1.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { faultsOf } from "./checks/rules.mjs";
import { sourceFiles } from "./checks/source-files.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = sourceFiles(root, /\.(ts|tsx|mts|mjs|js)$/);
const faults = files.flatMap((path) => faultsOf(path, readFileSync(join(root, path), "utf8")));

for (const { path, line, says } of faults) console.error(`${path}:${line}: ${says}`);
console.log(`Import rules: ${files.length} files, ${faults.length} faults.`);
process.exitCode = faults.length === 0 && files.length > 0 ? 0 : 1;
