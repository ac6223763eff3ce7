"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Outcome } from "@/components/ui/failure-alert";
import type { RequestForm } from "@/lib/queries/request-content";
import type { FormValues } from "./form-fields";

export type SaveDraft = (given: {
  reference?: string;
  draft: { form: RequestForm; values: FormValues };
}) => Promise<Outcome<{ reference: string }>>;

export type DraftState = "untouched" | "saving" | "saved" | "failed";

const PAUSE_MS = 1200;

/**
 * Keeps what is typed: after a pause in typing, one save at a time, the newest last. What could not be saved is
 * tried again with the next change, and the person is told.
 */
export function useDraft(form: RequestForm, known: string | undefined, save: SaveDraft) {
  const [reference, setReference] = useState(known);
  const [state, setState] = useState<DraftState>("untouched");
  const waiting = useRef<FormValues | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<string | undefined> | null>(null);
  const referenceNow = useRef(known);

  const flush = useCallback(async (): Promise<string | undefined> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    const values = waiting.current;
    if (values === null) return referenceNow.current;
    waiting.current = null;
    setState("saving");
    running.current = save({
      ...(referenceNow.current !== undefined && { reference: referenceNow.current }),
      draft: { form, values },
    })
      .then((outcome) => {
        setState(outcome.ok ? "saved" : "failed");
        if (outcome.ok) {
          referenceNow.current = outcome.value.reference;
          setReference(outcome.value.reference);
        }
        return referenceNow.current;
      })
      .catch(() => {
        // No connection: the next change tries again, and the form still holds everything.
        setState("failed");
        return referenceNow.current;
      });
    const done = await running.current;
    running.current = null;
    return done;
  }, [form, save]);

  const changed = useCallback(
    (values: FormValues) => {
      waiting.current = values;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );

  /** After a submission there is nothing left to keep. */
  const stop = useCallback(async () => {
    waiting.current = null;
    clearTimeout(timer.current);
    if (running.current) await running.current;
    return referenceNow.current;
  }, []);

  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === "hidden") void flush();
    };
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      void flush();
    };
  }, [flush]);

  return { reference, state, changed, stop };
}
