"use client";

import { ActionIcon, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys, useOs } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import classes from "./command-palette.module.css";
import type { PalettePage } from "./command-palette-pages";

// No page carries it until somebody asks for it.
const Dialog = dynamic(
  () => import("./command-palette-dialog").then((module) => module.CommandPaletteDialog),
  {
    ssr: false,
  },
);

/** The way to anything: a button in the head of each page, and Ctrl or Command with K wherever one is. */
export function CommandPalette({
  home,
  userId,
  pages,
}: {
  home: string;
  userId: string;
  pages: readonly PalettePage[];
}) {
  const [times, setTimes] = useState(0);
  const open = () => setTimes((before) => before + 1);
  useHotkeys([["mod+K", open]], []);
  const isApple = ["macos", "ios"].includes(useOs());
  return (
    <>
      <UnstyledButton
        visibleFrom="lg"
        className={classes.opener}
        onClick={open}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
      >
        <IconSearch size={15} aria-hidden />
        <Text component="span" size="sm">
          Find anything
        </Text>
        <Kbd size="xs" aria-hidden>
          {isApple ? "⌘ K" : "Ctrl K"}
        </Kbd>
      </UnstyledButton>
      <ActionIcon
        hiddenFrom="lg"
        variant="subtle"
        color="gray"
        size="lg"
        onClick={open}
        aria-label="Find anything"
        aria-haspopup="dialog"
        title="Find anything"
      >
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
      {times > 0 && <Dialog times={times} home={home} userId={userId} pages={pages} />}
    </>
  );
}
