"use client";

import { Paper, Text, Textarea, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Mentionable } from "@/lib/queries/mentions";
import { mentionOf } from "@/lib/queries/mentions-in-text";
import classes from "./request-page.module.css";

const MOST_OFFERED = 6;
/** What follows an @ up to where one types: at most two words of a name. */
const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]*)?)$/u;

/** A name as it stands in the text; two people of one name are told apart by their roles. */
export function shownName({ name, role }: Mentionable, members: readonly Mentionable[]): string {
  return members.filter((each) => each.name === name).length > 1 ? `${name} (${role})` : name;
}

/** The text with ids for names, the longest name first, so that Ann Lee is not taken for Ann. */
export function withIds(text: string, members: readonly Mentionable[]): string {
  const named = members
    .map((member) => ({ said: `@${shownName(member, members)}`, userId: member.userId }))
    .sort((one, other) => other.said.length - one.said.length);
  return named.reduce((said, each) => said.replaceAll(each.said, mentionOf(each.userId)), text);
}

/** A field in which @ offers the people of the company, by keyboard and by pointer. */
export function MentionField({
  label,
  description,
  value,
  onChange,
  members,
  maxLength,
  error,
}: {
  label: string;
  description: string;
  value: string;
  onChange: (text: string) => void;
  members: readonly Mentionable[];
  maxLength: number;
  error?: string;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const begun = BEGUN.exec(value.slice(0, caret))?.[1] ?? null;
  const offered =
    begun === null || closedAt === value
      ? []
      : members
          .filter(({ name }) => fits(name, begun) && name.toLowerCase() !== begun.toLowerCase())
          .slice(0, MOST_OFFERED);
  const isOpen = offered.length > 0;
  const chosen = Math.min(active, offered.length - 1);

  function take(member: Mentionable | undefined) {
    if (!member || begun === null) return;
    const before = `${value.slice(0, caret - begun.length)}${shownName(member, members)} `;
    onChange(before + value.slice(caret));
    setActive(0);
    setCaret(before.length);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isOpen) return;
    if (event.key === "ArrowDown") setActive((chosen + 1) % offered.length);
    else if (event.key === "ArrowUp") setActive((chosen + offered.length - 1) % offered.length);
    else if (event.key === "Enter") take(offered[chosen]);
    else if (event.key === "Escape") setClosedAt(value);
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes.mentionField}>
      <Textarea
        ref={field}
        label={label}
        description={description}
        autosize
        minRows={2}
        maxLength={maxLength}
        value={value}
        error={error}
        aria-autocomplete="list"
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={isOpen ? `${list}-${chosen}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setClosedAt(value)}
        onFocus={() => setClosedAt(null)}
        onKeyDown={onKeyDown}
      />
      {isOpen ? (
        <Paper id={list} role="listbox" aria-label="People to mention" withBorder shadow="sm" mt={4} p={4}>
          {offered.map((member, place) => (
            <UnstyledButton
              key={member.userId}
              id={`${list}-${place}`}
              role="option"
              aria-selected={place === chosen}
              tabIndex={-1}
              className={classes.mention}
              // The field keeps the focus, or the list would be gone before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(member)}
            >
              {member.name}
              <Text span size="xs" c="dimmed">
                {" "}
                {member.role}
              </Text>
            </UnstyledButton>
          ))}
        </Paper>
      ) : null}
      <span className="visually-hidden" role="status">
        {isOpen ? `${offered.length} people to mention; choose with the arrow keys and Enter.` : ""}
      </span>
    </div>
  );
}

/** By the beginning of any of a name's words. */
function fits(name: string, begun: string): boolean {
  const wanted = begun.toLowerCase();
  const lower = name.toLowerCase();
  return lower.startsWith(wanted) || lower.split(" ").some((word) => word.startsWith(wanted));
}
