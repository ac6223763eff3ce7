// npm leaves out of package-lock.json the optional packages of other platforms that its registry cannot serve at that
// moment, and `npm ci` then refuses the file everywhere. This adds them back: their names and versions stand in the
// packages that want them, and their platforms in their names. Run it after each change of the dependencies.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PLATFORMS = [
  ["os", "linux", /linux/],
  ["os", "darwin", /darwin/],
  ["os", "win32", /win32|windows/],
  ["os", "android", /android/],
  ["os", "freebsd", /freebsd/],
  ["os", "openharmony", /openharmony/],
  ["cpu", "x64", /x64/],
  ["cpu", "arm64", /arm64/],
  ["cpu", "arm", /-arm(v7|-|$)/],
  ["cpu", "ia32", /ia32/],
  ["cpu", "ppc64", /ppc64(?!le)/],
  ["cpu", "wasm32", /wasm32/],
  ["libc", "glibc", /linux.*-gnu/],
  ["libc", "musl", /musl/],
];

/** What a platform package's name says it is for: { os, cpu, libc }, each a list. */
export function platformOf(name) {
  const platform = {};
  for (const [kind, value, pattern] of PLATFORMS) {
    if (pattern.test(name)) platform[kind] = [...(platform[kind] ?? []), value];
  }
  return platform;
}

/** Where Node would look for `name` from the package at `path`. */
function isFound(packages, path, name) {
  for (let from = path; ; from = from.slice(0, from.lastIndexOf("/node_modules/"))) {
    if (packages[`${from === "" ? "" : `${from}/`}node_modules/${name}`]) return true;
    if (!from.includes("/node_modules/")) return packages[`node_modules/${name}`] !== undefined;
  }
}

/** Adds what is missing to a parsed package-lock.json, in place, and returns the names added. */
export function completeLockfile(lockfile) {
  const { packages } = lockfile;
  const added = [];
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (isFound(packages, path, name) || Object.keys(platform).length === 0 || !/^\d/.test(version))
        continue;
      packages[`node_modules/${name}`] = { version, ...platform, ...(dev ? { dev } : {}), optional: true };
      added.push(`${name}@${version}`);
    }
  }
  lockfile.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return added;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), "package-lock.json");
  const lockfile = JSON.parse(readFileSync(file, "utf8"));
  const added = completeLockfile(lockfile);
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(added.length === 0 ? "package-lock.json is complete." : `Added ${added.join(", ")}.`);
}
