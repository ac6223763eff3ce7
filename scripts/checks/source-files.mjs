import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

const NOT_SOURCE = new Set([
  "node_modules",
  ".git",
  ".next",
  ".data",
  "build",
  "coverage",
  "generated",
  "test-results",
  "playwright-report",
]);

/** The project's own files whose name matches, as paths relative to the project. */
export function sourceFiles(root, pattern) {
  const entries = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    walk(join(root, entry.name), entry),
  );
  return entries
    .map((path) => relative(root, path).split(sep).join("/"))
    .filter((path) => pattern.test(path))
    .sort();
}

function walk(path, entry) {
  if (NOT_SOURCE.has(entry.name) || entry.name.startsWith(".next")) return [];
  if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
  return readdirSync(path, { withFileTypes: true }).flatMap((child) => walk(join(path, child.name), child));
}
