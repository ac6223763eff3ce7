"use client";

import { Alert, List, ListItem, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

/** What went wrong as the server says it: in words, and per field with what would be right. */
export type ShownFailure = { code: string; message: string; fields?: Record<string, string> };

/** The answer of an action, as far as the screen needs it. */
export type Outcome<T = unknown> = { ok: true; value: T } | { ok: false; failure: ShownFailure };

const TITLES: Record<string, string> = {
  INVALID_INPUT: "Please check the marked fields",
  NOT_SIGNED_IN: "You are signed out",
  FORBIDDEN: "Not allowed for your role",
  SECOND_FACTOR: "A second factor is needed",
  NOT_FOUND: "Not found",
  STALE: "No longer possible",
  CONFLICT: "Changed by somebody else",
  ALREADY_DECIDED: "Already decided",
  CERTIFIED: "Certified as final",
  RATE_LIMITED: "Too many attempts",
  CYCLE_TOO_RECENT: "Too early for another cycle",
  INSUFFICIENT_DATA: "Not enough to go on",
  NOT_EXECUTED: "It was not executed",
  NOT_NOW: "Not possible as things stand",
  POLICY_UNTRUSTED: "Nothing is decided",
  TOO_LARGE: "Too large",
  FILE_REFUSED: "The file is refused",
};

/**
 * Announced when it appears. `labels` turns a field's path into the words of its label, for a field that is not
 * on the screen at that moment.
 */
export function FailureAlert({
  failure,
  labels = {},
}: {
  failure: ShownFailure | null | undefined;
  labels?: Record<string, string>;
}) {
  if (!failure) return null;
  const fields = Object.entries(failure.fields ?? {});
  return (
    <Alert
      role="alert"
      title={TITLES[failure.code] ?? "That did not work"}
      icon={<IconAlertTriangle aria-hidden />}
      variant="outline"
      styles={{
        root: { background: "var(--tone-bad-ground)", borderColor: "var(--tone-bad-line)" },
        title: { color: "var(--tone-bad-text)" },
        icon: { color: "var(--tone-bad-text)" },
        message: { color: "var(--mantine-color-text)" },
      }}
    >
      <Text size="sm">{failure.message}</Text>
      {fields.length > 0 && (
        <List size="sm" mt={4}>
          {fields.map(([path, words]) => (
            <ListItem key={path}>
              <strong>{labels[path] ?? path}</strong>: {words}
            </ListItem>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** The words for one field of a failed action, for the `error` of its input. */
export function fieldError(failure: ShownFailure | null | undefined, path: string): string | undefined {
  return failure?.fields?.[path];
}
