"use client";

import { type FormEvent, type RefObject, startTransition, useActionState, useEffect, useRef } from "react";
import type { Outcome, ShownFailure } from "./failure-alert";

export type ActionForm<T> = {
  outcome: Outcome<T> | null;
  failure: ShownFailure | null;
  pending: boolean;
  /** Spread over the `<form>`. */
  form: { ref: RefObject<HTMLFormElement | null>; onSubmit: (event: FormEvent<HTMLFormElement>) => void };
};

/**
 * Sends a form to an action and keeps what was typed when it is refused; React's own `<form action>` empties
 * the fields either way. After a success the form is empty again.
 */
export function useActionForm<T>(
  action: (before: unknown, form: FormData) => Promise<Outcome<T>>,
): ActionForm<T> {
  const [outcome, send, pending] = useActionState<Outcome<T> | null, FormData>(action, null);
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (outcome?.ok) ref.current?.reset();
  }, [outcome]);
  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    startTransition(() => send(values));
  }
  return {
    outcome,
    failure: outcome !== null && !outcome.ok ? outcome.failure : null,
    pending,
    form: { ref, onSubmit },
  };
}
