/** What this browser tab keeps of a draft that is not saved, by version and by the content that it began with. */
import * as z from "zod";
import { ARTIFACTS } from "./data-place";
import { type Draft, sameDraft } from "./editor-state";

const kept = z.object({ title: z.string(), texts: z.record(z.enum(ARTIFACTS), z.string()) });

/** As much of a browser's storage as is needed here. */
export type KeptIn = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefixOf = (bundleId: string): string => `policy-draft ${bundleId} `;
export const keyOf = (bundleId: string, hash: string): string => prefixOf(bundleId) + hash;

/** What was typed on a content, unless it says what the server has. */
export function keptOn(storage: KeptIn, key: string, saved: Draft): Draft | null {
  const found = readKept(storage, key);
  return found === null || sameDraft(found, saved) ? null : found;
}

/**
 * What was typed on another content than the one that is stored now: somebody has saved since. It is not put over
 * theirs, and it is not lost either.
 */
export function keptOnAnother(
  storage: KeptIn,
  bundleId: string,
  hash: string,
  saved: Draft,
): { readonly key: string; readonly draft: Draft } | null {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  for (const key of keys.filter((each) => each.startsWith(prefixOf(bundleId)))) {
    const draft = key === keyOf(bundleId, hash) ? null : keptOn(storage, key, saved);
    if (draft !== null) return { key, draft };
  }
  return null;
}

function readKept(storage: KeptIn, key: string): Draft | null {
  try {
    const parsed = kept.safeParse(JSON.parse(storage.getItem(key) ?? "null"));
    return parsed.success ? parsed.data : null;
  } catch {
    // It holds what is not ours: there is nothing to restore.
    return null;
  }
}
