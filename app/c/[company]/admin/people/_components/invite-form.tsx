"use client";

import { Button, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { SecretField } from "@/components/ui/secret-field";
import { Section } from "@/components/ui/section";
import { SuccessAlert } from "@/components/ui/success-alert";
import { useActionForm } from "@/components/ui/use-action-form";

type Invited = { email: string; password: string | null; passwordExpiresAt: Date | null };
type Invite = (before: unknown, form: FormData) => Promise<Outcome<Invited>>;

const LABELS = { name: "Name", email: "E-mail address", role: "Role", team: "Team (optional)" };

export function InviteForm({ roles, invite }: { roles: readonly string[]; invite: Invite }) {
  const { outcome, failure, pending, form } = useActionForm(invite);
  return (
    <Section
      title="Invite a person"
      description="They get a first password from you, good for a week and only for choosing their own."
    >
      {outcome?.ok && <Welcome invited={outcome.value} />}
      <form {...form}>
        <Stack gap="sm">
          <FailureAlert failure={failure} labels={LABELS} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput
              name="name"
              label={LABELS.name}
              required
              withAsterisk={false}
              maxLength={120}
              error={fieldError(failure, "name")}
            />
            <TextInput
              name="email"
              type="email"
              label={LABELS.email}
              required
              withAsterisk={false}
              maxLength={320}
              error={fieldError(failure, "email")}
            />
            <NativeSelect
              name="role"
              label={LABELS.role}
              data={[...roles]}
              defaultValue="Team lead"
              error={fieldError(failure, "role")}
            />
            <TextInput name="team" label={LABELS.team} maxLength={80} error={fieldError(failure, "team")} />
          </SimpleGrid>
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Invite
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

function Welcome({ invited }: { invited: Invited }) {
  if (invited.password === null) {
    return (
      <SuccessAlert title="Added">
        {invited.email} has an account already and signs in with their own password.
      </SuccessAlert>
    );
  }
  return (
    <SecretField title={`First password of ${invited.email}`} secret={invited.password}>
      It is shown only now. Hand it over by a way that you trust; it lapses on{" "}
      {formatDate(invited.passwordExpiresAt)}.
    </SecretField>
  );
}
