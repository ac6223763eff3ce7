"use client";

import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";

/** Light or dark. Both icons are drawn and CSS shows one, so that the server need not know the scheme. */
export function ColorSchemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      color="gray"
      aria-label="Switch between light and dark"
      title="Switch between light and dark"
      onClick={toggleColorScheme}
    >
      <IconSun size={18} className="in-dark" aria-hidden />
      <IconMoon size={18} className="in-light" aria-hidden />
    </ActionIcon>
  );
}
