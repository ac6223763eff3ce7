"use client";

import { Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";

export type Seen = { read: number; of: number };
type Looked = Seen & { isThrough: boolean };

const EVERY_MS = 1_000;
/** After so many looks without a row more, it says what to do. */
const PATIENCE = 60;

/** How far a long file is, looked at once a second while it is shown. `onThrough` is told at each look that finds it done. */
export function RowsRead({
  company,
  importId,
  first,
  onThrough,
}: {
  company: string;
  importId: string;
  first: Seen | null;
  onThrough?: () => void;
}) {
  const [seen, setSeen] = useState(first);
  const [standing, setStanding] = useState(0);
  useEffect(() => {
    let read = -1;
    let isShown = true;
    let timer: ReturnType<typeof setTimeout>;
    // One look after another: on a slow line they do not pile up.
    const look = async () => {
      const next = await progressOf(company, importId);
      if (!isShown) return;
      if (next !== null) {
        const isStill = next.read === read;
        setSeen(next);
        setStanding((looks) => (isStill ? looks + 1 : 0));
        read = next.read;
        if (next.isThrough) onThrough?.();
      }
      timer = setTimeout(look, EVERY_MS);
    };
    timer = setTimeout(look, EVERY_MS);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [company, importId, onThrough]);
  if (seen === null) return null;
  return (
    <div>
      <div role="status">
        <Text size="sm">
          {seen.read < seen.of
            ? `${seen.read.toLocaleString("en-US")} of ${seen.of.toLocaleString("en-US")} rows are read. You may leave the page; it goes on.`
            : "Every row is read. Each is being compared with what stands in the books."}
        </Text>
        {standing > PATIENCE && (
          <Text size="sm">
            Nothing has moved for a minute. If it stays so, set the import aside and upload the file again.
          </Text>
        )}
      </div>
      <Progress
        mt={4}
        value={seen.of > 0 ? (100 * seen.read) / seen.of : 0}
        aria-label="How many of the rows are read"
      />
    </div>
  );
}

async function progressOf(company: string, importId: string): Promise<Looked | null> {
  try {
    const response = await fetch(`/c/${company}/imports/${importId}/progress`, { cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch (error) {
    // Offline for a moment, or an answer that is none: the next look asks again.
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}
