import type { Metadata } from "next";
import { EscalationLine } from "@/components/governance/escalation-line";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type EscalationPage, listEscalations } from "@/lib/queries/escalations";
import { escalationCursor } from "./_components/escalation-cursor";
import { Rules } from "./_components/rules";

export const metadata: Metadata = { title: "Escalations" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function EscalationsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const result = await listEscalations(viewer, escalationCursor((await searchParams).before));
  return (
    <>
      <PageHeader
        title="Escalations"
        description="Raised by the rules when a trigger keeps failing. Each is taken up with a plan and a day, and closed with what came of it."
      />
      {result.ok ? (
        <Screen page={result.value} company={`/c/${viewer.companySlug}`} present={now()} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Screen({ page, company, present }: { page: EscalationPage; company: string; present: Date }) {
  const { counts, escalations, nextCursor } = page;
  return (
    <>
      <Section
        title="Raised"
        description={`${formatCount(counts.OPEN, "needs", "need")} a plan, ${formatCount(counts.ACKNOWLEDGED, "plan")} under way, ${counts.RESOLVED} resolved.`}
        actions={
          nextCursor && (
            <TextLink href={`${company}/escalations?before=${encodeURIComponent(nextCursor)}`}>
              Older
            </TextLink>
          )
        }
      >
        {escalations.length === 0 ? (
          <EmptyState title="No rule has raised an escalation">
            The rules below are checked with each cycle of their cadence.
          </EmptyState>
        ) : (
          <div>
            {escalations.map((escalation) => (
              <EscalationLine
                key={escalation.id}
                escalation={escalation}
                company={company}
                present={present}
              />
            ))}
          </div>
        )}
      </Section>
      <Rules rules={page.rules} company={company} />
    </>
  );
}
