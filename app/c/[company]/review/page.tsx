import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadReviews } from "@/lib/queries/reviews";
import { WeeksTable } from "./_components/weeks-table";

export const metadata: Metadata = { title: "Weekly review" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const pageOf = (given: string | string[] | undefined) =>
  /^\d{1,3}$/.test(String(given)) ? Number(given) : 1;

export default async function ReviewsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const result = await loadReviews(viewer, pageOf((await searchParams).page), now());
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  const { agenda, running, weeks, page, pages, held, missed } = result.value;
  const home = `/c/${viewer.companySlug}/review`;
  return (
    <>
      <PageHeader
        title="Weekly review"
        description={
          agenda
            ? `${agenda.forum}, ${agenda.durationMinutes} minutes, as the policy in force has it. Each week since the contract began stands here, held or missed.`
            : "The policy in force sets no weekly review."
        }
        actions={<LinkButton href={`${home}/${running}`}>This week, {running}</LinkButton>}
      />
      <Section
        title="Weeks"
        description={`${formatCount(held, "review")} held, ${formatCount(missed, "week")} missed. Minutes are made when a review is closed; a week that is over is not made up for.`}
        actions={
          <>
            {page > 1 && (
              <LinkButton href={`${home}?page=${page - 1}`} variant="default" size="sm">
                Newer weeks
              </LinkButton>
            )}
            {page < pages && (
              <LinkButton href={`${home}?page=${page + 1}`} variant="default" size="sm">
                Older weeks
              </LinkButton>
            )}
          </>
        }
      >
        <WeeksTable weeks={weeks} home={home} empty={<EmptyState title="No week has begun yet" />} />
      </Section>
    </>
  );
}
