"use client";

import { AppShell, AppShellHeader, AppShellMain, Container, Group, Text } from "@mantine/core";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ColorSchemeToggle } from "@/components/ui/color-scheme-toggle";
import { LinkButton } from "@/components/ui/link-button";
import { Wordmark } from "@/components/ui/wordmark";
import classes from "./operator-shell.module.css";

const PLACES = [
  { href: "/operator/portfolio", label: "Portfolio" },
  { href: "/operator/jobs", label: "Jobs" },
] as const;

/** The frame of the pages of whoever runs the platform; of no company. */
export function OperatorShell({ userMenu, children }: { userMenu: ReactNode; children: ReactNode }) {
  const here = usePathname();
  return (
    <AppShell header={{ height: 56 }} padding={{ base: "sm", sm: "lg" }}>
      <AppShellHeader>
        <a href="#main" className="skip-link">
          Skip to the content
        </a>
        <Group h="100%" px={{ base: "xs", sm: "md" }} gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Wordmark href="/operator" />
            <Text size="sm" c="dimmed" truncate>
              Platform operator
            </Text>
          </Group>
          <Group gap={4} wrap="nowrap">
            <ColorSchemeToggle />
            {userMenu}
          </Group>
        </Group>
      </AppShellHeader>
      <AppShellMain id="main" tabIndex={-1} style={{ outline: "none" }}>
        <Container size="xl" px={0}>
          <nav aria-label="Pages of the operator" className={classes.places}>
            {PLACES.map(({ href, label }) => (
              <LinkButton
                key={href}
                href={href}
                size="sm"
                variant={here.startsWith(href) ? "light" : "subtle"}
                color="steel"
                aria-current={here.startsWith(href) ? "page" : undefined}
              >
                {label}
              </LinkButton>
            ))}
          </nav>
          {children}
        </Container>
      </AppShellMain>
    </AppShell>
  );
}
