"use client";

import { ActionIcon, Button, Group } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { pathOfPointer, pointerOf } from "./data-place";
import { useFieldActions, useReadOnly } from "./editor-context";
import { withNeighboursSwapped, withoutValueAt, withValueAt } from "./json-edit";
import classes from "./policy-editor.module.css";

export const inside = (pointer: string, step: string | number): string => pointer + pointerOf([String(step)]);

/** Moves an item of a list up and down, and takes it out; `name` says which for whoever cannot see where it stands. */
export function ItemButtons({
  list,
  index,
  count,
  name,
  focusIn = "",
  movable = true,
}: {
  list: string;
  index: number;
  count: number;
  name: string;
  /** Of an item, the field that is in focus after a move. */
  focusIn?: string;
  movable?: boolean;
}) {
  const { restructure } = useFieldActions();
  if (useReadOnly()) return null;
  const path = pathOfPointer(list);
  const move = (first: number, to: number) =>
    restructure((text) => withNeighboursSwapped(text, path, first), inside(list, to) + focusIn);
  const remove = () =>
    restructure(
      (text) => withoutValueAt(text, [...path, String(index)]),
      count === 1 ? list : inside(list, Math.min(index, count - 2)) + focusIn,
    );
  return (
    <Group gap={2} wrap="nowrap">
      {movable ? (
        <>
          <IconButton
            label={`Move ${name} up`}
            disabled={index === 0}
            onClick={() => move(index - 1, index - 1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </IconButton>
          <IconButton
            label={`Move ${name} down`}
            disabled={index === count - 1}
            onClick={() => move(index, index + 1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </IconButton>
        </>
      ) : null}
      <IconButton label={`Remove ${name}`} onClick={remove}>
        <IconTrash size={16} aria-hidden />
      </IconButton>
    </Group>
  );
}

export function RemoveEntry({
  pointer,
  container,
  name,
}: {
  pointer: string;
  container: string;
  name: string;
}) {
  const { restructure } = useFieldActions();
  if (useReadOnly()) return null;
  return (
    <IconButton
      label={`Remove ${name}`}
      onClick={() => restructure((text) => withoutValueAt(text, pathOfPointer(pointer)), container)}
    >
      <IconTrash size={16} aria-hidden />
    </IconButton>
  );
}

function IconButton({
  label,
  disabled = false,
  onClick,
  children,
}: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}

export function AddItem({
  list,
  count,
  item,
  fresh,
  focusIn = "",
}: {
  list: string;
  count: number;
  item: string;
  fresh: () => unknown;
  focusIn?: string;
}) {
  const { restructure } = useFieldActions();
  if (useReadOnly()) return null;
  return (
    <Button
      className={classes.add}
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() =>
        restructure(
          (text) =>
            count === 0
              ? withValueAt(text, pathOfPointer(list), [fresh()])
              : withValueAt(text, [...pathOfPointer(list), String(count)], fresh()),
          inside(list, count) + focusIn,
        )
      }
    >
      Add {item}
    </Button>
  );
}
