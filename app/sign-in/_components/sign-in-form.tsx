"use client";

import { Button, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import type { FormEvent } from "react";
import { FailureAlert } from "@/components/ui/failure-alert";
import { REFUSED, useSignIn } from "./use-sign-in";

export function SignInForm({ returnPath, failedBefore }: { returnPath: string; failedBefore: boolean }) {
  const { pending, failure, enter } = useSignIn(failedBefore ? REFUSED : null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter(String(form.get("email")), String(form.get("password")), returnPath);
  }

  return (
    // Sent by script alone; as a plain form it would put the password into the address.
    <form method="post" onSubmit={submit} aria-labelledby="sign-in-title">
      <Stack gap="md">
        <Title order={2} id="sign-in-title">
          Sign in
        </Title>
        <FailureAlert failure={failure} />
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          maxLength={320}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={200}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the password", tabIndex: 0 }}
        />
        <Button type="submit" loading={pending !== null} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
