"use client";

import { Alert, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import classes from "../../_components/imports.module.css";
import type { AskedOf } from "./mapping-gaps";

const MOST_UNREAD = 12;

/** Which column was read as which field; and those that were not read, lest one of them was meant to be. */
export function AsRead({
  fields,
  header,
  mapping,
}: {
  fields: readonly { name: string; label: string }[];
  header: readonly string[];
  mapping: Readonly<Record<string, number>>;
}) {
  const taken = new Set(Object.values(mapping));
  const unread = header.filter((name, column) => name !== "" && !taken.has(column));
  const more = unread.length - MOST_UNREAD;
  return (
    <>
      <p className={classes.note}>
        {fields
          .filter(({ name }) => mapping[name] !== undefined)
          .map(({ name, label }) => `${label}: ${header[mapping[name] ?? -1] || "a column without a name"}`)
          .join(" · ")}
      </p>
      {unread.length > 0 && (
        <p className={classes.note}>
          Not read: {unread.slice(0, MOST_UNREAD).join(", ")}
          {more > 0 && ` and ${more} more`}.
        </p>
      )}
    </>
  );
}

export type Settled = { by: string | null; at: Date; isOlder: boolean };

/** Whose columns these are. While something is open, nothing is called settled that is not. */
export function Remembered({ remembered, isOpen }: { remembered: Settled | null; isOpen: boolean }) {
  if (remembered === null)
    return (
      <p className={classes.note}>
        Proposed from the names of the columns. What you settle is remembered for the next file with the same
        header.
      </p>
    );
  const by = remembered.by ?? "a program";
  if (isOpen)
    return (
      <p className={classes.note}>
        {by} settled a part of this on <Moment at={remembered.at} />
        {remembered.isOlder && " for an earlier file with this header"}; what follows is not settled yet.
      </p>
    );
  return (
    <p className={classes.note}>
      {remembered.isOlder ? (
        <>
          Remembered from an earlier file with this header, as {by} settled it on{" "}
          <Moment at={remembered.at} />.
        </>
      ) : (
        <>
          Settled by {by} on <Moment at={remembered.at} /> and remembered for the next file with this header.
        </>
      )}
    </p>
  );
}

export function Questions({ questions }: { questions: readonly AskedOf[] }) {
  if (questions.length === 0) return null;
  return (
    <Asking
      title={questions.length === 1 ? "One question is open" : `${questions.length} questions are open`}
    >
      {questions.map(({ what, remedy }) => (
        <Text key={what} size="sm">
          <strong>{what}</strong> {remedy}
        </Text>
      ))}
    </Asking>
  );
}

/** A file of another kind is not asked about column by column: whoever chose the kind is told what it looks like. */
export function Lookalike({
  company,
  kind: { id, title },
  count,
}: {
  company: string;
  kind: { id: string; title: string };
  count: number;
}) {
  return (
    <Asking title={`This looks like ${title}`}>
      <Text size="sm">
        {count === 1 ? "Its column is one" : `All ${count} columns are`} of that kind, and a column that the
        chosen kind needs is missing. Set this import aside and{" "}
        <TextLink href={`/c/${company}/imports?kind=${id}`} inherit underline="always">
          upload the file as {title}
        </TextLink>
        .
      </Text>
    </Asking>
  );
}

function Asking({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert
      role="status"
      title={title}
      variant="outline"
      styles={{
        root: { background: "var(--tone-watch-ground)", borderColor: "var(--tone-watch-line)" },
        title: { color: "var(--tone-watch-text)" },
        message: { color: "var(--mantine-color-text)" },
      }}
    >
      {children}
    </Alert>
  );
}
