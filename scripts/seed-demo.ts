// Makes the demonstration companies. Run by `npm start` on an empty database; a program of its own, so it can be stopped.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { projectRoot } from "./database/project";

const urls = z.object({ DATABASE_OWNER_URL: z.string(), DATABASE_URL: z.string() });

interface Seed {
  seedDemo(options: { ownerUrl: string; appUrl: string; onProgress: (line: string) => void }): Promise<void>;
}

async function main(): Promise<void> {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl } = urls.parse(process.env);
  const file = join(projectRoot(), "build", "seed.mjs");
  if (!existsSync(file)) {
    console.log("There is no demonstration data in this version; the database stays empty.");
    return;
  }
  const seed: Seed = await import(pathToFileURL(file).href);
  await seed.seedDemo({ ownerUrl, appUrl, onProgress: (line) => console.log(line) });
}

await main();
process.exit(0);
