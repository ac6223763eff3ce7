import { Code } from "@mantine/core";
import { Section } from "@/components/ui/section";

/** The text under the hash, to the byte: canonical JSON (RFC 8785). */
export function RawContent({ content }: { content: string }) {
  return (
    <Section title="Canonical JSON" description="Exactly the text that was hashed.">
      <Code
        block
        tabIndex={0}
        aria-label="Canonical JSON of the entry"
        style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", maxHeight: 420, overflow: "auto" }}
      >
        {content}
      </Code>
    </Section>
  );
}
