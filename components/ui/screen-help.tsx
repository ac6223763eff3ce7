"use client";

import { ActionIcon, Anchor, Popover, Stack, Text } from "@mantine/core";
import { IconQuestionMark } from "@tabler/icons-react";
import Link from "next/link";
import { createContext, type ReactNode, use } from "react";

export type ScreenHelpContent = { text: string; more: { label: string; href: string } | null };

const Help = createContext<ScreenHelpContent | null>(null);

/** What the screens below are for. Who knows the screens gives it; this part only shows it. */
export function ScreenHelpContext({
  help,
  children,
}: {
  help: ScreenHelpContent | null;
  children: ReactNode;
}) {
  return <Help value={help}>{children}</Help>;
}

/** The small question mark beside a page's title: two sentences, and where to read on. */
export function ScreenHelp() {
  const help = use(Help);
  if (help === null) return null;
  return (
    <Popover width={340} position="bottom-start" withArrow shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={26}
          radius="xl"
          aria-label="What is this page for?"
          title="What is this page for?"
        >
          <IconQuestionMark size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 1.5rem)">
        <Stack gap={8}>
          <Text size="sm">{help.text}</Text>
          {help.more && (
            <Anchor component={Link} href={help.more.href} size="sm" prefetch={false}>
              Read on: {help.more.label}
            </Anchor>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
