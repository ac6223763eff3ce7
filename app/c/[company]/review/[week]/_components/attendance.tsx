"use client";

import { Checkbox } from "@mantine/core";
import { useOptimistic, useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import type { ReviewSeat } from "@/lib/queries/review";
import classes from "./review.module.css";

/** Who is there: those whom the contract expects first, then everybody else. */
export function Attendance({
  seats,
  emptySeats,
  reviewId,
  mark,
}: {
  seats: readonly ReviewSeat[];
  emptySeats: readonly string[];
  reviewId: string;
  mark: ((given: unknown) => Promise<Outcome>) | null;
}) {
  const [shown, show] = useOptimistic(seats, (all, changed: { userId: string; isPresent: boolean }) =>
    all.map((seat) => (seat.userId === changed.userId ? { ...seat, isPresent: changed.isPresent } : seat)),
  );
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [, start] = useTransition();

  function toggle(userId: string, isPresent: boolean) {
    start(async () => {
      show({ userId, isPresent });
      const outcome = await mark?.({ kind: "attendance", reviewId, userId, isPresent });
      setFailure(outcome && !outcome.ok ? outcome.failure : null);
    });
  }

  const list = (wanted: boolean, legend: string) => (
    <fieldset className={classes.seats}>
      <legend className={classes.legend}>{legend}</legend>
      {shown
        .filter(({ isExpected }) => isExpected === wanted)
        .map(({ userId, name, role, isPresent }) => (
          <Checkbox
            key={userId}
            label={`${name}, ${role}`}
            checked={isPresent}
            disabled={mark === null}
            onChange={(event) => toggle(userId, event.currentTarget.checked)}
          />
        ))}
    </fieldset>
  );
  return (
    <>
      {list(true, "Present, of those the contract expects")}
      {list(false, "Others who are there")}
      {emptySeats.length > 0 && (
        <p className={classes.note}>
          The contract also names {emptySeats.join(", ")}; nobody here has such a role.
        </p>
      )}
      <FailureAlert failure={failure} />
    </>
  );
}
