import { Stack } from "@mantine/core";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { loadLogEntry } from "@/lib/queries/decision-log-entry";
import { CorrectedNote } from "../../_components/corrected-note";
import { ChainProof } from "../_components/chain-proof";
import { DecisionParts } from "../_components/decision-parts";
import { EntryFacts } from "../_components/entry-facts";
import { RawContent } from "../_components/raw-content";

type Props = { params: Promise<{ company: string; seq: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Entry ${(await params).seq} · Decision log` };
}

export default async function LogEntryScreen({ params }: Props) {
  const { company, seq } = await params;
  const viewer = await requireViewer(company);
  if (!/^[1-9]\d{0,17}$/.test(seq)) notFound();
  const entry = await loadLogEntry(viewer, BigInt(seq));
  if (entry === null) notFound();
  const home = `/c/${viewer.companySlug}`;
  const number = BigInt(seq);
  return (
    <>
      <PageHeader
        title={entry.title}
        crumbs={[{ label: "Decision log", href: `${home}/log` }]}
        description={`Entry ${seq} of ${entry.proof.head?.seq ?? "an unknown number"}`}
        asOf={entry.occurredAt}
        source="decision_log_entries"
        actions={
          <>
            {entry.proof.hasPrevious && (
              <LinkButton href={`${home}/log/${number - 1n}`} variant="default">
                Entry {String(number - 1n)}
              </LinkButton>
            )}
            {entry.proof.hasNext && (
              <LinkButton href={`${home}/log/${number + 1n}`} variant="default">
                Entry {String(number + 1n)}
              </LinkButton>
            )}
          </>
        }
      />
      {entry.decision && entry.source !== "api" && (
        <CorrectedNote viewer={viewer} resting={{ logSeq: number }} what="This decision" />
      )}
      <Stack gap="md">
        {entry.decision && <DecisionParts decision={entry.decision} entry={entry} home={home} />}
        <EntryFacts entry={entry} />
        <ChainProof entry={entry} home={home} slug={viewer.companySlug} />
        <RawContent content={entry.content} />
      </Stack>
    </>
  );
}
