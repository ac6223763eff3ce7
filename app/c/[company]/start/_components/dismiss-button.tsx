"use client";

import { ConfirmButton } from "@/components/ui/confirm-button";
import { dismissGettingStartedAction } from "@/lib/actions/getting-started";

/** Puts the list away for everybody in the company. */
export function DismissButton({ slug }: { slug: string }) {
  return (
    <ConfirmButton
      size="xs"
      action={() => dismissGettingStartedAction(slug)}
      title="Put the list away"
      question="The list of first steps leaves the overview for everybody in the company. It stays under “Getting started”, which Find anything leads to."
      confirmLabel="Put it away"
      isReversible
    >
      Put the list away
    </ConfirmButton>
  );
}
