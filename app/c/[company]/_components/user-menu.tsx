"use client";

import {
  ActionIcon,
  Avatar,
  Menu,
  MenuDivider,
  MenuDropdown,
  MenuItem,
  MenuTarget,
  Text,
} from "@mantine/core";
import { IconLogout, IconUserCog } from "@tabler/icons-react";
import Link from "next/link";
import { useTransition } from "react";

/** Who is signed in, as whom, and the ways to the account and out. */
export function UserMenu({
  name,
  email,
  role,
  signOut,
}: {
  name: string;
  email: string;
  role: string;
  signOut: () => Promise<void>;
}) {
  const [leaving, start] = useTransition();
  return (
    <Menu position="bottom-end" width={260}>
      <MenuTarget>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl">
          <Avatar size={30} radius="xl" color="steel" variant="filled" aria-hidden>
            {initials(name)}
          </Avatar>
          <span className="visually-hidden">{`Account of ${name}, ${role}`}</span>
        </ActionIcon>
      </MenuTarget>
      <MenuDropdown>
        <Text px="sm" pt={4} size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Text px="sm" size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {email}
        </Text>
        <Text px="sm" pb={6} size="xs" c="dimmed">
          {role}
        </Text>
        <MenuDivider />
        <MenuItem component={Link} href="/account" leftSection={<IconUserCog size={16} aria-hidden />}>
          Password and sessions
        </MenuItem>
        <MenuItem
          leftSection={<IconLogout size={16} aria-hidden />}
          disabled={leaving}
          onClick={() => start(() => signOut())}
        >
          Sign out
        </MenuItem>
      </MenuDropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? "")
    .join("");
}
