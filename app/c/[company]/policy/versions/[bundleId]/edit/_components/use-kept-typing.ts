"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import * as z from "zod";
import { ARTIFACTS } from "./data-place";
import { type Draft, sameDraft } from "./editor-state";

const kept = z.object({ title: z.string(), texts: z.record(z.enum(ARTIFACTS), z.string()) });

/** Kept by version and by the content it began with: what was typed on another content is not put over this one. */
const keyOf = (bundleId: string, hash: string): string => `policy-draft ${bundleId} ${hash}`;

/**
 * Keeps what is typed in this tab until it is saved, so that a reload or a way out and back loses nothing. What a
 * browser does not keep (its storage is full or forbidden) is said.
 */
export function useKeptTyping({
  bundleId,
  hash,
  saved,
  draft,
  onRestore,
}: {
  bundleId: string;
  hash: string;
  /** What the server has. */
  saved: Draft;
  draft: Draft;
  onRestore: (draft: Draft) => void;
}): { isRestored: boolean; isKept: boolean; forget: () => void } {
  const [isRestored, setRestored] = useState(false);
  const [isReady, setReady] = useState(false);
  const [isKept, setKept] = useState(true);

  const restore = useEffectEvent(() => {
    const found = stored(keyOf(bundleId, hash));
    if (found !== null && !sameDraft(found, saved)) {
      onRestore(found);
      setRestored(true);
    }
    setReady(true);
  });
  // Once, after the first drawing: the server knows nothing of this tab.
  useEffect(() => restore(), []);

  useEffect(() => {
    if (isReady) setKept(store(keyOf(bundleId, hash), sameDraft(draft, saved) ? null : draft));
  }, [isReady, bundleId, hash, draft, saved]);

  return { isRestored, isKept, forget: useCallback(() => setRestored(false), []) };
}

function stored(key: string): Draft | null {
  try {
    const parsed = kept.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "null"));
    return parsed.success ? parsed.data : null;
  } catch {
    // The storage is forbidden, or holds what is not ours: there is nothing to restore.
    return null;
  }
}

function store(key: string, draft: Draft | null): boolean {
  try {
    if (draft === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    // Full or forbidden; the caller tells the person.
    return draft === null;
  }
}
