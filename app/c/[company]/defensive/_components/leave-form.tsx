"use client";

import { Button, Stack, Textarea } from "@mantine/core";
import Link from "next/link";
import { useState, useTransition } from "react";
import { PASS_CYCLES_TO_EXIT } from "@/components/governance/exit-cycles";
import { ReasonCodeInFull } from "@/components/governance/reason-code-in-full";
import { wordOf } from "@/components/governance/state-badge";
import { FailureAlert, fieldError, type ShownFailure } from "@/components/ui/failure-alert";
import { leaveDefensiveModeAction } from "@/lib/actions/defensive";
import classes from "./defensive.module.css";

type LeaveAnswer = Extract<Awaited<ReturnType<typeof leaveDefensiveModeAction>>, { ok: true }>["value"];

/** Asks the rules whether the company may leave, and shows their answer in words. */
export function LeaveForm({ company }: { company: string }) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [answer, setAnswer] = useState<LeaveAnswer | null>(null);
  const [pending, start] = useTransition();

  function ask() {
    start(async () => {
      const outcome = await leaveDefensiveModeAction(company, { reason });
      setFailure(outcome.ok ? null : outcome.failure);
      setAnswer(outcome.ok ? outcome.value : null);
    });
  }

  return (
    <Stack gap="sm" maw="40rem">
      <Textarea
        label="Why the company should leave"
        description="Stands in the decision log beside the answer."
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(failure, "reason")}
      />
      <div>
        <Button variant="default" loading={pending} onClick={ask}>
          Ask to leave
        </Button>
      </div>
      <FailureAlert failure={failure} labels={{ reason: "Why the company should leave" }} />
      <div role="status">{answer && <Answer answer={answer} company={company} />}</div>
    </Stack>
  );
}

function Answer({ answer, company }: { answer: LeaveAnswer; company: string }) {
  const more = Math.max(1, PASS_CYCLES_TO_EXIT - answer.consecutivePassCycles);
  return (
    <div className={classes.answer}>
      {answer.codes.length > 0 && <p>The company stays in DEFENSIVE mode.</p>}
      {answer.codes.map((code) => (
        <ReasonCodeInFull
          key={code}
          code={code}
          href={`/c/${company}/codes/${code}`}
          linkClass={classes.answerLink}
        />
      ))}
      {answer.codes.length === 0 && (
        <p>
          The cycles on record no longer hold the company in DEFENSIVE mode: evaluate the newest cycle again,
          and the mode follows.
        </p>
      )}
      {answer.notPassing.length > 0 && (
        <p>
          Not passing in {answer.cycleKey}:{" "}
          {answer.notPassing.map(({ trigger, state }) => `${trigger} ${wordOf(state)}`).join(", ")}.
        </p>
      )}
      {answer.codes.length > 0 && (
        <p>
          Needed: {more === 1 ? "one more cycle" : `${more} more cycles in a row`} with every critical trigger
          passing.
        </p>
      )}
      <p>
        The attempt is{" "}
        <Link href={`/c/${company}/log/${answer.logSeq}`} className={classes.answerLink}>
          entry {answer.logSeq} of the decision log
        </Link>
        .
      </p>
    </div>
  );
}
