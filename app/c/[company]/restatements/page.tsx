import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadRestatements, type Restatements } from "@/lib/queries/restatements";
import { CycleTable } from "./_components/cycle-table";
import { DecisionTable } from "./_components/decision-table";
import { FigureTable } from "./_components/figure-table";
import { Money } from "./_components/money";
import { NotReplayed } from "./_components/not-replayed";
import { summaryInWords } from "./_components/restatement-words";
import classes from "./_components/restatements.module.css";

export const metadata: Metadata = { title: "Restatements" };

type Props = { params: Promise<{ company: string }> };

export default async function RestatementsPage({ params }: Props) {
  const viewer = await requireViewer((await params).company);
  const at = now();
  const result = await loadRestatements(viewer, at);
  return (
    <>
      <PageHeader
        title="Restatements"
        description="Figures that were corrected after a cycle had closed on them: as known then beside as known now, and what would have been decided otherwise."
        asOf={at}
        source="closed cycles, read again on the company's data as it is known now"
      />
      {result.ok ? (
        <Screen found={result.value} company={`/c/${viewer.companySlug}`} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

function Screen({ found, company }: { found: Restatements; company: string }) {
  const { figures, figuresInAll, cycles, cyclesInAll, decisions, decisionsInAll } = found;
  if (figures.length + cycles.length === 0)
    return (
      <Section title="Nothing was restated">
        <EmptyState title="Every closed cycle rests on figures that still stand">
          A figure that a file, a feed or FP&amp;A corrects after a cycle has closed on it stands here, with
          the cycles and decisions that would differ.
        </EmptyState>
      </Section>
    );
  return (
    <div className={classes.screen}>
      <Section title="What it comes to">
        <p className={classes.sentence}>{summaryInWords(found)}</p>
        <Money money={found.money} carriedOut={found.carriedOut} />
        <p className={classes.note}>
          The decision log stands as it was written: nothing here changes a decision. What a corrected figure
          should govern again takes a new evaluation; a certified close is reopened for it by the CFO, with a
          reason.
        </p>
      </Section>
      <Section
        title="Figures"
        description={
          figuresInAll > figures.length
            ? `The newest ${figures.length} of ${formatCount(figuresInAll, "figure")}.`
            : "The newest correction first."
        }
      >
        <FigureTable figures={figures} company={company} />
      </Section>
      <Section
        title="Cycles"
        description={
          cyclesInAll > cycles.length
            ? `The newest ${cycles.length} of ${formatCount(cyclesInAll, "cycle")}.`
            : "Each evaluated again on the figures known now, under the policy that it had."
        }
      >
        <CycleTable cycles={cycles} company={company} />
      </Section>
      <Section
        title="Decisions that would differ"
        description={
          decisionsInAll === null
            ? "Each made again in the situation of its moment, with the signatures it had then."
            : `Looked at were the newest decisions of ${formatCount(decisionsInAll, "decision")}, each in the situation of its moment.`
        }
      >
        <DecisionTable decisions={decisions} company={company} />
        <NotReplayed decisions={found.notReplayed} company={company} />
      </Section>
    </div>
  );
}
