"use client";

import { Button, Code, Group } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { EmptyState } from "./empty-state";
import { LinkButton } from "./link-button";

/**
 * A fault of the program. The person sees that nothing was half done, a number to name to whoever runs the
 * program, and never the words of the fault itself.
 */
export function ErrorState({ digest, retry, home }: { digest?: string; retry: () => void; home: string }) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div ref={heading} tabIndex={-1} role="alert" style={{ outline: "none" }}>
      <EmptyState
        order={1}
        title="This page could not be shown"
        icon={<IconMoodSad size={36} />}
        action={
          <Group justify="center">
            <Button onClick={retry}>Try again</Button>
            <LinkButton href={home} variant="default">
              To the start page
            </LinkButton>
          </Group>
        }
      >
        Something went wrong on our side. What you had saved is safe; a change that was under way has not been
        made.{" "}
        {digest && (
          <>
            When you report it, name the number <Code>{digest}</Code>.
          </>
        )}
      </EmptyState>
    </div>
  );
}
