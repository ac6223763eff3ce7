import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** A titled part of a page; a screen reader finds it by its name. */
export function Section({
  title,
  description,
  actions,
  children,
  order = 2,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  order?: 2 | 3 | 4;
}) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} p={{ base: "sm", sm: "md" }}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Title order={order} id={id}>
              {title}
            </Title>
            {description && (
              <Text size="sm" c="dimmed" maw="70ch">
                {description}
              </Text>
            )}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
