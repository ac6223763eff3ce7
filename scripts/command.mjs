// Runs one of the project's commands (npm run db:migrate and the like) from its bundle, after bringing the bundle up to
// date. What goes wrong is one sentence on stderr and exit code 1.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { sentenceFor } from "./ground/sentence.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function run([name, ...args]) {
  if (!existsSync(join(root, "node_modules", "esbuild"))) {
    throw new Error("The packages are not installed: run npm ci, or npm start, first.");
  }
  const { buildCommands } = await import("./build-commands.mjs");
  await buildCommands();
  const { main } = await import(pathToFileURL(join(root, "build", `${name}.mjs`)).href);
  await main(args);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(sentenceFor(error));
  if (process.env.REVENUE_OS_TRACE) console.error(error);
  process.exitCode = 1;
}
