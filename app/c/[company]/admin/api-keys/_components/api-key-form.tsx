"use client";

import { Button, Checkbox, CheckboxGroup, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { FailureAlert, fieldError, type Outcome } from "@/components/ui/failure-alert";
import { SecretField } from "@/components/ui/secret-field";
import { Section } from "@/components/ui/section";
import { useActionForm } from "@/components/ui/use-action-form";

type Create = (before: unknown, form: FormData) => Promise<Outcome<{ name: string; key: string }>>;

const LABELS = { name: "Name of the program", expiresOn: "Last day (optional)", scopes: "May" };

export function ApiKeyForm({
  scopes,
  today,
  create,
}: {
  /** What a key may be used for, and in words. */
  scopes: readonly (readonly [scope: string, inWords: string])[];
  today: string;
  create: Create;
}) {
  const { outcome, failure, pending, form } = useActionForm(create);
  return (
    <Section title="Create a key">
      {outcome?.ok && (
        <SecretField title={`Key "${outcome.value.name}"`} secret={outcome.value.key}>
          It is shown only now and stored only as a hash. Put it where the program keeps its secrets.
        </SecretField>
      )}
      <form {...form}>
        <Stack gap="sm">
          <FailureAlert failure={failure} labels={LABELS} />
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
              name="expiresOn"
              type="date"
              min={today}
              label={LABELS.expiresOn}
              error={fieldError(failure, "expiresOn")}
            />
          </SimpleGrid>
          <CheckboxGroup
            label={LABELS.scopes}
            // A key begins with one scope; each further one is given on purpose.
            defaultValue={scopes.slice(0, 1).map(([scope]) => scope)}
            error={fieldError(failure, "scopes")}
          >
            {scopes.map(([scope, inWords]) => (
              <Checkbox
                key={scope}
                mt={4}
                name="scopes[]"
                value={scope}
                label={inWords}
                description={scope}
              />
            ))}
          </CheckboxGroup>
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Create the key
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
