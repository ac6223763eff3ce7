"use client";

import { Button } from "@mantine/core";
import { IconPencil, IconRefresh } from "@tabler/icons-react";
import { useState, useTransition } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { LinkButton } from "@/components/ui/link-button";

/** What can be done with an open request beside signing it. */
export function RequestActions({
  reference,
  editHref,
  withdraw,
  reevaluate,
}: {
  reference: string;
  editHref: string | null;
  withdraw: (() => Promise<Outcome>) | null;
  reevaluate: (() => Promise<Outcome>) | null;
}) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function again(action: () => Promise<Outcome>) {
    start(async () => {
      const outcome = await action();
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <>
      {editHref ? (
        <LinkButton href={editHref} variant="default" leftSection={<IconPencil size={16} aria-hidden />}>
          Edit
        </LinkButton>
      ) : null}
      {reevaluate ? (
        <Button
          variant="default"
          loading={pending}
          onClick={() => again(reevaluate)}
          leftSection={<IconRefresh size={16} aria-hidden />}
        >
          Decide again
        </Button>
      ) : null}
      {withdraw ? (
        <ConfirmButton
          action={withdraw}
          title={`Withdraw ${reference}`}
          question="The request ends here, for good, and the withdrawal goes into the decision log. You can always ask anew."
          confirmLabel="Withdraw for good"
        >
          Withdraw
        </ConfirmButton>
      ) : null}
      <FailureAlert failure={failure} />
    </>
  );
}
