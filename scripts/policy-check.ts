// npm run policy:check [-- FOLDER]: recomputes every policy set in docs/policy (or the one named) and names each file and
// path that differs from what it must be. Exits with 1 when there is one.
import { join, resolve } from "node:path";
import { compatibilityFaults, type ReadArchive, spellingFaults } from "@/lib/policy/publication/release";
import { faultText, type SetFault } from "@/lib/policy/publication/set-files";
import { lastRelease, readSetFolder } from "@/lib/policy/publication/set-folder";
import { verifySet } from "@/lib/policy/publication/verify-set";
import { policyFolders, releasesOf } from "./policy/folders";

export async function main(args: string[]): Promise<void> {
  const folders = args.length > 0 ? args.map((folder) => resolve(folder)) : policyFolders();
  if (folders.length === 0) throw new Error("docs/policy holds no policy: add the folder of at least one.");
  for (const folder of folders) {
    const { faults, release } = checkedSet(folder);
    for (const fault of faults) console.error(join(folder, faultText(fault)));
    if (faults.length > 0) process.exitCode = 1;
    const since = release === null ? "" : `, compared with release ${release.version}`;
    console.log(`${folder}: ${faults.length} faults${since}.`);
  }
}

/** Everything that is wrong with the set of a folder, by itself and beside its last release. */
export function checkedSet(folder: string): { faults: SetFault[]; release: ReadArchive | null } {
  const texts = readSetFolder(folder);
  const { data, faults, policy } = verifySet(texts);
  const { archive, faults: releaseFaults } = lastRelease(releasesOf(folder));
  // A set of which a file cannot be read cannot be compared; any other change is named at its very place.
  const compared =
    policy === null ? [] : [...compatibilityFaults(data, archive), ...spellingFaults(texts, data, archive)];
  return { faults: [...faults, ...releaseFaults, ...compared], release: archive };
}
