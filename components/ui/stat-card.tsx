import { Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Moment as MomentValue } from "./format";
import { AsOf } from "./page-header";

/** One figure with its unit in the text of the value, its state beside it, and as of when it holds. */
export function StatCard({
  label,
  value,
  badge,
  hint,
  asOf,
  source,
  children,
}: {
  label: ReactNode;
  value: ReactNode;
  badge?: ReactNode;
  hint?: ReactNode;
  asOf?: MomentValue | null;
  source?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Paper p="md" h="100%">
      <Stack gap={6} h="100%">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Text size="sm" c="dimmed" fw={550}>
            {label}
          </Text>
          {badge}
        </Group>
        <Text fz="1.5rem" fw={650} lh={1.2} className="figure">
          {value}
        </Text>
        {hint && <Text size="sm">{hint}</Text>}
        {children}
        {(asOf || source) && <AsOf at={asOf} source={source} />}
      </Stack>
    </Paper>
  );
}
