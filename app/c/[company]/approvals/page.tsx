import { Group, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { Metadata } from "next";
import { PolicyProposalNote } from "@/components/governance/policy-proposal-note";
import { ReasonCodeText } from "@/components/governance/reason-code-text";
import { GATE_WORDS } from "@/components/governance/request-words";
import { StateBadge } from "@/components/governance/state-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount, formatMoney } from "@/components/ui/format";
import { LinkButton, TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { catchUpRequests } from "@/lib/actions/catch-up-requests";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import { requireViewer } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { type AwaitedSignature, loadApprovals } from "@/lib/queries/approvals";
import classes from "./approvals.module.css";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage({ params }: { params: Promise<{ company: string }> }) {
  const viewer = await requireViewer((await params).company);
  const home = `/c/${viewer.companySlug}`;
  if (!can(viewer.role, "request.sign"))
    return (
      <EmptyState
        order={1}
        title="Your role signs nothing"
        action={<LinkButton href={`${home}/requests`}>See the requests</LinkButton>}
      >
        {rolesThatCan("request.sign")} may sign; you are here as {viewer.role}.
      </EmptyState>
    );
  const present = now();
  await catchUpRequests(viewer);
  const loaded = await loadApprovals(viewer, present);
  if (!loaded.ok)
    return (
      <>
        <PageHeader title="Approvals" />
        <FailureAlert failure={loaded.failure} />
      </>
    );
  const { items, isCut, proposal } = loaded.value;
  const signable = items.filter(({ isSignable }) => isSignable);
  const closed = items.filter(({ isSignable }) => !isSignable);
  return (
    <>
      <PageHeader
        title="Approvals"
        description={`What waits for a signature as ${viewer.role} and was not asked by you: what has waited longest first, the costliest of a day first.`}
      />
      <Stack gap="lg">
        <PolicyProposalNote proposal={proposal} policy={`${home}/policy`} />
        {signable.length === 0 ? (
          <EmptyState
            title={proposal?.waitsForYou ? "No request waits for you" : "Nothing waits for you"}
            icon={<IconCircleCheck size={32} />}
            action={
              <LinkButton href={`${home}/requests?status=PENDING`} variant="default">
                See what waits for others
              </LinkButton>
            }
          >
            When somebody submits a request that needs a {viewer.role}, it appears here.
          </EmptyState>
        ) : (
          <Queue items={signable} home={home} present={present} />
        )}
        {closed.length > 0 ? (
          <section aria-labelledby="closed">
            <Title order={2} id="closed" mb="xs">
              No longer possible
            </Title>
            <Text size="sm" c="dimmed" mb="sm">
              {formatCount(closed.length, "request")} went up for signature, and the states have changed
              since: the gate would refuse your signature now.
            </Text>
            <Queue items={closed} home={home} present={present} />
          </section>
        ) : null}
        {isCut ? (
          <Text size="sm" c="dimmed">
            Only the oldest 500 requests in the company's queue were looked at.
          </Text>
        ) : null}
      </Stack>
    </>
  );
}

function Queue({
  items,
  home,
  present,
}: {
  items: readonly AwaitedSignature[];
  home: string;
  present: Date;
}) {
  return (
    <ul className={classes.queue}>
      {items.map((item) => (
        <li key={item.reference} className={classes.item}>
          <div className={classes.what}>
            <TextLink href={`${home}/requests/${item.reference}`} fw={600}>
              {item.title}
            </TextLink>
            <Text size="sm" c="dimmed">
              {item.reference} · {GATE_WORDS[item.gateId].name} ·{" "}
              {item.actionId ? (
                <TextLink href={`${home}/revenue/actions/${item.actionId}`} underline="always">
                  Proposed by the {item.requesterName}
                </TextLink>
              ) : (
                item.requesterName
              )}{" "}
              · submitted <Moment at={item.submittedAt} show="distance" present={present} />
            </Text>
            <Group gap={6} mt={4}>
              {item.signedRoles.map((role) => (
                <StateBadge key={role} state="APPROVED" label={`${role} has signed`} />
              ))}
              {item.isSignable ? (
                item.awaits.map((role) => (
                  <StateBadge key={role} state="PENDING" label={`Waits for ${role}`} />
                ))
              ) : (
                <StateBadge state="BLOCKED" label="Would be refused" />
              )}
            </Group>
            {item.isSignable ? null : (
              <Text size="sm" component="div" mt={4}>
                {item.reasonCodes.map((code) => (
                  <div key={code}>
                    <ReasonCodeText code={code} href={`${home}/codes/${code}`} />
                  </div>
                ))}
              </Text>
            )}
          </div>
          <div className={classes.side}>
            <Text fw={600} className="figure">
              {item.amountUsd === null ? "" : formatMoney(item.amountUsd)}
              {item.amountUsd !== null && item.gateId === "G4_VENDOR_AND_NON_LABOR" ? " a month" : ""}
            </Text>
            <LinkButton
              href={`${home}/requests/${item.reference}`}
              variant={item.isSignable ? "filled" : "default"}
            >
              {item.isSignable ? "Read and sign" : "Read"}
              <span className="visually-hidden"> {item.reference}</span>
            </LinkButton>
          </div>
        </li>
      ))}
    </ul>
  );
}
