"use client";

import { useRouter } from "next/navigation";
import { useCallback, useRef, useTransition } from "react";
import { Section } from "@/components/ui/section";
import { RowsRead, type Seen } from "./rows-read";

/** While a file is being read; when its rows are through, the page shows them. */
export function ReadingProgress(props: { company: string; importId: string; first: Seen }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const isAsked = useRef(pending);
  isAsked.current = pending;
  // One at a time: a page that is asked for again before it has come is never shown.
  const show = useCallback(() => {
    if (!isAsked.current) start(() => router.refresh());
  }, [router]);
  return (
    <Section title="Reading the file">
      <RowsRead {...props} onThrough={show} />
    </Section>
  );
}
