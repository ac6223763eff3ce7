"use client";

import {
  IconBook2,
  IconCalendarStats,
  IconFileDescription,
  IconFlask,
  IconGauge,
  IconHistory,
  IconLayoutSidebar,
  IconListDetails,
  IconMap2,
  IconPresentation,
  IconScript,
  IconSearch,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import Link from "next/link";
import { StateBadge } from "@/components/governance/state-badge";
import { formatMoney } from "@/components/ui/format";
import type { Found, FoundGroup } from "@/lib/queries/found-groups";
import classes from "./command-palette.module.css";

const ICONS: Record<string, TablerIcon> = {
  "Opened before": IconHistory,
  Pages: IconLayoutSidebar,
  Requests: IconFileDescription,
  Triggers: IconGauge,
  Decisions: IconScript,
  People: IconUser,
  "Reason codes": IconListDetails,
  Policy: IconMap2,
  Cycles: IconCalendarStats,
  Scenarios: IconFlask,
  "Board packs": IconPresentation,
  Further: IconSearch,
};

type Props = {
  id: string;
  optionId: (index: number) => string;
  groups: readonly FoundGroup[];
  selected: number;
  home: string;
  /** These answer what was typed a moment ago. */
  isStale: boolean;
  onFollow: (item: Found) => void;
};

/** What was found, as the list that belongs to the search field: the keys move in it while the focus stays there. */
export function PaletteResults({ id, optionId, groups, selected, home, isStale, onFollow }: Props) {
  let index = -1;
  return (
    <div id={id} role="listbox" aria-label="Found" aria-busy={isStale} className={classes.list}>
      {groups.map(({ group, items }) => {
        const Icon = ICONS[group] ?? IconBook2;
        // A space would make two ids of it, and a screen reader would find neither.
        const groupId = `${id}-${group.replaceAll(" ", "-")}`;
        return (
          <fieldset key={group} aria-labelledby={groupId} className={classes.options}>
            <div id={groupId} className={classes.group} role="presentation">
              {group}
            </div>
            {items.map((item) => {
              index += 1;
              const isChosen = index === selected;
              return (
                <Link
                  key={item.key}
                  id={optionId(index)}
                  href={item.isOutside ? item.path : `${home}${item.path}`}
                  prefetch={false}
                  role="option"
                  aria-selected={isChosen}
                  tabIndex={-1}
                  className={classes.option}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => onFollow(item)}
                >
                  <Icon size={17} stroke={1.7} aria-hidden className={classes.icon} />
                  <span className={classes.words}>
                    <span className={classes.title}>{item.title}</span>
                    <span className={classes.about}>
                      {/* First, so that a long name never cuts it off. */}
                      {item.amountUsd !== undefined &&
                        `${formatMoney(item.amountUsd)}${item.isMonthly ? " a month" : ""} · `}
                      {item.about}
                    </span>
                  </span>
                  {item.state !== undefined && <StateBadge state={item.state} />}
                </Link>
              );
            })}
          </fieldset>
        );
      })}
    </div>
  );
}
