"use client";

import { Alert } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** That something was done, and what follows from it; the counterpart of `FailureAlert`. Announced when it appears. */
export function SuccessAlert({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Alert
      role="status"
      title={title}
      icon={<IconCircleCheck aria-hidden />}
      variant="outline"
      styles={{
        root: { background: "var(--tone-good-ground)", borderColor: "var(--tone-good-line)" },
        title: { color: "var(--tone-good-text)" },
        icon: { color: "var(--tone-good-text)" },
        message: { color: "var(--mantine-color-text)" },
      }}
    >
      {children}
    </Alert>
  );
}
