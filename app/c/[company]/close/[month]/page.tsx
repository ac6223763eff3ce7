import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cycleKeyInWords } from "@/components/governance/trigger-words";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDate, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { can } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type CloseMonth, type ClosingMonth, loadCloseMonth } from "@/lib/queries/close-month";
import { CorrectedNote } from "../../_components/corrected-note";
import classes from "../_components/close.module.css";
import { StageBadge } from "../_components/stage-badge";
import { Certification } from "./_components/certification";
import { MinimumFields, TriggerInputs } from "./_components/checklist";
import { Clock } from "./_components/clock";
import { CloseVersions } from "./_components/close-versions";
import { Commentaries } from "./_components/commentary";
import { CrmHygiene } from "./_components/crm-hygiene";
import { MissingItems } from "./_components/missing-items";
import { Running } from "./_components/running";
import { States } from "./_components/states";
import { type BridgeOfTrigger, Variance } from "./_components/variance";

type Props = { params: Promise<{ company: string; month: string }> };

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { month } = await params;
  return { title: MONTH.test(month) ? cycleKeyInWords(month) : "Monthly close" };
}

export default async function CloseMonthPage({ params }: Props) {
  const { company: slug, month: cycleKey } = await params;
  const viewer = await requireViewer(slug);
  if (!MONTH.test(cycleKey)) notFound();
  const at = now();
  const result = await loadCloseMonth(viewer, cycleKey, at);
  if (!result.ok && result.failure.code === "NOT_FOUND") notFound();
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title={cycleKeyInWords(cycleKey)}
        crumbs={[{ label: "Monthly close", href: `${company}/close` }]}
        badge={result.ok && isTold(result.value) && <StageBadge stage={result.value.stage} size="md" />}
        description={result.ok ? periodInWords(result.value) : undefined}
        asOf={at}
        source="the company's data as it is known now"
        actions={result.ok && <Neighbours month={result.value} company={company} />}
      />
      {result.ok ? (
        <Screen month={result.value} viewer={viewer} at={at} />
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}

/** A month before the plan, or one that has not begun, stands nowhere on its way. */
const isTold = ({ closing, running }: CloseMonth): boolean => closing !== null || running !== null;

function periodInWords({ period, closing, running }: CloseMonth): string {
  const told = closing ?? running;
  const month = told ? `, month ${told.monthIndex} of the plan` : "";
  return `${formatDate(period.start)} to ${formatDate(period.end)}${month}.`;
}

function Neighbours({ month: { previous, next }, company }: { month: CloseMonth; company: string }) {
  return (
    <>
      {previous && (
        <TextLink href={`${company}/close/${previous}`}>Before: {formatMonth(`${previous}-01`)}</TextLink>
      )}
      {next && <TextLink href={`${company}/close/${next}`}>Next: {formatMonth(`${next}-01`)}</TextLink>}
    </>
  );
}

function Screen({ month, viewer, at }: { month: CloseMonth; viewer: Viewer; at: Date }) {
  if (month.isBeforePlan) {
    return (
      <EmptyState title="This month lies before the plan's start">
        Nothing is closed or certified for it. Its figures count where a later month looks back a year.
      </EmptyState>
    );
  }
  const { closing } = month;
  return (
    <div className={classes.stack}>
      <CorrectedNote
        viewer={viewer}
        resting={{ cycleId: closing?.certified?.id ?? null }}
        what="This certified close"
      />
      <Clock clock={month.clock} delivery={closing?.certified ?? null} />
      {closing && <Closing month={month} closing={closing} viewer={viewer} at={at} />}
      {month.running && <Running month={month} running={month.running} viewer={viewer} />}
      {!closing && !month.running && (
        <EmptyState title="The month has not begun">
          What is there of it, and what it lacks, is shown from {formatDate(month.period.start)} on. It can be
          closed from the day after {formatDate(month.period.end)}.
        </EmptyState>
      )}
    </div>
  );
}

type ClosingProps = { month: CloseMonth; closing: ClosingMonth; viewer: Viewer; at: Date };

function Closing({ month, closing, viewer, at }: ClosingProps) {
  const company = `/c/${viewer.companySlug}`;
  const { checklist, base } = closing;
  const assigning = {
    company: viewer.companySlug,
    members: closing.members,
    mayAssign: can(viewer.role, "close.assign"),
  };
  return (
    <>
      <Certification month={month} closing={closing} viewer={viewer} at={at} />
      {!closing.certified && <MissingItems missing={checklist.missing} company={viewer.companySlug} />}
      <States closing={closing} company={company} />
      {base && (
        <Section
          title="What moved each trigger"
          description="The inputs of the earlier close are replaced by this one's, one after another in the order of the contract; the steps add up to the whole difference."
        >
          <Variance bridges={bridgesOf(closing)} since={base.cycleKey} cycleKey={month.cycleKey} />
        </Section>
      )}
      <Commentaries closing={closing} cycleKey={month.cycleKey} viewer={viewer} />
      <MinimumFields fields={checklist.fields} isOver {...assigning} />
      <CrmHygiene crm={checklist.crm} isOver />
      <TriggerInputs triggers={checklist.triggers} isCertified={closing.certified !== null} {...assigning} />
      <CloseVersions versions={closing.versions} />
    </>
  );
}

function bridgesOf({ bridges, states, changes }: ClosingMonth): BridgeOfTrigger[] {
  return bridges.map((each, index) => {
    const trigger = states.triggers[index];
    return {
      ...each,
      name: trigger?.name ?? "",
      isChanged: changes.some(({ triggerId }) => triggerId === trigger?.triggerId),
      missing: trigger?.inputsMissing ?? [],
    };
  });
}
