"use client";

import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
} from "@mantine/core";
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

/** An icon that is a link; the label is what a screen reader says. */
export function IconLink({ href, label, children, ...rest }: Target & { label: string } & ActionIconProps) {
  return (
    <ActionIcon component={Link} href={href} aria-label={label} title={label} variant="subtle" {...rest}>
      {children}
    </ActionIcon>
  );
}
