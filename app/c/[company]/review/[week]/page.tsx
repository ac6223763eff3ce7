import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { catchUpRequests } from "@/lib/actions/catch-up-requests";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { loadRequest } from "@/lib/queries/request";
import { loadReview, type ReviewScreen } from "@/lib/queries/review";
import { WeekState } from "../_components/week-state";
import type { OnTheTable } from "./_components/deciding";
import { LiveView } from "./_components/live-view";
import { MinutesView } from "./_components/minutes-view";

type Props = {
  params: Promise<{ company: string; week: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const onTheTableSchema = z.object({
  decide: z
    .string()
    .regex(/^REQ-\d{1,10}$/)
    .optional()
    .catch(undefined),
});

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: `Weekly review ${(await params).week}` };
}

export default async function ReviewPage({ params, searchParams }: Props) {
  const { company, week } = await params;
  const { decide } = onTheTableSchema.parse(await searchParams);
  const viewer = await requireViewer(company);
  await catchUpRequests(viewer);
  const at = now();
  const result = await loadReview(viewer, week, at);
  if (!result.ok && result.failure.code === "NOT_FOUND") notFound();
  if (!result.ok) return <FailureAlert failure={result.failure} />;
  const onTheTable =
    decide !== undefined && result.value.live !== null
      ? { reference: decide, request: await loadRequest(viewer, decide, at) }
      : null;
  return <Screen screen={result.value} viewer={viewer} at={at} onTheTable={onTheTable} />;
}

function Screen({
  screen,
  viewer,
  at,
  onTheTable,
}: {
  screen: ReviewScreen;
  viewer: Viewer;
  at: Date;
  onTheTable: OnTheTable | null;
}) {
  const company = `/c/${viewer.companySlug}`;
  const home = `${company}/review`;
  const { period, before, after, held, live, state, weekKey } = screen;
  return (
    <>
      <PageHeader
        title={`Weekly review ${weekKey}`}
        crumbs={[{ label: "Weekly review", href: home }]}
        badge={<WeekState state={state} size="lg" />}
        description={`${formatDate(period.start)} to ${formatDate(period.end)}${
          live
            ? `. ${live.forum}, ${live.durationMinutes} minutes; the agenda is that of policy ${live.policyVersion}.`
            : "."
        }`}
        actions={
          <div data-print="no">
            {before && (
              <LinkButton href={`${home}/${before}`} variant="default" size="sm" mr="xs">
                Week before
              </LinkButton>
            )}
            {after && (
              <LinkButton href={`${home}/${after}`} variant="default" size="sm">
                Week after
              </LinkButton>
            )}
          </div>
        }
      />
      {held && <MinutesView held={held} company={company} />}
      {live && <LiveView live={live} screen={screen} viewer={viewer} at={at} onTheTable={onTheTable} />}
      {!held && !live && <Nothing state={state} />}
    </>
  );
}

function Nothing({ state }: { state: ReviewScreen["state"] }) {
  return (
    <Section title="No minutes">
      {state === "MISSED" ? (
        <EmptyState title="This week's review was missed">
          The contract asks for one each week. It is not made up for afterwards; what was left open stands in
          the next review.
        </EmptyState>
      ) : (
        <EmptyState title="The policy sets no weekly review">
          Its outcome contract names no agenda, so there is nothing to run a meeting from.
        </EmptyState>
      )}
    </Section>
  );
}
