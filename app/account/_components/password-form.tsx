"use client";

import { Button, PasswordInput, Stack } from "@mantine/core";
import { FailureAlert, fieldError } from "@/components/ui/failure-alert";
import { formatCount } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { SuccessAlert } from "@/components/ui/success-alert";
import { useActionForm } from "@/components/ui/use-action-form";
import { changePasswordAction } from "@/lib/actions/account";

const LABELS = { current: "Present password", next: "New password", repeated: "New password again" };

export function PasswordForm() {
  const { outcome, failure, pending, form } = useActionForm(changePasswordAction);
  const toggle = { "aria-label": "Show or hide the password", tabIndex: 0 };
  return (
    <Section title="Password" description="At least 12 characters. Your other sessions end when it changes.">
      <form {...form}>
        <Stack gap="sm" maw={420}>
          {outcome?.ok && (
            <SuccessAlert title="Password changed">
              {outcome.value.endedSessions > 0 &&
                `${formatCount(outcome.value.endedSessions, "other session")} ended.`}
            </SuccessAlert>
          )}
          <FailureAlert failure={failure} labels={LABELS} />
          <PasswordInput
            name="current"
            label={LABELS.current}
            autoComplete="current-password"
            required
            withAsterisk={false}
            error={fieldError(failure, "current")}
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            name="next"
            label={LABELS.next}
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={fieldError(failure, "next")}
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            name="repeated"
            label={LABELS.repeated}
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={fieldError(failure, "repeated")}
            visibilityToggleButtonProps={toggle}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: "flex-start" }}>
            Change the password
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
