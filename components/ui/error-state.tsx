"use client";

import { Button, Code, Group } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { startTransition, useEffect, useRef } from "react";
import { EmptyState } from "./empty-state";
import { LinkButton } from "./link-button";

/**
 * A fault of the program. The person sees that nothing was half done, a number to name to whoever runs the
 * program, and never the words of the fault itself. Without a number no answer came from the server: the way to it
 * was cut, or the session ended meanwhile. Trying again asks the server, which leads to sign in where it has.
 */
export function ErrorState({ digest, retry, home }: { digest?: string; retry: () => void; home: string }) {
  const heading = useRef<HTMLDivElement>(null);
  const router = useRouter();
  useEffect(() => heading.current?.focus(), []);
  function tryAgain() {
    startTransition(() => {
      router.refresh();
      retry();
    });
  }
  return (
    <div ref={heading} tabIndex={-1} role="alert" style={{ outline: "none" }}>
      <EmptyState
        order={1}
        title="This page could not be shown"
        icon={<IconMoodSad size={36} />}
        action={
          <Group justify="center">
            <Button onClick={tryAgain}>Try again</Button>
            <LinkButton href={home} variant="default">
              To the start page
            </LinkButton>
          </Group>
        }
      >
        {digest
          ? "Something went wrong on our side."
          : "No answer came that could be used: something went wrong on the way, or you have been signed out meanwhile."}{" "}
        What you had saved is safe;{" "}
        {digest
          ? "a change that was under way has not been made."
          : "whether a change that was under way was made shows once the page is there again."}{" "}
        {digest && (
          <>
            When you report it, name the number <Code>{digest}</Code>.
          </>
        )}
      </EmptyState>
    </div>
  );
}
