"use client";

import { Progress, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { waitsForAnother } from "./send-file";

const EVERY_MS = 2_000;

/** How much of a file is sent, and what it waits for once it is. */
export function Sending({ company, ticket, share }: { company: string; ticket: string; share: number }) {
  const percent = Math.round(share * 100);
  const waits = useWaiting(company, ticket, percent === 100);
  return (
    <Stack gap={4} role="status">
      <Text size="sm">{wordsOf(percent, waits)}</Text>
      <Progress value={percent} aria-label="How much of the file is sent" />
    </Stack>
  );
}

function wordsOf(percent: number, waits: boolean): string {
  if (percent < 100) return `Sending the file: ${percent}%.`;
  return waits
    ? "The file is here. Another large file is being read first; yours is read as soon as that is done."
    : "Looking at the file.";
}

/** Asked again and again while the answer to the file itself is still to come. */
function useWaiting(company: string, ticket: string, isSent: boolean): boolean {
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    if (!isSent) return;
    let isShown = true;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const still = await waitsForAnother(company, ticket);
      if (!isShown) return;
      setWaits(still);
      timer = setTimeout(look, EVERY_MS);
    };
    timer = setTimeout(look, EVERY_MS);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [company, ticket, isSent]);
  return waits;
}
