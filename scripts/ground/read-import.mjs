// The process in which one file of figures is looked through. A started application has its commands bundled already;
// anywhere else (development, tests, measurements) the bundle may be older than the sources and is made anew.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NAME = "read-import";
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bundle = join(root, "build", `${NAME}.mjs`);

if (process.env.NODE_ENV !== "production" || !existsSync(bundle)) {
  const { buildCommands } = await import("../build-commands.mjs");
  await buildCommands([NAME]);
}
const { main } = await import(pathToFileURL(bundle).href);
main();
