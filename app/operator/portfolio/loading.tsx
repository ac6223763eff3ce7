import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
  return (
    <Stack role="status" aria-label="Loading the portfolio" gap="md">
      <Skeleton height={28} width="min(20rem, 70%)" />
      <Skeleton height={140} />
      <Skeleton height={60} />
      <Skeleton height={480} />
    </Stack>
  );
}
