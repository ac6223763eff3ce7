"use client";

import { Button, Text } from "@mantine/core";
import {
  IconAt,
  IconCheck,
  IconClockExclamation,
  IconMap2,
  IconRefresh,
  IconRefreshAlert,
  IconSignature,
  IconUrgent,
  IconUserCheck,
  IconUserOff,
  IconX,
  type TablerIcon,
} from "@tabler/icons-react";
import Link from "next/link";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Moment } from "@/components/ui/moment";
import type { ShownNotice } from "@/lib/queries/notices";
import classes from "./notices.module.css";

const ICONS: Record<ShownNotice["kind"], TablerIcon> = {
  signature_awaited: IconSignature,
  signature_overdue: IconClockExclamation,
  request_signed: IconSignature,
  request_approved: IconCheck,
  request_denied: IconX,
  request_stale: IconRefreshAlert,
  request_open_again: IconRefresh,
  mention: IconAt,
  policy_proposed: IconMap2,
  escalation_raised: IconUrgent,
  stand_in_named: IconUserCheck,
  stand_in_ended: IconUserOff,
};

/** Notices, newest first. Following one marks it as read. */
export function NoticeList({
  notices,
  home,
  present,
  unread,
  markRead,
}: {
  notices: readonly ShownNotice[];
  home: string;
  present: Date;
  unread: number;
  markRead: (given: { ids?: string[] }) => Promise<Outcome>;
}) {
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();

  function read(ids?: string[]) {
    start(async () => {
      const outcome = await markRead(ids ? { ids } : {});
      setFailure(outcome.ok ? null : outcome.failure);
    });
  }

  return (
    <>
      <FailureAlert failure={failure} />
      <ul className={classes.list}>
        {notices.map(({ id, kind, title, sentence, path, at, isRead }) => {
          const Icon = ICONS[kind];
          return (
            <li key={id} className={classes.notice} data-unread={!isRead}>
              <Icon size={18} aria-hidden />
              <div>
                <Link
                  href={`${home}${path}`}
                  className={classes.title}
                  onClick={isRead ? undefined : () => read([id])}
                >
                  {isRead ? null : <span className="visually-hidden">Unread: </span>}
                  {title}
                </Link>
                <Text size="sm">{sentence}</Text>
                <Text size="xs" c="dimmed">
                  <Moment at={at} show="distance" present={present} />
                </Text>
              </div>
              {isRead ? null : (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  disabled={pending}
                  onClick={() => read([id])}
                  aria-label={`Mark as read: ${title}`}
                >
                  Mark as read
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {unread > 0 ? (
        <Button variant="default" size="xs" w="fit-content" loading={pending} onClick={() => read()}>
          Mark all {unread} as read
        </Button>
      ) : null}
    </>
  );
}
