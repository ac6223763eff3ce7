"use client";

import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** A secret that is on the screen this once: says so, and lets it be copied. */
export function SecretField({
  title,
  secret,
  children,
}: {
  title: string;
  secret: string;
  children: ReactNode;
}) {
  return (
    <Alert
      role="status"
      title={title}
      icon={<IconEye aria-hidden />}
      variant="outline"
      styles={{
        root: { background: "var(--tone-info-ground)", borderColor: "var(--tone-info-line)" },
        title: { color: "var(--tone-info-text)" },
        icon: { color: "var(--tone-info-text)" },
        message: { color: "var(--mantine-color-text)" },
      }}
    >
      <Stack gap="xs">
        <Text size="sm">{children}</Text>
        <Group gap="xs" wrap="wrap">
          <Code fz="sm" style={{ overflowWrap: "anywhere" }} data-testid="secret">
            {secret}
          </Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
                }
              >
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
