// Makes the demonstration companies. Run by `npm start` on an empty database; a program of its own, so it can be stopped.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./database/project";
import { runningDatabase } from "./database/project-database";

interface Seed {
  seedDemo(options: { databaseUrl: string; anchor: Date; onProgress: (line: string) => void }): Promise<void>;
}

export async function main(): Promise<void> {
  const { appUrl: databaseUrl } = await runningDatabase();
  const file = join(projectRoot(), "build", "seed.mjs");
  if (!existsSync(file)) throw new Error("There is no demonstration data in this version.");
  const seed: Seed = await import(pathToFileURL(file).href);
  const anchor = new Date(process.env.REVENUE_OS_TEST_NOW || Date.now());
  await seed.seedDemo({ databaseUrl, anchor, onProgress: (line) => console.log(line) });
  // The seed leaves its connections open for whoever goes on; nobody does.
  process.exit(0);
}
