// `npm run specs:freeze [-- --why "…"]`: writes the hashes of what Revenue OS v1.1 holds still. Refuses where code moved and
// its specification did not, unless a reason is given.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FROZEN_PAGE, freezeNow } from "./specs/frozen";

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { why: { type: "string", default: "" } } });
  const date = new Date().toISOString().slice(0, 10);
  const { page, freeze } = freezeNow(process.cwd(), { date, why: values.why.replaceAll("|", "/").trim() });
  writeFileSync(FROZEN_PAGE, page);
  const known = readFileSync("CHANGELOG.md", "utf8").includes(freeze);
  console.log(
    `${FROZEN_PAGE} holds ${freeze}.${known ? "" : ` Add a line to CHANGELOG.md that names ${freeze}.`}`,
  );
}
