"use client";

import { ConfirmButton } from "@/components/ui/confirm-button";
import type { Outcome } from "@/components/ui/failure-alert";

export function EndDelegation({
  end,
  words: { label, question },
}: {
  end: () => Promise<Outcome>;
  words: { label: string; question: string };
}) {
  return (
    <ConfirmButton
      action={end}
      title={`${label} the delegation`}
      question={`${question} What was signed by it stands; the other person is told, and the end goes into the decision log.`}
      confirmLabel={label}
      size="xs"
    >
      {label}
    </ConfirmButton>
  );
}
