import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
  return (
    <Stack role="status" aria-label="Loading the page" gap="md">
      <Skeleton height={28} width="min(20rem, 70%)" />
      <Skeleton height={14} width="min(32rem, 90%)" />
      <Skeleton height={240} />
      <Skeleton height={160} />
    </Stack>
  );
}
