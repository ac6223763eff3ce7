"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { type Draft, sameDraft } from "./editor-state";
import { type KeptIn, keptOn, keptOnAnother, keyOf } from "./kept-typing";

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
}) {
  const [isRestored, setRestored] = useState(false);
  const [isReady, setReady] = useState(false);
  const [isKept, setKept] = useState(true);
  const [another, setAnother] = useState<{ readonly key: string; readonly draft: Draft } | null>(null);
  const key = keyOf(bundleId, hash);

  const restore = useEffectEvent(() => {
    const found = inStorage((storage) => keptOn(storage, key, saved)) ?? null;
    if (found === null)
      setAnother(inStorage((storage) => keptOnAnother(storage, bundleId, hash, saved)) ?? null);
    else {
      onRestore(found);
      setRestored(true);
    }
    setReady(true);
  });
  // Once, after the first drawing: the server knows nothing of this tab.
  useEffect(() => restore(), []);

  const lastKey = useRef(key);
  useEffect(() => {
    if (!isReady) return;
    // What was typed on the content before is saved, or was given up for theirs.
    if (lastKey.current !== key) inStorage((storage) => storage.removeItem(lastKey.current));
    lastKey.current = key;
    const isSaved = sameDraft(draft, saved);
    const isDone = inStorage((storage) => {
      if (isSaved) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(draft));
      return true;
    });
    setKept(isSaved || isDone === true);
  }, [isReady, key, draft, saved]);

  /** Decides on what was typed before somebody else saved: brought back as a step of its own, or given up. */
  function settle(isWanted: boolean): void {
    if (another === null) return;
    if (isWanted) onRestore(another.draft);
    inStorage((storage) => storage.removeItem(another.key));
    setAnother(null);
  }

  return {
    isRestored,
    isKept,
    forget: useCallback(() => setRestored(false), []),
    hasAnother: another !== null,
    settle,
  };
}

/** Undefined where the storage is full or forbidden; the caller tells the person. */
function inStorage<T>(work: (storage: KeptIn) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    return undefined;
  }
}
