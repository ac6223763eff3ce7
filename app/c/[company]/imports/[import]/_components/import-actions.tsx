"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { formatMoney } from "@/components/ui/format";
import type { Fate } from "@/lib/imports/fates";
import { fatesInWords, obstacleInWords, patienceInWords } from "../../_components/import-words";
import classes from "../../_components/imports.module.css";
import { RowsRead } from "./rows-read";

type One = { importId: string };

/** Writes all of it, or puts it aside. Half a file is no file. */
export function ImportActions({
  importId,
  company,
  fileName,
  fates,
  asks,
  statedUsd,
  replacedUsd,
  list,
  apply,
  abandon,
  restage,
}: One & {
  company: string;
  fileName: string;
  fates: Record<Fate, number> | null;
  asks: boolean;
  statedUsd: number | null;
  replacedUsd: number | null;
  list: string;
  apply: (given: One) => Promise<Outcome>;
  abandon: (given: One) => Promise<Outcome>;
  restage: (given: One) => Promise<Outcome>;
}) {
  const router = useRouter();
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const obstacle = asks ? "Say first what is open above; then the rows are read." : obstacleInWords(fates);
  const { NEW: fresh = 0, RESTATES: restates = 0, SAME: same = 0 } = fates ?? {};
  const write = fresh + restates;
  const patience = patienceInWords(write);

  function again() {
    start(async () => {
      const outcome = await restage({ importId });
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }
  async function aside(): Promise<Outcome> {
    const outcome = await abandon({ importId });
    if (outcome.ok) router.push(list);
    return outcome;
  }
  return (
    <Stack gap="sm">
      <Text size="sm" id="apply-words">
        {obstacle ?? `${fates ? fatesInWords(fates) : ""}. Nothing is written before you apply it.`}
      </Text>
      <FailureAlert failure={failure} />
      {pending && <RowsRead company={company} importId={importId} first={null} />}
      <Group gap="sm">
        <ConfirmButton
          variant="filled"
          disabled={obstacle !== null}
          aria-describedby="apply-words"
          action={() => apply({ importId })}
          title="Apply this import?"
          confirmLabel="Apply the import"
          isReversible
          question={
            <>
              <p className={classes.note}>{fileName}</p>
              <ul className={classes.list}>
                <li>
                  {write.toLocaleString("en-US")} {write === 1 ? "row is" : "rows are"} written
                  {statedUsd !== null && `: ${formatMoney(statedUsd)} in all`}.
                </li>
                {restates > 0 && (
                  <li>
                    {restates.toLocaleString("en-US")} of them {restates === 1 ? "takes" : "take"} the place
                    of other figures{replacedUsd !== null && `, ${formatMoney(replacedUsd)} in all`}. What
                    stood there stays on record.
                  </li>
                )}
                {same > 0 && (
                  <li>
                    {same.toLocaleString("en-US")} {same === 1 ? "says" : "say"} what is there already;
                    nothing becomes of {same === 1 ? "it" : "them"}.
                  </li>
                )}
                {patience && <li>{patience}</li>}
                <li>The decision log names you and the file. The import can be undone as a whole.</li>
              </ul>
            </>
          }
        >
          Apply
        </ConfirmButton>
        {fates !== null && (
          <Button variant="default" loading={pending} onClick={again}>
            Look again at the books
          </Button>
        )}
        <ConfirmButton
          action={aside}
          title="Set this import aside?"
          question="Its rows are thrown away and nothing is written. That there was such a file stays in the list."
          confirmLabel="Set it aside"
        >
          Set aside
        </ConfirmButton>
      </Group>
    </Stack>
  );
}
