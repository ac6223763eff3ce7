import { Skeleton, Text } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { Section } from "@/components/ui/section";

/** A part of a page that takes its time: the rest is there at once, and in its place it says what is under way. */
export function HeavyPart({
  title,
  waiting,
  children,
}: {
  title: string;
  waiting: string;
  children: ReactNode;
}) {
  return (
    <Suspense
      fallback={
        <Section title={title}>
          <Text size="sm" role="status">
            {waiting}
          </Text>
          <Skeleton height={16} width="70%" />
          <Skeleton height={90} />
        </Section>
      }
    >
      {children}
    </Suspense>
  );
}
