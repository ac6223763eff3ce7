"use client";

import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/** Sends its form, once: while the answer is on its way it cannot be pressed again. */
export function SubmitButton({
  children,
  name,
  value,
  ...rest
}: ButtonProps & { children: ReactNode; name?: string; value?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" loading={pending} name={name} value={value} {...rest}>
      {children}
    </Button>
  );
}
