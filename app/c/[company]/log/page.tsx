import { Group, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { requireViewer } from "@/lib/auth/viewer";
import { type LogPage, loadLogPage } from "@/lib/queries/decision-log";
import { type LogView, logViewQuery, parseLogView } from "@/lib/queries/decision-log-filter";
import { ExportLinks } from "./_components/export-links";
import { filterChoices } from "./_components/filter-choices";
import { LogFilters } from "./_components/log-filters";
import { LogTable } from "./_components/log-table";
import { lineForTable } from "./_components/log-words";

export const metadata: Metadata = { title: "Decision log" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function LogScreen({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const view = parseLogView(await searchParams);
  const page = await loadLogPage(viewer, view);
  const log = `/c/${viewer.companySlug}/log`;
  const { after: _after, before: _before, ...filter } = view;
  return (
    <>
      <PageHeader
        title="Decision log"
        description="Every decision, cycle, change of mode and override of this company, in the order they happened. Each entry holds the hash of the one before, so none can be changed, removed or reordered unnoticed."
        asOf={page.headAt}
        source={`${formatCount(page.total, "entry", "entries")} in decision_log_entries`}
        actions={
          <ExportLinks
            href={`${log}/export`}
            query={logViewQuery(filter)}
            icon={<IconDownload size={16} aria-hidden />}
          />
        }
      />
      <Stack gap="md">
        <LogFilters
          key={logViewQuery(filter)}
          action={log}
          values={filter}
          choices={filterChoices(page.people)}
          narrowed={logViewQuery({ ...filter, sort: undefined, dir: undefined }) !== ""}
        />
        <Entries page={page} view={view} log={log} company={`/c/${viewer.companySlug}`} />
      </Stack>
    </>
  );
}

function Entries({
  page,
  view,
  log,
  company,
}: {
  page: LogPage;
  view: LogView;
  log: string;
  company: string;
}) {
  if (page.total === 0) {
    return (
      <EmptyState title="Nothing has been logged yet">
        The first decision or evaluated cycle is entry 1.
      </EmptyState>
    );
  }
  if (page.lines.length === 0) {
    return (
      <EmptyState
        title="No entry matches"
        action={
          <LinkButton href={log} variant="default">
            Show every entry
          </LinkButton>
        }
      >
        Take a filter away, or search for the beginning of a word: a person, a request such as REQ-12, a code.
      </EmptyState>
    );
  }
  const { after: _after, before: _before, ...filter } = view;
  const address = (cursor: Partial<LogView>) => `${log}?${logViewQuery({ ...filter, ...cursor })}`;
  return (
    <>
      <LogTable
        lines={page.lines.map(lineForTable)}
        total={page.total}
        sort={view.sort}
        direction={view.dir}
        log={log}
        company={company}
      />
      <Group justify="space-between" component="nav" aria-label="Pages of the log">
        <Text size="sm" c="dimmed" className="figure">
          Entries {page.lines[0]?.seq} to {page.lines.at(-1)?.seq}
        </Text>
        <Group gap="xs">
          {page.previous && (
            <LinkButton href={address({ before: page.previous })} variant="default">
              Previous
            </LinkButton>
          )}
          {page.next && (
            <LinkButton href={address({ after: page.next })} variant="default">
              Next
            </LinkButton>
          )}
        </Group>
      </Group>
    </>
  );
}
