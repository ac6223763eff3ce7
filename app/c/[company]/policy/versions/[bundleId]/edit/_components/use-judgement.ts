"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { PublishedRules } from "@/lib/policy/published-rules";
import type { PolicyInForce } from "@/lib/queries/policy-draft";
import { ARTIFACTS } from "./data-place";
import type { EditorState } from "./editor-state";
import type { Judgement } from "./judge-draft";

const PAUSE_MS = 300;

/** What the kernel says of the draft, a moment after the last key. The kernel comes to the browser with the first. */
export function useJudgement(
  read: EditorState["read"],
  published: PublishedRules,
  inForce: PolicyInForce | null,
  onPause: () => void,
): Judgement | null {
  const [settled] = useDebouncedValue(read, PAUSE_MS);
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const artifacts = Object.fromEntries(ARTIFACTS.map((name) => [name, settled[name].data]));
    void import("./judge-draft").then(({ judgeDraft }) => {
      if (isCurrent) setJudgement(judgeDraft(artifacts, published, inForce));
    });
    onPause();
    return () => {
      isCurrent = false;
    };
  }, [settled, published, inForce, onPause]);
  return judgement;
}
