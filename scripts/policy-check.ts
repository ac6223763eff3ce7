// npm run policy:check [-- FOLDER]: recomputes every policy set in docs/policy (or the one named) and names each file and
// path that differs from what it must be. Exits with 1 when there is one.
import { join, resolve } from "node:path";
import { compatibilityFaults } from "@/lib/policy/publication/release";
import { faultText } from "@/lib/policy/publication/set-files";
import { lastRelease, readSetFolder } from "@/lib/policy/publication/set-folder";
import { verifySet } from "@/lib/policy/publication/verify-set";
import { policyFolders, releasesOf } from "./policy/folders";

export async function main(args: string[]): Promise<void> {
  const folders = args.length > 0 ? args.map((folder) => resolve(folder)) : policyFolders();
  if (folders.length === 0) throw new Error("docs/policy holds no policy: add the folder of at least one.");
  for (const folder of folders) {
    const { data, faults, policy } = verifySet(readSetFolder(folder));
    const release = lastRelease(releasesOf(folder));
    // A set of which a file cannot be read cannot be compared; any other change is named at its very place.
    const compared = policy === null ? [] : compatibilityFaults(data, release.archive);
    const all = [...faults, ...release.faults, ...compared];
    for (const fault of all) console.error(join(folder, faultText(fault)));
    if (all.length > 0) process.exitCode = 1;
    const since = release.archive === null ? "" : `, compared with release ${release.archive.version}`;
    console.log(`${folder}: ${all.length} faults${since}.`);
  }
}
