"use client";

import { Button, NativeSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import { SuccessAlert } from "@/components/ui/success-alert";
import { useActionForm } from "@/components/ui/use-action-form";

type Candidate = { userId: string; name: string; role: string };
const LABELS = { delegateId: "Who stands in", fromOn: "First day", untilOn: "Last day", reason: "Why" };

export function DelegateForm({
  role,
  today,
  candidates,
  delegate,
}: {
  role: string;
  /** In UTC, as the days are counted. */
  today: string;
  candidates: readonly Candidate[];
  delegate: (before: unknown, form: FormData) => Promise<Outcome<{ delegationId: string }>>;
}) {
  const { outcome, failure, pending, form } = useActionForm(delegate);
  return (
    <Section
      title="Let somebody stand in for you"
      description={`They sign in your role of ${role} for at most 60 days, never what you or they asked for, and never beside a signature of their own on the same request. They cannot hand it on, and you can take it back at any time.`}
    >
      {candidates.length === 0 ? (
        <Text size="sm">
          Nobody else in the company signs in another role, so nobody can stand in for you.
        </Text>
      ) : (
        <form {...form}>
          <Stack gap="sm">
            {outcome?.ok ? (
              <SuccessAlert title="Delegated">
                Whoever stands in has been told. It is in the list above and in the decision log.
              </SuccessAlert>
            ) : null}
            <FailureAlert failure={failure} labels={LABELS} />
            <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
              <NativeSelect
                name="delegateId"
                label={LABELS.delegateId}
                data={candidates.map((each) => ({ value: each.userId, label: `${each.name}, ${each.role}` }))}
                error={fieldError(failure, "delegateId")}
              />
              <TextInput
                name="fromOn"
                type="date"
                label={LABELS.fromOn}
                defaultValue={today}
                min={today}
                required
                withAsterisk={false}
                error={fieldError(failure, "fromOn")}
              />
              <TextInput
                name="untilOn"
                type="date"
                label={LABELS.untilOn}
                min={today}
                required
                withAsterisk={false}
                error={fieldError(failure, "untilOn")}
              />
            </SimpleGrid>
            <TextInput
              name="reason"
              label={LABELS.reason}
              description="Whoever reads the log later reads it too."
              maxLength={500}
              required
              withAsterisk={false}
              error={fieldError(failure, "reason")}
            />
            <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
              Delegate
            </Button>
          </Stack>
        </form>
      )}
    </Section>
  );
}
