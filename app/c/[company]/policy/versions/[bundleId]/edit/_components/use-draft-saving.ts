"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Outcome, ShownFailure } from "@/components/ui/failure-alert";
import { tooMuchToSend } from "@/lib/policy/most-to-send";
import { ARTIFACTS } from "./data-place";
import type { Draft, EditorState } from "./editor-state";

export type SaveDraft = (given: {
  bundleId: string;
  seenHash: string;
  title: string;
  artifacts: Record<string, unknown>;
}) => Promise<Outcome<{ status: "DRAFT" | "VALIDATED"; hash: string }>>;

/** A content that the server has, or had. */
export type Stored = { readonly hash: string; readonly draft: Draft };

/**
 * Saves on what this person has seen. `stored` is what the server showed last; when that is another content than the
 * one begun with, and not one of this person's own saves, somebody else has saved.
 */
export function useDraftSaving({
  bundleId,
  stored,
  state,
  save,
}: {
  bundleId: string;
  stored: Stored;
  state: EditorState;
  save: SaveDraft;
}) {
  const router = useRouter();
  const [base, setBase] = useState(stored);
  const [own, setOwn] = useState<readonly string[]>([stored.hash]);
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [status, setStatus] = useState<"DRAFT" | "VALIDATED" | null>(null);
  const [pending, start] = useTransition();

  /** Over the content with this hash: the one begun with, or knowingly the one of somebody else. */
  function saveOver(seenHash: string): void {
    const { draft, read } = state;
    const artifacts = Object.fromEntries(ARTIFACTS.map((name) => [name, read[name].data]));
    const tooMuch = tooMuchToSend(new Blob([JSON.stringify(artifacts)]).size);
    if (tooMuch !== null) {
      setFailure({ code: "TOO_LARGE", message: tooMuch });
      return;
    }
    start(async () => {
      const outcome = await attempt(() => save({ bundleId, seenHash, title: draft.title, artifacts }));
      if (outcome.ok) {
        setBase({ hash: outcome.value.hash, draft });
        setOwn((hashes) => [...hashes, outcome.value.hash]);
        setStatus(outcome.value.status);
        setFailure(null);
        return;
      }
      setFailure(outcome.failure);
      // Theirs is needed to choose between the two. A draft that was proposed or discarded has none: this page would
      // give way to another one, and what was typed with it.
      if (outcome.failure.code === "CONFLICT") router.refresh();
    });
  }

  /** What somebody else has saved becomes what this person goes on with. */
  function takeStored(): void {
    setBase(stored);
    setOwn((hashes) => [...hashes, stored.hash]);
    setFailure(null);
    setStatus(null);
  }

  const isConflict = failure?.code === "CONFLICT" || !own.includes(stored.hash);
  return {
    base,
    pending,
    isConflict: isConflict && !pending && stored.hash !== base.hash,
    failure,
    /** Of the last save, while nothing else has been said. */
    status,
    saveOver,
    takeStored,
  };
}

/** A connection that is gone is an answer as well; what was typed is still here. */
async function attempt<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch {
    const message = "There was no answer. What you typed is kept here; try again when you are connected.";
    return { ok: false, failure: { code: "NO_ANSWER", message } };
  }
}
