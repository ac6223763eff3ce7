"use client";

import { Button, Radio, RadioGroup, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { SecretField } from "@/components/ui/secret-field";
import { Section } from "@/components/ui/section";
import { useActionForm } from "@/components/ui/use-action-form";

type Add = (before: unknown, form: FormData) => Promise<Outcome<{ name: string; secret: string | null }>>;

const LABELS = { kind: "Kind", name: "Name", address: "Address" };

export function ChannelForm({ add }: { add: Add }) {
  const { outcome, failure, pending, form } = useActionForm(add);
  return (
    <Section
      title="Add a channel"
      description="Everybody who reads it learns titles, people and states of requests, policies and escalations; comments, and who stands in for whom, stay between people."
    >
      {outcome?.ok && outcome.value.secret !== null && (
        <SecretField title={`Secret of "${outcome.value.name}"`} secret={outcome.value.secret}>
          It is shown only now. With it the receiver checks the header x-revenue-os-signature.
        </SecretField>
      )}
      <form {...form}>
        <Stack gap="sm">
          <FailureAlert failure={failure} labels={LABELS} />
          <RadioGroup name="kind" label={LABELS.kind} defaultValue="webhook">
            <Stack gap={6} mt={4}>
              <Radio value="webhook" label="Webhook" description="JSON for a program, signed with a secret" />
              <Radio value="slack" label="Slack" description="An incoming webhook of a Slack channel" />
            </Stack>
          </RadioGroup>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput
              name="name"
              label={LABELS.name}
              required
              withAsterisk={false}
              minLength={3}
              maxLength={80}
              error={fieldError(failure, "name")}
            />
            <TextInput
              name="address"
              type="url"
              label={LABELS.address}
              placeholder="https://"
              required
              withAsterisk={false}
              maxLength={2000}
              autoComplete="off"
              error={fieldError(failure, "address")}
            />
          </SimpleGrid>
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Add the channel
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
