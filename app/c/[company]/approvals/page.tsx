import { Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconUserShare } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { signRequestsAction } from "@/lib/actions/approvals";
import { catchUpRequests } from "@/lib/actions/catch-up-requests";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer, type Viewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { MOST_LOOKED_AT } from "@/lib/queries/approvals";
import { type InboxFilter, type InboxPage, inboxFilterSchema, loadInbox } from "@/lib/queries/inbox";
import { loadSecondFactor } from "@/lib/queries/second-factor";
import { groupShown } from "./_components/group-words";
import { InboxFilters } from "./_components/inbox-filters";
import { ClosedQueue, InboxList } from "./_components/inbox-list";
import { InboxPages } from "./_components/inbox-pages";
import { SignTogether } from "./_components/sign-together";
import { StandIns } from "./_components/stand-ins";

export const metadata: Metadata = { title: "Approvals" };

type Props = {
  params: Promise<{ company: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ApprovalsPage({ params, searchParams }: Props) {
  const viewer = await requireViewer((await params).company);
  const filter = inboxFilterSchema.parse(await searchParams);
  const home = `/c/${viewer.companySlug}`;
  const present = now();
  await catchUpRequests(viewer);
  const loaded = await loadInbox(viewer, filter, present);
  if (!loaded.ok)
    return (
      <>
        <PageHeader title="Approvals" />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const inbox = loaded.value;
  const signs = can(viewer.role, "request.sign");
  const waits = Object.values(inbox.counts).reduce((sum, count) => sum + count, 0);
  if (!signs && waits === 0)
    return (
      <EmptyState
        order={1}
        title="Your role signs nothing"
        action={<LinkButton href={`${home}/requests`}>See the requests</LinkButton>}
      >
        {rolesThatCan("request.sign")} may sign; you are here as {viewer.role}.
      </EmptyState>
    );
  return (
    <>
      <PageHeader
        title="Approvals"
        description="Everything that waits for you: what has waited longest first, the costliest of a day first."
        actions={
          signs ? (
            <LinkButton
              href={`${home}/approvals/delegations`}
              variant="default"
              leftSection={<IconUserShare size={16} aria-hidden />}
            >
              Stand-ins
            </LinkButton>
          ) : undefined
        }
      />
      <Stack gap="lg">
        <StandIns standIns={inbox.standIns} />
        {waits > 0 ? <InboxFilters filter={filter} counts={inbox.counts} path={`${home}/approvals`} /> : null}
        <Groups inbox={inbox} viewer={viewer} />
        <Waiting inbox={inbox} filter={filter} home={home} role={viewer.role} present={present} />
        {inbox.closed.length > 0 ? (
          <section aria-labelledby="closed">
            <Title order={2} id="closed" mb="xs">
              No longer possible
            </Title>
            <Text size="sm" c="dimmed" mb="sm">
              {formatCount(inbox.closed.length, "request")} went up for signature, and the states have changed
              since: the gate would refuse your signature now.
            </Text>
            <ClosedQueue items={inbox.closed} home={home} present={present} />
          </section>
        ) : null}
        {inbox.isCut ? (
          <Text size="sm" c="dimmed">
            Only the oldest {MOST_LOOKED_AT} requests in the company's queue were looked at.
          </Text>
        ) : null}
      </Stack>
    </>
  );
}

/** What may be signed together, above what is read one by one. */
async function Groups({ inbox: { groups, basis }, viewer }: { inbox: InboxPage; viewer: Viewer }) {
  const needsCode = groups.some(({ items }) => items.some((item) => item.needsCode));
  return (
    <SignTogether
      groups={groups.map((group) => groupShown(group, basis, `/c/${viewer.companySlug}`))}
      hasFactor={needsCode && (await loadSecondFactor(viewer.userId)).state === "ON"}
      sign={signRequestsAction.bind(null, viewer.companySlug)}
    />
  );
}

function Waiting({
  inbox,
  filter,
  home,
  role,
  present,
}: {
  inbox: InboxPage;
  filter: InboxFilter;
  home: string;
  role: string;
  present: Date;
}) {
  const { counts } = inbox;
  const isNarrowed = Boolean(filter.kind || filter.gate || filter.as);
  if (inbox.total === 0)
    return (
      <EmptyState
        title={isNarrowed ? "Nothing fits this filter" : "Nothing waits for you"}
        icon={<IconCircleCheck size={32} />}
        action={
          <LinkButton
            href={isNarrowed ? `${home}/approvals` : `${home}/requests?status=PENDING`}
            variant="default"
          >
            {isNarrowed ? "Show all that waits" : "See what waits for others"}
          </LinkButton>
        }
      >
        {isNarrowed
          ? "Something else may still wait for you."
          : `When somebody submits a request that needs a ${role}, it appears here.`}
      </EmptyState>
    );
  return (
    <section aria-labelledby="waiting">
      <Title order={2} id="waiting" mb="xs">
        {formatCount(inbox.total, "thing")} {inbox.total === 1 ? "waits" : "wait"} for you
        {isNarrowed || counts.signature === inbox.total
          ? ""
          : `, ${counts.signature || "none"} of them for your signature`}
      </Title>
      <Stack gap="sm">
        <InboxList items={inbox.items} home={home} present={present} />
        <InboxPages page={inbox.page} pages={inbox.pages} filter={filter} path={`${home}/approvals`} />
      </Stack>
    </section>
  );
}
