import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
  return (
    <Stack role="status" aria-label="Loading the version and what it changes" gap="md">
      <Skeleton height={14} width="6rem" />
      <Skeleton height={28} width="min(24rem, 80%)" />
      <Skeleton height={14} width="min(32rem, 90%)" />
      <Skeleton height={220} />
      <Skeleton height={300} />
    </Stack>
  );
}
