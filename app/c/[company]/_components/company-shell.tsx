"use client";

import {
  AppShell,
  AppShellHeader,
  AppShellMain,
  AppShellNavbar,
  AppShellSection,
  Badge,
  Box,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArrowsDiff,
  IconBell,
  IconBolt,
  IconBuilding,
  IconCalendarCheck,
  IconCalendarStats,
  IconChartLine,
  IconClipboardList,
  IconCoins,
  IconDatabaseImport,
  IconFileDescription,
  IconFlask,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconMap2,
  IconNews,
  IconPresentation,
  IconRefresh,
  IconScript,
  IconShieldExclamation,
  IconSignature,
  IconTarget,
  IconTrendingUp,
  IconUrgent,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ColorSchemeToggle } from "@/components/ui/color-scheme-toggle";
import { Wordmark } from "@/components/ui/wordmark";
import { type NavigationGroup, type NavigationIcon, type NavigationItem, placeOf } from "./navigation";

const ICONS: Record<NavigationIcon, TablerIcon> = {
  overview: IconLayoutDashboard,
  requests: IconFileDescription,
  approvals: IconSignature,
  imports: IconDatabaseImport,
  cycles: IconCalendarStats,
  close: IconCalendarCheck,
  review: IconClipboardList,
  payback: IconCoins,
  log: IconScript,
  trajectory: IconTrendingUp,
  packs: IconPresentation,
  restatements: IconArrowsDiff,
  defensive: IconShieldExclamation,
  escalations: IconUrgent,
  codes: IconListDetails,
  policy: IconMap2,
  "what-if": IconFlask,
  spine: IconChartLine,
  optimisation: IconRefresh,
  actions: IconBolt,
  targets: IconTarget,
  digest: IconNews,
  people: IconUsers,
  keys: IconKey,
  notices: IconBell,
};

const HEADER_HEIGHT = 56;

/** The frame of every page of a company: header, navigation, and the page as the main part. */
export function CompanyShell({
  home,
  items,
  switcher,
  find,
  mode,
  userMenu,
  children,
}: {
  home: string;
  items: readonly NavigationItem[];
  switcher: ReactNode;
  find: ReactNode;
  mode: ReactNode;
  userMenu: ReactNode;
  children: ReactNode;
}) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: HEADER_HEIGHT }}
      navbar={{ width: 248, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <AppShellHeader>
        <a href="#main" className="skip-link">
          Skip to the content
        </a>
        <Group h="100%" px={{ base: "xs", sm: "md" }} gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? "Close the navigation" : "Open the navigation"}
              aria-expanded={opened}
              aria-controls="navigation"
            />
            {/* On a phone the name of the company needs the room; the first place of the navigation leads there too. */}
            <Box visibleFrom="xs">
              <Wordmark href={home} />
            </Box>
            {switcher}
          </Group>
          <Group gap={4} wrap="nowrap" style={{ flexShrink: 0 }}>
            {find}
            {mode}
            <Box visibleFrom="xs">
              <ColorSchemeToggle />
            </Box>
            {userMenu}
          </Group>
        </Group>
      </AppShellHeader>
      <AppShellNavbar id="navigation" p="xs" aria-label="Pages of the company">
        <AppShellSection grow component={ScrollArea}>
          <Places items={items} home={home} onFollow={close} />
        </AppShellSection>
        <AppShellSection hiddenFrom="xs">
          <ColorSchemeToggle />
        </AppShellSection>
      </AppShellNavbar>
      <AppShellMain id="main" tabIndex={-1} style={{ outline: "none" }}>
        {children}
      </AppShellMain>
    </AppShell>
  );
}

const GROUPS: readonly (NavigationGroup | undefined)[] = [undefined, "Revenue", "Administration"];

function Places({
  items,
  home,
  onFollow,
}: {
  items: readonly NavigationItem[];
  home: string;
  onFollow: () => void;
}) {
  const here = placeOf(usePathname(), items, home);
  return GROUPS.map((group) => {
    const places = items.filter((item) => item.group === group);
    if (places.length === 0) return null;
    const links = places.map((item) => (
      <PlaceLink key={item.href} item={item} here={item.href === here} onFollow={onFollow} />
    ));
    if (group === undefined) return <div key="first">{links}</div>;
    return (
      <section key={group} aria-labelledby={`places-${group}`}>
        <Text id={`places-${group}`} size="xs" fw={600} c="dimmed" px="sm" mt="md" mb={4}>
          {group}
        </Text>
        {links}
      </section>
    );
  });
}

function PlaceLink({ item, here, onFollow }: { item: NavigationItem; here: boolean; onFollow: () => void }) {
  const Icon = ICONS[item.icon] ?? IconBuilding;
  return (
    <NavLink
      component={Link}
      href={item.href}
      label={item.label}
      active={here}
      aria-current={here ? "page" : undefined}
      onClick={onFollow}
      leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
      rightSection={
        item.count !== undefined && (
          <Badge size="sm" circle={item.count < 10} aria-label={`${item.count} ${item.countLabel}`}>
            {item.count}
          </Badge>
        )
      }
    />
  );
}
