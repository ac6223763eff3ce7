import { Group, Stack, Text, Title } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { Moment as MomentValue } from "./format";
import { TextLink } from "./link-button";
import { Moment } from "./moment";
import { ScreenHelp } from "./screen-help";

export type Crumb = { label: string; href: string };

/** The head of each page: where one is, what it is, as of when and from where, and what can be done. */
export function PageHeader({
  title,
  crumbs = [],
  badge,
  description,
  asOf,
  source,
  actions,
}: {
  title: ReactNode;
  crumbs?: readonly Crumb[];
  badge?: ReactNode;
  description?: ReactNode;
  asOf?: MomentValue | null;
  source?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Stack component="header" gap={6} mb="lg">
      {crumbs.length > 0 && (
        <Text component="nav" aria-label="You are here" size="sm" c="dimmed">
          {crumbs.map((crumb) => (
            <Fragment key={crumb.href}>
              <TextLink href={crumb.href} inherit underline="always">
                {crumb.label}
              </TextLink>
              <span aria-hidden> / </span>
            </Fragment>
          ))}
        </Text>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" align="center" miw={0}>
          <Title order={1} style={{ overflowWrap: "anywhere" }}>
            {title}
          </Title>
          <ScreenHelp />
          {badge}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {description && (
        <Text c="dimmed" maw="70ch">
          {description}
        </Text>
      )}
      {(asOf || source) && <AsOf at={asOf} source={source} />}
    </Stack>
  );
}

/** "As of 22 Nov 2026, 14:05 UTC · Source: …": stands wherever figures stand. */
export function AsOf({ at, source }: { at?: MomentValue | null; source?: ReactNode }) {
  return (
    <Text size="xs" c="dimmed">
      {at && (
        <>
          As of <Moment at={at} />
        </>
      )}
      {at && source && " · "}
      {source && <>Source: {source}</>}
    </Text>
  );
}
