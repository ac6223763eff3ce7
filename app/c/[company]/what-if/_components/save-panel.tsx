"use client";

import { Button, CopyButton, Group, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FailureAlert, fieldError, type Outcome, type ShownFailure } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import type { ScenarioContent } from "@/lib/queries/scenario-content";
import type { BenchProps } from "./bench";

type Props = Pick<BenchProps, "scenario" | "company" | "rights" | "save" | "remove"> & {
  content: ScenarioContent;
  isChanged: boolean;
  /** What is kept in this browser is no longer needed. */
  onSaved: () => void;
};

/** Gives what was typed a name and a link, changes what is one's own, and deletes it. */
export function SavePanel(props: Props) {
  const { scenario, company, rights, remove, onSaved } = props;
  const router = useRouter();
  const { name, setName, failure, pending, run } = useSaving(props);
  async function drop(): Promise<Outcome> {
    const outcome = await remove({ id: scenario?.id });
    if (outcome.ok) {
      onSaved();
      router.push(`${company}/what-if`);
    }
    return outcome;
  }
  return (
    <Section
      title="Name and share"
      description="A named scenario has a link that opens for everybody in the company, and for nobody else."
    >
      {rights.write ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            run(rights.change);
          }}
        >
          <Group align="flex-start" gap="sm">
            <TextInput
              label="Name of the scenario"
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              maxLength={120}
              required
              error={fieldError(failure, "name")}
              w="min(100%, 24rem)"
            />
            <Group gap="xs" mt={25}>
              {rights.change && (
                <Button type="submit" loading={pending}>
                  Save changes
                </Button>
              )}
              <Button
                type={rights.change ? "button" : "submit"}
                variant={rights.change ? "default" : "filled"}
                loading={pending}
                onClick={rights.change ? () => run(false) : undefined}
              >
                Save as a new scenario
              </Button>
            </Group>
          </Group>
        </form>
      ) : (
        <Text size="sm">Your role may play a scenario through, but not name one.</Text>
      )}
      <FailureAlert failure={failure} labels={{ name: "Name" }} />
      {scenario && (
        <Group gap="xs">
          <CopyLink path={`${company}/what-if/${scenario.id}`} />
          {rights.delete && (
            <ConfirmButton
              action={drop}
              title="Delete this scenario?"
              question={`“${scenario.name}” by ${scenario.author} is deleted, and its link opens nothing any more.`}
              confirmLabel="Delete it"
            >
              Delete
            </ConfirmButton>
          )}
        </Group>
      )}
    </Section>
  );
}

function useSaving({ scenario, company, save, content, onSaved }: Props) {
  const router = useRouter();
  const [name, setName] = useState(scenario?.name ?? "");
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [pending, start] = useTransition();
  function run(inPlace: boolean): void {
    const known = inPlace && scenario ? { id: scenario.id, seenAt: scenario.updatedAt.toISOString() } : {};
    start(async () => {
      const outcome = await save({ ...known, name, content });
      setFailure(outcome.ok ? null : outcome.failure);
      if (!outcome.ok) return;
      onSaved();
      router.push(`${company}/what-if/${outcome.value.id}`);
    });
  }
  return { name, setName, failure, pending, run };
}

function CopyLink({ path }: { path: string }) {
  return (
    <CopyButton value={typeof window === "undefined" ? path : new URL(path, window.location.origin).href}>
      {({ copied, copy }) => (
        <Button variant="default" onClick={copy}>
          <span role="status">{copied ? "Link copied" : "Copy the link"}</span>
        </Button>
      )}
    </CopyButton>
  );
}
