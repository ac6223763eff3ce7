"use client";

import { Button, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Section } from "@/components/ui/section";
import type { FormBasis } from "./form-values";
import { type SaveSection, SectionForm } from "./section-form";
import { SECTIONS, type SectionName } from "./sections";

/** A section to read, and for whoever may set it a form in its place. */
export function EditableSection({
  section,
  stored,
  seenAt,
  basis,
  order,
  save,
  children,
}: {
  section: SectionName;
  stored: Record<string, unknown> | null;
  /** When what is shown was set. */
  seenAt: string | null;
  basis: FormBasis;
  order?: 2 | 3;
  /** Absent for whoever may only read. */
  save?: SaveSection;
  children: ReactNode;
}) {
  const { title, description, noun } = SECTIONS[section];
  const [isEditing, setEditing] = useState(false);
  // What stood here when something was saved: until the page brings what came after, the old values are still shown.
  const [savedOver, setSavedOver] = useState<{ seenAt: string | null } | null>(null);
  const isSaved = savedOver !== null && savedOver.seenAt !== seenAt && !isEditing;
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // Back from the form, a keyboard goes on where it began.
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  function done(saved: boolean) {
    setEditing(false);
    setSavedOver(saved ? { seenAt } : null);
  }
  return (
    <Section
      title={title}
      description={description}
      order={order}
      actions={
        save &&
        !isEditing && (
          <Button
            ref={opener}
            variant="default"
            size="compact-sm"
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-label={`Change the ${noun}`}
            onClick={() => setEditing(true)}
          >
            Change
          </Button>
        )
      }
    >
      <Text role="status" size="sm" fw={600} c="var(--tone-good-text)" hidden={!isSaved}>
        {isSaved && "Saved. The change stands below, and in the decision log."}
      </Text>
      {isEditing && save ? (
        <SectionForm section={section} begun={{ stored, seenAt }} basis={basis} save={save} onDone={done} />
      ) : (
        children
      )}
    </Section>
  );
}
