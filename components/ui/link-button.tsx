"use client";

import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";

type Target = { href: string; children: ReactNode; prefetch?: boolean };

/** A link that looks like a button. It goes somewhere; what changes something is a button in a form. */
export function LinkButton({ href, children, prefetch, ...rest }: Target & ButtonProps) {
  return (
    <Button component={Link} href={href} prefetch={prefetch} {...rest}>
      {children}
    </Button>
  );
}

export function TextLink({ href, children, prefetch, ...rest }: Target & AnchorProps) {
  return (
    <Anchor component={Link} href={href} prefetch={prefetch} {...rest}>
      {children}
    </Anchor>
  );
}
