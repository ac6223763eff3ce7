import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareVersions } from "../../../kernel/enforcement";
import { type ReadArchive, readArchive } from "./release";
import type { SetFault, SetTexts } from "./set-files";

/** The files of a folder as texts; folders inside it and hidden files are none of the set's. */
export function readSetFolder(folder: string): SetTexts {
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith("."),
  );
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The last release of a set: the highest version among the archives of a folder; null when there is none. */
export function lastRelease(folder: string): { archive: ReadArchive | null; faults: SetFault[] } {
  const versions = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => /^(\d+\.\d+\.\d+)\.json$/.exec(name)?.[1] ?? [])
    : [];
  const version = versions.sort(compareVersions).at(-1);
  if (version === undefined) return { archive: null, faults: [] };
  const read = readArchive(readFileSync(join(folder, `${version}.json`), "utf8"));
  if (read.ok) return { archive: read.archive, faults: [] };
  const faults = read.faults.map((fault) => ({ ...fault, file: `releases/${version}.json ${fault.file}` }));
  return { archive: null, faults };
}
