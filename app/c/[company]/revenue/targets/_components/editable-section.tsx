"use client";

import { Button, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Section } from "@/components/ui/section";
import { type SaveSection, SectionForm } from "./section-form";
import { SECTIONS, type SectionName } from "./sections";

/** A section to read, and for whoever may set it a form in its place. */
export function EditableSection({
  section,
  stored,
  seenAt,
  segments,
  hints,
  save,
  children,
}: {
  section: SectionName;
  stored: Record<string, unknown> | null;
  /** When what is shown was set. */
  seenAt: string | null;
  segments: readonly string[];
  hints: Readonly<Record<string, string>>;
  /** Absent for whoever may only read. */
  save?: SaveSection;
  children: ReactNode;
}) {
  const { title, description, noun } = SECTIONS[section];
  const [isEditing, setEditing] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // Back from the form, a keyboard goes on where it began.
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  function done(saved: boolean) {
    setEditing(false);
    setSaved(saved);
  }
  return (
    <Section
      title={title}
      description={description}
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
      <Text role="status" size="sm" fw={600} c="var(--tone-good-text)" hidden={!isSaved || isEditing}>
        {isSaved && !isEditing && "Saved. The change stands below, and in the decision log."}
      </Text>
      {isEditing && save ? (
        <SectionForm
          section={section}
          begun={{ stored, seenAt }}
          segments={segments}
          hints={hints}
          save={save}
          onDone={done}
        />
      ) : (
        children
      )}
    </Section>
  );
}
