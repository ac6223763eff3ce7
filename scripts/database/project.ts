// Where the project lies. The commands run bundled from build/, the tests from source; both find the same folder.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function isProject(folder: string): boolean {
  const manifest = join(folder, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === "revenue-os";
}

export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isProject(folder)) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error("This command belongs into the project's folder and does not find it.");
    folder = parent;
  }
  return folder;
}

export function migrationsFolder(): string {
  return join(projectRoot(), "prisma", "migrations");
}
