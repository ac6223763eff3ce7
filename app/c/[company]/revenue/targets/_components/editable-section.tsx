"use client";

import { Button, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Section } from "@/components/ui/section";
import { type SaveSection, SectionForm } from "./section-form";
import { SECTIONS, type SectionName } from "./sections";

/** A section to read, and for whoever may set it a form in its place. */
export function EditableSection({
  section,
  stored,
  seenAt,
  segments,
  save,
  children,
}: {
  section: SectionName;
  stored: Record<string, unknown> | null;
  /** When what is shown was set. */
  seenAt: string | null;
  segments: readonly string[];
  /** Absent for whoever may only read. */
  save?: SaveSection;
  children: ReactNode;
}) {
  const { title, description, noun } = SECTIONS[section];
  const [isEditing, setEditing] = useState(false);
  const [isSaved, setSaved] = useState(false);
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
          save={save}
          onDone={done}
        />
      ) : (
        children
      )}
    </Section>
  );
}
