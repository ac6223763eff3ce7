"use client";

import { Progress, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Section } from "@/components/ui/section";

type Seen = { read: number; of: number };

const EVERY_MS = 1_000;
/** After so many looks without a row more, it says what to do. */
const PATIENCE = 60;

/** How far a long file is, looked at once a second; when its rows are through, the page shows them. */
export function ReadingProgress({
  company,
  importId,
  first,
}: {
  company: string;
  importId: string;
  first: Seen;
}) {
  const router = useRouter();
  const [seen, setSeen] = useState(first);
  const [standing, setStanding] = useState(0);
  useEffect(() => {
    let read = first.read;
    const look = async () => {
      const next = await progressOf(company, importId);
      if (next === null) return;
      setSeen(next);
      setStanding((looks) => (next.read === read ? looks + 1 : 0));
      read = next.read;
      if (next.of === 0 || next.read >= next.of) router.refresh();
    };
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [company, importId, first.read, router]);
  const share = seen.of > 0 ? (100 * seen.read) / seen.of : 0;
  return (
    <Section title="Reading the file">
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
      <Progress value={share} aria-label="How many of the rows are read" />
    </Section>
  );
}

async function progressOf(company: string, importId: string): Promise<Seen | null> {
  try {
    const response = await fetch(`/c/${company}/imports/${importId}/progress`, { cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch (error) {
    // Offline for a moment: the next look asks again.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
