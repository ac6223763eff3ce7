"use client";

import { Anchor, Popover, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { type ReasonCode, reasonCode } from "@/kernel/enforcement/reason-codes";
import classes from "./reason-code-text.module.css";

/**
 * A reason code in words; opens to its clause and remedy. `bare` shows the code alone, for tables.
 * `href` leads to the code's own page.
 */
export function ReasonCodeText({ code, href, bare }: { code: ReasonCode; href?: string; bare?: boolean }) {
  const entry = reasonCode(code);
  return (
    <Popover width={320} position="bottom-start" withArrow shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes.button}
          aria-label={bare ? `${code} ${entry.title}` : undefined}
        >
          <span className={classes.code}>{code}</span>
          {bare ? null : ` ${entry.title}`}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          <Text size="sm" fw={600}>
            {entry.title}
          </Text>
          <Text size="sm">{entry.remedy}</Text>
          <Text size="xs" c="dimmed">
            {entry.code} · {entry.clause} ·{" "}
            {entry.outcome === "NEEDS_INPUT" ? "needs input" : "rejects the request"}
          </Text>
          {href ? (
            <Anchor component={Link} href={href} size="sm">
              More about {entry.code}
            </Anchor>
          ) : null}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
