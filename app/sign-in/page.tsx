import { Box, Group, Paper, Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ColorSchemeToggle } from "@/components/ui/color-scheme-toggle";
import { FailureAlert } from "@/components/ui/failure-alert";
import { ScreenHelp } from "@/components/ui/screen-help";
import { Sign } from "@/components/ui/wordmark";
import { DEMO_PASSWORD, DEMO_TENANT_IDS } from "@/lib/auth/demo-accounts";
import { safeReturnPath } from "@/lib/auth/return-path";
import { currentAccount } from "@/lib/auth/viewer";
import { demoAccountsAllowed } from "@/lib/env";
import { publishedSetRefusal } from "@/lib/policy/published-set";
import { demoSignIns } from "@/lib/queries/demo-sign-ins";
import { DemoAccounts } from "./_components/demo-accounts";
import { SignInForm } from "./_components/sign-in-form";
import classes from "./sign-in.module.css";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const returnPath = safeReturnPath(callbackUrl);
  if ((await currentAccount()) !== null) redirect(returnPath);
  const companies = demoAccountsAllowed() ? await demoSignIns(DEMO_TENANT_IDS) : [];
  const refusal = publishedSetRefusal();
  return (
    <div className={classes.page}>
      <div className={classes.scheme}>
        <ColorSchemeToggle />
      </div>
      <main className={classes.columns} data-demo={companies.length > 0}>
        <div className={classes.entrance}>
          <Sign size={40} />
          <Group gap="sm" mt="sm">
            <Title order={1}>Revenue OS</Title>
            <ScreenHelp />
          </Group>
          <Text c="dimmed" mb="lg">
            Breakeven in 12 months without breaking growth, enforced.
          </Text>
          {refusal !== null && (
            <Box mb="md">
              <FailureAlert failure={{ code: "POLICY_UNTRUSTED", message: refusal }} />
            </Box>
          )}
          <Paper p="lg">
            <SignInForm returnPath={returnPath} failedBefore={error !== undefined} />
          </Paper>
        </div>
        {companies.length > 0 && (
          <DemoAccounts companies={companies} password={DEMO_PASSWORD} returnPath={returnPath} />
        )}
      </main>
    </div>
  );
}
