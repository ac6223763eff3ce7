import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Nothing is here: says so, why, and what to do about it. */
export function EmptyState({
  title,
  children,
  icon,
  action,
  order = 3,
}: {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
  /** 1 where this is all that the page says. */
  order?: 1 | 2 | 3;
}) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      {icon && (
        <Text component="span" c="dimmed" aria-hidden>
          {icon}
        </Text>
      )}
      <Title order={order}>{title}</Title>
      {children && (
        <Text size="sm" c="dimmed" maw="55ch">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
