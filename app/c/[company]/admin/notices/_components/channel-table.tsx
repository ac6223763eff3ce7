import { Text } from "@mantine/core";
import { IconBan, IconCircleCheck, IconCircleOff, IconClockPause, IconX } from "@tabler/icons-react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { Outcome } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ChannelRow, FailedDelivery } from "@/lib/queries/notice-channels";

const KINDS = { webhook: "Webhook, signed JSON", slack: "Slack, incoming webhook" } as const;

export function ChannelTable({
  channels,
  present,
  remove,
}: {
  channels: readonly ChannelRow[];
  present: Date;
  remove: (channelId: string) => Promise<Outcome>;
}) {
  const columns: Column<ChannelRow>[] = [
    {
      key: "name",
      header: "Channel",
      names: true,
      cell: ({ name, kind, host }) => (
        <div style={{ overflowWrap: "anywhere" }}>
          {name}
          <Text size="xs" c="dimmed">
            {KINDS[kind]} · {host}
          </Text>
        </div>
      ),
    },
    {
      key: "state",
      header: "State",
      cell: (row) => <ChannelState {...row} />,
    },
    { key: "sent", header: "Sent", align: "right", cell: ({ sent }) => sent },
    { key: "waiting", header: "Waiting", align: "right", cell: ({ waiting }) => waiting },
    { key: "failed", header: "Given up", align: "right", cell: ({ failed }) => failed },
    {
      key: "last",
      header: "Last sent",
      cell: ({ lastSentAt }) =>
        lastSentAt ? <Moment at={lastSentAt} show="distance" present={present} /> : "never",
    },
    {
      key: "added",
      header: "Added",
      cell: ({ createdAt, createdBy }) => (
        <>
          <Moment at={createdAt} show="date" />
          <Text size="xs" c="dimmed">
            by {createdBy}
          </Text>
        </>
      ),
    },
    {
      key: "actions",
      header: <span className="visually-hidden">Actions</span>,
      align: "right",
      cell: ({ id, name, removedAt }) =>
        removedAt === null ? (
          <ConfirmButton
            action={remove.bind(null, id)}
            title={`Remove "${name}"`}
            question="Nothing goes there from now on, not even what still waits. Its address and secret are forgotten."
            confirmLabel="Remove the channel"
            size="xs"
          >
            Remove
          </ConfirmButton>
        ) : null,
    },
  ];
  return (
    <DataTable
      caption="Channels of the company"
      columns={columns}
      rows={channels}
      rowKey={({ id }) => id}
      minWidth={820}
    />
  );
}

/** As the newest attempt shows it: a channel that was only added has not shown that it works. */
function ChannelState({ removedAt, lastOutcome }: ChannelRow) {
  if (removedAt !== null)
    return (
      <ToneBadge tone="unknown" size="sm" icon={<IconBan />}>
        Removed
      </ToneBadge>
    );
  if (lastOutcome === null)
    return (
      <ToneBadge tone="info" size="sm" icon={<IconClockPause />}>
        Nothing sent yet
      </ToneBadge>
    );
  return lastOutcome === "sent" ? (
    <ToneBadge tone="good" size="sm" icon={<IconCircleCheck />}>
      Works
    </ToneBadge>
  ) : (
    <ToneBadge tone="watch" size="sm" icon={<IconX />}>
      Last try failed
    </ToneBadge>
  );
}

/** What has no name of its own that people know it by. */
const ABOUT: Record<string, string> = {
  policy_proposed: "Policy",
  escalation_raised: "Escalation",
  stand_in_named: "Stand-in",
  stand_in_ended: "Stand-in",
};

export function TroubleTable({ troubles, present }: { troubles: readonly FailedDelivery[]; present: Date }) {
  const columns: Column<FailedDelivery>[] = [
    {
      key: "what",
      header: "Notice",
      names: true,
      cell: ({ kind, reference, person, channel }) => (
        <div style={{ overflowWrap: "anywhere" }}>
          {ABOUT[kind] ?? reference}
          {channel === null ? (
            <Text size="xs" c="dimmed">
              for {person}
            </Text>
          ) : null}
        </div>
      ),
    },
    { key: "way", header: "By", cell: ({ channel }) => channel ?? "E-mail" },
    { key: "reason", header: "Reason", cell: ({ reason }) => reason },
    {
      key: "state",
      header: "State",
      cell: (row) => <TroubleState {...row} />,
    },
    {
      key: "tried",
      header: "Last tried",
      cell: ({ triedAt }) => <Moment at={triedAt} show="distance" present={present} />,
    },
  ];
  return (
    <DataTable
      caption="Notices that did not go through"
      columns={columns}
      rows={troubles}
      rowKey={({ id }) => id}
      minWidth={720}
    />
  );
}

function TroubleState({ status, attempts, nextTryAt }: FailedDelivery) {
  if (status === "failed")
    return (
      <ToneBadge tone="bad" size="sm" icon={<IconX />}>
        Given up
      </ToneBadge>
    );
  if (status === "skipped")
    return (
      <ToneBadge tone="neutral" size="sm" icon={<IconCircleOff />}>
        Not sent
      </ToneBadge>
    );
  return (
    <>
      <ToneBadge tone="watch" size="sm" icon={<IconClockPause />}>
        Tried {attempts === 1 ? "once" : `${attempts} times`}
      </ToneBadge>
      <Text size="xs" c="dimmed">
        next <Moment at={nextTryAt} />
      </Text>
    </>
  );
}
