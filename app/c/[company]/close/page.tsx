import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { listCloses } from "@/lib/queries/closes";
import classes from "./_components/close.module.css";
import { MonthsTable } from "./_components/months-table";
import { Waiting } from "./_components/waiting";

export const metadata: Metadata = { title: "Monthly close" };

type Props = { params: Promise<{ company: string }> };

export default async function ClosesPage({ params }: Props) {
  const viewer = await requireViewer((await params).company);
  const at = now();
  const result = await listCloses(viewer, at);
  const company = `/c/${viewer.companySlug}`;
  return (
    <>
      <PageHeader
        title="Monthly close"
        description="Each month is certified as final within the agreed business days, or it says what it lacks and who supplies it. A certified month stands until the CFO reopens it."
        asOf={at}
        source="closes of the plan"
        actions={<TextLink href={`${company}/close/calendar`}>Holidays</TextLink>}
      />
      {result.ok ? (
        <div className={classes.stack}>
          <Waiting months={result.value.months} company={company} />
          <Section title="Months">
            {result.value.months.length === 0 ? (
              <EmptyState title="The plan has not begun">
                The first month to close is the one in which the company&apos;s plan starts.
              </EmptyState>
            ) : (
              <MonthsTable months={result.value.months} company={company} />
            )}
            {result.value.isCut && (
              <p className={classes.note}>
                The last three years are shown. Earlier months open from their neighbours.
              </p>
            )}
          </Section>
        </div>
      ) : (
        <FailureAlert failure={result.failure} />
      )}
    </>
  );
}
