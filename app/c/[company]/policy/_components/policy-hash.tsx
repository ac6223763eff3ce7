"use client";

import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { shortHash } from "@/components/governance/policy-words";
import classes from "./policy.module.css";

/** A hash by its beginning, whole on hovering; copied whole. `isWhole` writes it out. */
export function PolicyHash({ hash, of, isWhole = false }: { hash: string; of: string; isWhole?: boolean }) {
  return (
    <span className={classes.hash}>
      <span title={hash} className={isWhole ? classes.whole : undefined}>
        {isWhole ? hash : shortHash(hash)}
      </span>
      <CopyButton value={hash}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size="sm"
            onClick={copy}
            aria-label={copied ? `Hash of ${of} copied` : `Copy the hash of ${of}`}
            title={copied ? "Copied" : "Copy the whole hash"}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
