"use client";

import { Group, Text } from "@mantine/core";
import Link from "next/link";
import classes from "./wordmark.module.css";

/** The sign of the product: a line that climbs over the dotted one. */
export function Sign({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#2b5a94" />
      <path d="M7 22.5h18" stroke="#b6cae4" strokeWidth="2" strokeLinecap="round" strokeDasharray="2 3.2" />
      <path
        d="M7 25l6-7 4 3.5L25 9"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Wordmark({ href }: { href: string }) {
  return (
    <Link href={href} className={classes.link} aria-label="Revenue OS, to the start page">
      <Group gap={8} wrap="nowrap">
        <Sign />
        <Text component="span" fw={700} fz="0.9375rem" visibleFrom="sm" className={classes.name}>
          Revenue OS
        </Text>
      </Group>
    </Link>
  );
}
