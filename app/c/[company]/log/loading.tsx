import { Skeleton, Stack } from "@mantine/core";

export default function Loading() {
  return (
    <Stack aria-busy aria-label="The log is being read">
      <Skeleton h={36} w={220} />
      <Skeleton h={130} />
      {["a", "b", "c", "d", "e", "f"].map((line) => (
        <Skeleton key={line} h={44} />
      ))}
    </Stack>
  );
}
