// npm runs this after every installation: what is generated from the sources is made, so each command works at once.
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCommands, clientIsGenerated, generateClient } from "./ground/install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const children = {
  async run(what, command, args, options) {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", ...options });
    if (status !== 0) throw new Error(`${what} failed:\n${stdout}${stderr}`);
  },
};

const context = { root, children, say: (line) => console.log(line) };
if (!clientIsGenerated(root)) await generateClient(context);
await buildCommands(context);
