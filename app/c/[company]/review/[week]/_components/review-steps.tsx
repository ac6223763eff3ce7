"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";

const FRESH_EVERY_MS = 20_000;

export function OpenReview({ open }: { open: () => Promise<Outcome> }) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  return (
    <>
      <Button
        loading={pending}
        onClick={() =>
          start(async () => {
            const outcome = await open();
            setFailure(outcome.ok ? null : outcome.failure);
          })
        }
      >
        Open the review
      </Button>
      <FailureAlert failure={failure} />
    </>
  );
}

export function CloseReview({ weekKey, close }: { weekKey: string; close: () => Promise<Outcome> }) {
  return (
    <ConfirmButton
      action={close}
      title={`Close the review of ${weekKey}`}
      question="The minutes are made of what was decided, noted and taken on since it was opened. They are kept with their hash, the decision log says so, and they never change again."
      confirmLabel="Close and keep the minutes"
    >
      Close the review
    </ConfirmButton>
  );
}

/** Brings in what others write and decide, while somebody looks at the page. */
export function KeepFresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, FRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}

export function PrintButton() {
  return (
    <Button variant="default" data-print="no" onClick={() => window.print()}>
      Print the minutes
    </Button>
  );
}
