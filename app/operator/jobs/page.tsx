import { Alert, Group, Stack } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { retryJobAction } from "@/lib/actions/jobs";
import { requireOperator } from "@/lib/auth/operator";
import { now } from "@/lib/clock";
import { type JobsPage, loadJobsPage } from "@/lib/queries/jobs";
import {
  JOB_CHOICES,
  type JobsView,
  jobsViewQuery,
  parseJobsView,
  STATE_CHOICES,
} from "@/lib/queries/jobs-view";
import { QueueTable } from "./_components/queue-table";
import { RunFilters } from "./_components/run-filters";
import { RunTable } from "./_components/run-table";

export const metadata: Metadata = { title: "Jobs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function JobsScreen({ searchParams }: Props) {
  const operator = await requireOperator();
  const view = parseJobsView(await searchParams);
  const at = now();
  const page = await loadJobsPage(operator.userId, view, at);
  const { after: _after, ...filter } = view;
  return (
    <>
      <PageHeader
        title="Jobs"
        description="What runs by the clock for every company, and what people's signatures set off. Each run happens once; one that fails is tried again by itself, and stops no other company's."
        asOf={at}
        source="job_runs and the job queue"
      />
      <Stack gap="md">
        {page.workers === 0 && <NoWorker />}
        <Section title="Runs" description={inTotal(page.counts)}>
          <RunFilters
            key={jobsViewQuery(filter)}
            values={filter}
            states={STATE_CHOICES}
            jobs={JOB_CHOICES}
            companies={page.companies.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
          <Runs page={page} view={view} />
        </Section>
        <Section
          title="Schedule and queue"
          description={`${formatCount(page.workers, "worker")} connected. A missed day or week is caught up once, when a worker comes back.`}
        >
          <QueueTable lines={page.queue} />
        </Section>
      </Stack>
    </>
  );
}

function inTotal({ failed, cut_off, retrying, running, completed }: JobsPage["counts"]): string {
  return `${failed} failed, ${cut_off} cut off, ${retrying} to be tried again, ${running} running, ${completed} completed.`;
}

function NoWorker() {
  return (
    <Alert color="steel" title="No worker is connected" icon={<IconPlugConnectedX aria-hidden />}>
      Jobs wait in the queue until one is: npm start runs one unless REVENUE_OS_WORKER is off, and npm run
      worker runs one more.
    </Alert>
  );
}

function Runs({ page, view }: { page: JobsPage; view: JobsView }) {
  const { after, ...filter } = view;
  if (page.runs.length === 0) {
    const isNarrowed = jobsViewQuery(view) !== "";
    return (
      <EmptyState
        title={isNarrowed ? "No run matches" : "Nothing has run yet"}
        action={
          isNarrowed && (
            <LinkButton href="/operator/jobs" variant="default">
              Show every run
            </LinkButton>
          )
        }
      >
        {isNarrowed
          ? "Take a filter away, or choose another company."
          : "The first run appears here as soon as it begins; when that is, stands below."}
      </EmptyState>
    );
  }
  return (
    <>
      <RunTable runs={page.runs} retry={retryJobAction} />
      {(after !== undefined || page.next !== null) && (
        <Group justify="flex-end" gap="xs" component="nav" aria-label="Pages of the runs">
          {after !== undefined && (
            <LinkButton href={`/operator/jobs?${jobsViewQuery(filter)}`} variant="default">
              First page
            </LinkButton>
          )}
          {page.next !== null && (
            <LinkButton
              href={`/operator/jobs?${jobsViewQuery({ ...filter, after: page.next })}`}
              variant="default"
            >
              Next
            </LinkButton>
          )}
        </Group>
      )}
    </>
  );
}
