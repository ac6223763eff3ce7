import { Alert, Container, Group, Stack } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import type { Metadata } from "next";
import { ColorSchemeToggle } from "@/components/ui/color-scheme-toggle";
import { Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SubmitButton } from "@/components/ui/submit-button";
import { Wordmark } from "@/components/ui/wordmark";
import { signOutAction } from "@/lib/actions/account";
import { requireAccount, sessionIdleMinutes } from "@/lib/auth/viewer";
import { now } from "@/lib/clock";
import { listOwnSessions } from "@/lib/queries/own-sessions";
import { loadSecondFactor } from "@/lib/queries/second-factor";
import { PasswordForm } from "./_components/password-form";
import { SecondFactor } from "./_components/second-factor";
import { Sessions } from "./_components/sessions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const account = await requireAccount();
  const at = now();
  const sessions = await listOwnSessions(account, at, sessionIdleMinutes());
  const factor = await loadSecondFactor(account.userId);
  const roles = account.companies.map(({ tenantName, role }) => `${role} at ${tenantName}`).join(" · ");
  return (
    <Container size="md" py="md">
      <Group component="header" justify="space-between" mb="xl">
        <Wordmark href="/" />
        <Group gap="xs">
          <ColorSchemeToggle />
          <form action={signOutAction}>
            <SubmitButton variant="default" size="xs">
              Sign out
            </SubmitButton>
          </form>
        </Group>
      </Group>
      <main>
        <PageHeader title="Your account" />
        <Stack gap="md">
          {account.mustChangePassword && <FirstPassword />}
          <Section title="Who you are">
            <Facts
              items={[
                { label: "Name", value: account.name },
                { label: "E-mail address", value: account.email },
                { label: "Roles", value: roles || "none" },
              ]}
            />
          </Section>
          <PasswordForm />
          {!account.mustChangePassword && (
            <SecondFactor
              factor={{
                ...factor,
                confirmedAt: factor.confirmedAt?.toISOString() ?? null,
                lastUsedAt: factor.lastUsedAt?.toISOString() ?? null,
              }}
            />
          )}
          {!account.mustChangePassword && (
            <Sessions
              sessions={sessions.map((session) => ({
                ...session,
                createdAt: session.createdAt.toISOString(),
                lastSeenAt: session.lastSeenAt.toISOString(),
              }))}
              present={at.toISOString()}
              idleMinutes={sessionIdleMinutes()}
            />
          )}
        </Stack>
      </main>
    </Container>
  );
}

function FirstPassword() {
  return (
    <Alert icon={<IconKey aria-hidden />} title="Choose your own password first" color="steel">
      You signed in with a password that an administrator handed to you. It opens only this page. Choose one
      that nobody else knows, and everything else opens.
    </Alert>
  );
}
