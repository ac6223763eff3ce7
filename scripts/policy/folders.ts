import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../database/project";

const RELEASES = "releases";

/** The folder of each policy set of the project. */
export function policyFolders(): string[] {
  const policies = join(projectRoot(), "docs", "policy");
  if (!existsSync(policies)) return [];
  return readdirSync(policies, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== RELEASES)
    .map(({ name }) => join(policies, name));
}

/** Where the releases of a set lie: beside its folder, because the set itself has eleven files and no more. */
export function releasesOf(folder: string): string {
  return join(dirname(folder), RELEASES, basename(folder));
}
