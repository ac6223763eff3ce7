"use client";

import { TextInput } from "@mantine/core";

export const CODE_LABEL = "Code of your second factor";

/** For six digits from an app, or a recovery code; a phone offers the code by itself. */
export function CodeField({
  value,
  onChange,
  error,
  autoFocus = false,
  takesRecoveryCodes = true,
}: {
  value?: string;
  onChange?: (value: string) => void;
  error?: string;
  autoFocus?: boolean;
  /** Not while the app is being set up: there are none yet. */
  takesRecoveryCodes?: boolean;
}) {
  return (
    <TextInput
      name="code"
      label={CODE_LABEL}
      description={`The six digits that your app shows now${takesRecoveryCodes ? ", or one of your recovery codes" : ""}.`}
      autoComplete="one-time-code"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={40}
      required
      withAsterisk={false}
      maw={320}
      {...(autoFocus && { "data-autofocus": true })}
      {...(onChange && {
        value: value ?? "",
        onChange: (event) => onChange(event.currentTarget.value),
      })}
      error={error}
    />
  );
}
