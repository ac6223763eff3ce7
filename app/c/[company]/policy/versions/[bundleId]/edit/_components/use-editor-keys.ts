"use client";

import { useEffect, useEffectEvent } from "react";

/**
 * Ctrl or ⌘ with S saves; with Z and Shift+Z or Y goes a step back and forth, in the boxes as well: form and JSON have
 * one history, which the history of a single box would contradict.
 */
export function useEditorKeys({
  save,
  undo,
  redo,
  enabled,
}: {
  save: () => void;
  undo: () => void;
  redo: () => void;
  enabled: boolean;
}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const step = stepFor(event);
    if (step === null) return;
    event.preventDefault();
    ({ save, undo, redo })[step]();
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [enabled]);
}

function stepFor({ key, shiftKey }: KeyboardEvent): "save" | "undo" | "redo" | null {
  switch (key.toLowerCase()) {
    case "s":
      return shiftKey ? null : "save";
    case "z":
      return shiftKey ? "redo" : "undo";
    case "y":
      return "redo";
    default:
      return null;
  }
}
