"use client";

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { Section } from "@/components/ui/section";
import { useActionForm } from "@/components/ui/use-action-form";

const LABELS = { days: "Business days to sign" };

export function DaysForm({
  days,
  save,
}: {
  days: number;
  save: (before: unknown, form: FormData) => Promise<Outcome<{ days: number }>>;
}) {
  const { outcome, failure, pending, form } = useActionForm(save);
  return (
    <Section
      title="Due times"
      description="A request that waits longer is overdue: it is shown as such, and its signers, and whoever stands in for them, are reminded once a day. Weekends and the company's holidays do not count."
    >
      <form {...form}>
        <Stack gap="sm">
          <FailureAlert failure={failure} labels={LABELS} />
          <TextInput
            key={days}
            name="days"
            type="number"
            min={1}
            max={60}
            step={1}
            label={LABELS.days}
            defaultValue={days}
            required
            withAsterisk={false}
            w={220}
            error={fieldError(failure, "days")}
          />
          <Text size="sm" role="status">
            {outcome?.ok ? "Saved." : ""}
          </Text>
          <Button type="submit" variant="default" loading={pending} style={{ alignSelf: "flex-start" }}>
            Save
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
