import { Group, Stack, Text } from "@mantine/core";
import { IconFileDescription, IconPlus } from "@tabler/icons-react";
import type { Metadata } from "next";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatMoney } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { catchUpRequests } from "@/lib/actions/catch-up-requests";
import { can } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type ListedRequest, listRequests, requestFilterSchema } from "@/lib/queries/requests";
import { OverdueBadge } from "./_components/overdue-badge";
import { RequestFilters } from "./_components/request-filters";

export const metadata: Metadata = { title: "Requests" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RequestsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const filter = requestFilterSchema.parse(await searchParams);
  await catchUpRequests(viewer);
  const { rows, after } = await listRequests(viewer, filter, now());
  const path = `/c/${viewer.companySlug}/requests`;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const canAsk = can(viewer.role, "request.submit");
  const newRequest = (
    <LinkButton href={`${path}/new`} leftSection={<IconPlus size={16} aria-hidden />}>
      New request
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Requests"
        description="What has been asked of the four gates, the newest change first."
        actions={canAsk ? newRequest : undefined}
      />
      <Stack gap="md">
        <RequestFilters key={filter.q} filter={filter} path={path} />
        <Section title={isFiltered ? "Requests found" : "All requests"}>
          <DataTable
            caption="Requests"
            columns={columnsFor(path)}
            rows={rows}
            rowKey={({ reference }) => reference}
            minWidth={520}
            empty={
              isFiltered ? (
                <EmptyState
                  title="No request fits this filter"
                  action={<TextLink href={path}>Show all requests</TextLink>}
                >
                  A reference is found whole: 12 or REQ-12.
                </EmptyState>
              ) : (
                <EmptyState
                  title="Nobody has asked for anything yet"
                  icon={<IconFileDescription size={32} />}
                  action={canAsk ? newRequest : undefined}
                >
                  A request says what somebody wants to hire, spend or build. Its gate decides on the numbers
                  of the newest closed cycle.
                </EmptyState>
              )
            }
          />
          <Pages path={path} query={filter} after={after} />
        </Section>
      </Stack>
    </>
  );
}

function columnsFor(path: string): Column<ListedRequest>[] {
  return [
    {
      key: "title",
      header: "Request",
      names: true,
      cell: ({ reference, title, status, gateId, requesterName, isMine }) => (
        <>
          <TextLink href={status === "DRAFT" ? `${path}/${reference}/edit` : `${path}/${reference}`}>
            {title}
          </TextLink>
          <Text size="xs" c="dimmed">
            {reference} · {GATE_WORDS[gateId].name} · {isMine ? "you" : requesterName}
          </Text>
        </>
      ),
    },
    {
      key: "status",
      header: "Status",
      cell: ({ status, overdueSince }) => (
        <Group gap={6}>
          <StateBadge state={status} />
          {overdueSince === null ? null : <OverdueBadge />}
        </Group>
      ),
    },
    { key: "amount", header: "Amount", align: "right", cell: amountInWords },
    { key: "updated", header: "Changed", cell: ({ updatedAt }) => <Moment at={updatedAt} show="date" /> },
  ];
}

function amountInWords({ amountUsd, isMonthly }: ListedRequest): string {
  return `${formatMoney(amountUsd)}${amountUsd !== null && isMonthly ? " a month" : ""}`;
}

function Pages({
  path,
  query: { after: here, ...filter },
  after,
}: {
  path: string;
  query: Record<string, string | undefined>;
  after: string | null;
}) {
  if (!here && !after) return null;
  const href = (more: Record<string, string>) => {
    const given = Object.entries({ ...filter, ...more }).flatMap(([name, value]) =>
      value ? [[name, value]] : [],
    );
    return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
  };
  return (
    <Group component="nav" aria-label="Pages of the list" gap="sm">
      {here ? (
        <LinkButton href={href({})} variant="default" size="sm">
          Newest
        </LinkButton>
      ) : null}
      {after ? (
        <LinkButton href={href({ after })} variant="default" size="sm">
          Older
        </LinkButton>
      ) : null}
    </Group>
  );
}
