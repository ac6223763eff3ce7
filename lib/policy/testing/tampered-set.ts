// A copy of the published policy set in which somebody changed something, for tests of what is then refused.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { completeSet } from "../publication/complete-set";
import { faultText, type SetFileName } from "../publication/set-files";
import { readSetFolder } from "../publication/set-folder";

const PUBLISHED = join(import.meta.dirname, "..", "..", "..", "docs", "policy", "vsf-TEST-CFO-001");

/** The folder of the copy; whoever asks removes it. */
export function copyOfSet(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "policy-set-")), "vsf-TEST-CFO-001");
  cpSync(PUBLISHED, folder, { recursive: true });
  return folder;
}

/** Changes one text in one file of a copy; the text must be there. */
export function tamper(folder: string, file: SetFileName, from: string, to: string): string {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
  return folder;
}

/** As a careful forger leaves it: every hash and derived part written anew. */
export function rehash(folder: string): string {
  const completed = completeSet(readSetFolder(folder));
  if (!completed.ok) throw new Error(completed.faults.map(faultText).join("\n"));
  for (const [file, text] of Object.entries(completed.texts)) writeFileSync(join(folder, file), text);
  return folder;
}
