import { Group, Skeleton, Stack } from "@mantine/core";

export default function Loading() {
  return (
    <Stack role="status" aria-label="Loading the editor" gap="md">
      <Skeleton height={28} width="min(20rem, 70%)" />
      <Skeleton height={14} width="min(32rem, 90%)" />
      <Skeleton height={60} />
      <Group grow align="flex-start">
        <Skeleton height={480} />
        <Skeleton height={480} visibleFrom="lg" />
      </Group>
    </Stack>
  );
}
