// npm run policy:hash [-- FOLDER] [--release]: writes what nobody writes by hand (08's derived parts, the report 09, every
// hash). With --release the set, once it is free of faults, is kept under its version, to which later ones are compared.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { completeSet } from "@/lib/policy/publication/complete-set";
import { archiveOf, compatibilityFaults } from "@/lib/policy/publication/release";
import { faultText, type SetFault, type SetTexts } from "@/lib/policy/publication/set-files";
import { lastRelease, readSetFolder } from "@/lib/policy/publication/set-folder";
import { verifySet } from "@/lib/policy/publication/verify-set";
import { policyFolders, releasesOf } from "./policy/folders";

export async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { release: { type: "boolean" } },
    allowPositionals: true,
  });
  for (const folder of positionals.length > 0 ? positionals.map((each) => resolve(each)) : policyFolders()) {
    const texts = write(folder);
    if (texts !== null && values.release) release(folder, texts);
  }
}

function write(folder: string): SetTexts | null {
  const before = readSetFolder(folder);
  const completed = completeSet(before);
  if (!completed.ok) return refuse(folder, completed.faults);
  for (const [file, text] of Object.entries(completed.texts)) {
    if (before[file] === text) continue;
    writeFileSync(join(folder, file), text);
    console.log(`${join(folder, file)} written.`);
  }
  return completed.texts;
}

function release(folder: string, texts: SetTexts): void {
  const { data, faults } = verifySet(texts);
  const last = lastRelease(releasesOf(folder));
  const all = [...faults, ...last.faults, ...compatibilityFaults(data, last.archive)];
  if (all.length > 0) return void refuse(folder, all);
  const { version } = data["00"] as { version: string };
  const file = join(releasesOf(folder), `${version}.json`);
  const archive = archiveOf(texts, version);
  if (existsSync(file) && readFileSync(file, "utf8") === archive) return;
  if (existsSync(file))
    throw new Error(`${file} is released and never changes: raise the registry's version.`);
  mkdirSync(releasesOf(folder), { recursive: true });
  writeFileSync(file, archive);
  console.log(`${file} released.`);
}

function refuse(folder: string, faults: readonly SetFault[]): null {
  for (const fault of faults) console.error(join(folder, faultText(fault)));
  process.exitCode = 1;
  return null;
}
