"use client";

import { useRouter } from "next/navigation";
import { Section } from "@/components/ui/section";
import { RowsRead, type Seen } from "./rows-read";

/** While a file is being read; when its rows are through, the page shows them. */
export function ReadingProgress(props: { company: string; importId: string; first: Seen }) {
  const { refresh } = useRouter();
  return (
    <Section title="Reading the file">
      <RowsRead {...props} onThrough={refresh} />
    </Section>
  );
}
