// Makes the demonstration companies. Run by `npm start` on an empty database; a program of its own, so it can be stopped.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./database/project";
import { runningDatabase } from "./database/project-database";

interface Seed {
  seedDemo(options: { ownerUrl: string; appUrl: string; onProgress: (line: string) => void }): Promise<void>;
}

export async function main(): Promise<void> {
  const { ownerUrl, appUrl } = await runningDatabase();
  const file = join(projectRoot(), "build", "seed.mjs");
  if (!existsSync(file)) {
    console.log("There is no demonstration data in this version; the database stays empty.");
    return;
  }
  const seed: Seed = await import(pathToFileURL(file).href);
  await seed.seedDemo({ ownerUrl, appUrl, onProgress: (line) => console.log(line) });
}
