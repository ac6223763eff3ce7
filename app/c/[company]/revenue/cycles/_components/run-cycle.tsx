"use client";

import { Button, Stack, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { FailureAlert, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { TextLink } from "@/components/ui/link-button";

/** What to do where a cycle did not run; the server's own words say why. */
const HELP: Record<string, { words: string; path: string; link: string }> = {
  CYCLE_TOO_RECENT: {
    words: "Until then the newest cycle holds.",
    path: "/revenue/actions",
    link: "See what has become of its actions",
  },
  INSUFFICIENT_DATA: {
    words: "A cycle steers to the company's own targets and stays within its guardrails.",
    path: "/revenue/targets",
    link: "Set targets and guardrails",
  },
};

/** Asks for a cycle and goes to it. */
export function RunCycle({
  run,
  company,
}: {
  run: () => Promise<Outcome<{ cycleId: string }>>;
  /** `/c/acme`. */
  company: string;
}) {
  const router = useRouter();
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  const help = failure ? HELP[failure.code] : undefined;

  function ask() {
    setFailure(null);
    start(async () => {
      const outcome = await run();
      if (outcome.ok) router.push(`${company}/revenue/cycles/${outcome.value.cycleId}`);
      else setFailure(outcome.failure);
    });
  }

  return (
    <Stack gap="xs" maw="34rem">
      <Button
        onClick={ask}
        loading={pending}
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        w="fit-content"
      >
        Run a cycle now
      </Button>
      {pending && (
        <Text size="sm" c="dimmed" role="status">
          The kernel reads the figures and thinks. This may take a minute.
        </Text>
      )}
      <FailureAlert failure={failure} />
      {help && (
        <Text size="sm">
          {help.words}{" "}
          <TextLink href={`${company}${help.path}`} inherit underline="always">
            {help.link}
          </TextLink>
        </Text>
      )}
    </Stack>
  );
}
