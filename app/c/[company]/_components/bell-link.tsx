"use client";

import { ActionIcon, Indicator } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import Link from "next/link";

const MOST_SHOWN = 99;

/** How many notices are unread, and the way to them. */
export function BellLink({ href, unread }: { href: string; unread: number }) {
  const label = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  return (
    <Indicator label={label} size={16} disabled={unread === 0} offset={5} color="red.9" withBorder>
      <ActionIcon
        component={Link}
        href={href}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={unread === 0 ? "Notices: nothing unread" : `Notices: ${unread} unread`}
      >
        <IconBell size={20} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Indicator>
  );
}
