"use client";

import { Button, Menu, MenuDropdown, MenuItem, MenuLabel, MenuTarget, Text } from "@mantine/core";
import { IconBuilding, IconCheck, IconSelector } from "@tabler/icons-react";
import Link from "next/link";
import classes from "./company-switcher.module.css";

export type Company = { name: string; slug: string; role: string };

/** The company one is in. With several, a menu of them; with one, only its name. */
export function CompanySwitcher({ companies, current }: { companies: readonly Company[]; current: string }) {
  const here = companies.find((company) => company.slug === current);
  if (here === undefined) return null;
  if (companies.length === 1) {
    return (
      <Text fz="sm" c="dimmed" truncate maw={{ base: 160, sm: 320 }} title={here.name}>
        {here.name}
      </Text>
    );
  }
  return (
    <Menu position="bottom-start" width={280}>
      <MenuTarget>
        <Button
          variant="default"
          size="xs"
          maw={{ base: 160, xs: 180, sm: 260 }}
          miw={0}
          px={{ base: 8, xs: 14 }}
          classNames={{ section: classes.section }}
          leftSection={<IconBuilding size={14} aria-hidden />}
          rightSection={<IconSelector size={14} aria-hidden />}
          aria-label={`Company: ${here.name}. Switch company`}
        >
          {here.name}
        </Button>
      </MenuTarget>
      <MenuDropdown>
        <MenuLabel>Your companies</MenuLabel>
        {companies.map((company) => (
          <MenuItem
            key={company.slug}
            component={Link}
            href={`/c/${company.slug}`}
            rightSection={company.slug === current && <IconCheck size={14} aria-label="here" />}
          >
            <Text size="sm" lineClamp={2}>
              {company.name}
            </Text>
            <Text size="xs" c="dimmed">
              {company.role}
            </Text>
          </MenuItem>
        ))}
      </MenuDropdown>
    </Menu>
  );
}
